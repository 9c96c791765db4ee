"""Groups: what they are, how they are found, and the rules and questions that they have."""

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kit import once
from kit.keys import new_key


class Group(models.Model):
    """A place to meet. A hidden group answers outsiders exactly as one that does not exist."""

    class Kind(models.TextChoices):
        CONDITION = "condition", _("Health condition")
        SCHOOL = "school", _("School")
        PLACE = "place", _("Place")
        CARERS = "carers", _("Carers")
        INTEREST = "interest", _("Interest")

    class Visibility(models.TextChoices):
        OPEN = "open", _("Open: anyone may read")
        LISTED = "listed", _("Listed: anyone may see that it exists, members read")
        HIDDEN = "hidden", _("Hidden: only members know that it exists")

    class Joining(models.TextChoices):
        OPEN = "open", _("Anyone may join")
        REQUEST = "request", _("People ask, a host says yes")
        INVITATION = "invitation", _("By invitation only")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    welcome = models.TextField(_("welcome"), blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.CONDITION)
    visibility = models.CharField(_("who can see it"), max_length=12, choices=Visibility, default=Visibility.LISTED)
    joining = models.CharField(_("how people join"), max_length=12, choices=Joining, default=Joining.OPEN)
    other_names = models.CharField(
        _("other names"), max_length=400, blank=True, help_text=_("What else people call it, with commas between.")
    )
    where = models.CharField(_("place"), max_length=80, blank=True)
    search_words = models.TextField(blank=True, editable=False, help_text="What it is found by, see groups.finding.")
    languages = models.CharField(max_length=60, blank=True, help_text="Codes with commas between.")
    youngest = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("up to age"), null=True, blank=True)
    picture = models.ForeignKey("groups.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    has_pictures = models.BooleanField(_("pictures in posts"), default=True)
    has_chat = models.BooleanField(_("live chat"), default=True)
    has_nameless = models.BooleanField(_("posting without one's name"), default=True)
    has_quick_exit = models.BooleanField(_("button to leave quickly"), default=True)
    checks_first_posts = models.BooleanField(_("look at first posts before they are shown"), default=False)
    first_days = models.PositiveSmallIntegerField(_("first days"), default=3)
    first_posts = models.PositiveSmallIntegerField(_("first posts"), default=3)
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    member_count = models.PositiveIntegerField(default=0)
    sent_as = models.CharField(
        max_length=once.LENGTH, null=True, blank=True, editable=False, help_text="See kit.once."
    )

    class Meta:
        indexes = [models.Index(fields=["visibility", "name"], name="group_directory")]
        constraints = [models.UniqueConstraint(fields=["sent_as"], name="group_sent_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.visibility == self.Visibility.OPEN

    @property
    def is_hidden(self) -> bool:
        return self.visibility == self.Visibility.HIDDEN

    @property
    def joining_shown(self) -> str | Promise:
        """How people join, in words; whatever was chosen, nobody comes to a hidden group but by an invitation."""
        return self.Joining.INVITATION.label if self.is_hidden else self.get_joining_display()


class Rule(models.Model):
    """One rule of a group, with the number that a decision quotes."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="rules")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="rule_number_once_a_group")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Question(models.Model):
    """Something that the hosts ask whoever wants to come in."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="question_number_once_a_group")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"


class Area(models.Model):
    """A shelf for topics about one thing."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="areas")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["group", "number"], name="area_number_once_a_group")]

    def __str__(self) -> str:
        return self.name


class FormerAddress(models.Model):
    """Where a group was found before it was renamed."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="former_addresses")
    slug = models.SlugField(max_length=60, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.slug
