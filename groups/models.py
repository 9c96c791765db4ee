"""Groups and faces. A face is the `Membership` row: the only thing other members ever see of a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    created_at = models.DateTimeField(default=timezone.now)
    archived_at = models.DateTimeField(null=True, blank=True)
    has_quick_exit = models.BooleanField(_("button to leave quickly"), default=True)
    member_count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["visibility", "name"], name="group_directory")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.visibility == self.Visibility.OPEN


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


class Membership(models.Model):
    """A face: one person in one group, under a name of their own, with a role and a past."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        MODERATOR = "moderator", _("Moderator")
        HOST = "host", _("Host")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Asked to join")
        ACTIVE = "active", _("Belongs")
        LEFT = "left", _("Left")
        REMOVED = "removed", _("Removed")
        BANNED = "banned", _("Banned")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="memberships"
    )
    name = models.CharField(_("name"), max_length=40)
    name_key = models.CharField(max_length=120, help_text="The name as look-alikes share it.")
    about = models.CharField(_("a few words"), max_length=200, blank=True)
    avatar_seed = models.CharField(max_length=16, default=new_key)
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    silenced_until = models.DateTimeField(null=True, blank=True)
    silenced_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="one_face_a_group"),
            models.UniqueConstraint(fields=["group", "name_key"], name="one_name_a_group"),
        ]
        indexes = [models.Index(fields=["group", "state", "name_key"], name="faces_of_group")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE


class Invitation(models.Model):
    """A link that lets its holder join: it ends, it counts, and it can be taken back."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invitations")
    made_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    created_at = models.DateTimeField(default=timezone.now)
    uses_left = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"invitation {self.key}"


class Block(models.Model):
    """A member does not want to meet one face; the person behind it may not address them under any face."""

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="blocked_by")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once")]

    def __str__(self) -> str:
        return f"block {self.pk}"
