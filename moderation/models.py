"""Reports, the reviews they open, the decisions that close them, and appeals against those."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Membership, Rule
from kit import once
from kit.keys import new_key


class Review(models.Model):
    """A thing that somebody must look at: at most one open review a thing, however many reports."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting")
        DECIDED = "decided", _("Decided")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=20)
    subject_key = models.CharField(max_length=16)
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="reviews")
    snapshot = models.TextField(help_text="The words as they stood when they were reported.")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    report_count = models.PositiveIntegerField(default=0)
    is_decline = models.BooleanField(
        default=False, help_text="Not reported by anybody: a first post that was not let through."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_key"],
                condition=models.Q(is_decline=True),
                name="one_decline_a_thing",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_key"],
                condition=models.Q(state="open"),
                name="one_open_review_a_thing",
            ),
        ]
        indexes = [models.Index(fields=["group", "state", "opened_at"], name="reviews_of_group")]

    def __str__(self) -> str:
        return f"review {self.key}"


class Report(models.Model):
    """One member's word that something is wrong. The author of the thing never learns whose."""

    class Category(models.TextChoices):
        DANGER = "danger", _("I am worried about somebody's safety")
        ABUSE = "abuse", _("It attacks or threatens somebody")
        PRIVATE = "private", _("It shows something private about somebody")
        HARMFUL_ADVICE = "harmful_advice", _("It could harm somebody who follows it")
        SELLING = "selling", _("It sells or recruits")
        RULES = "rules", _("It breaks a rule of the group")
        UNSURE = "unsure", _("I am not sure, but something is wrong")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reports"
    )
    category = models.CharField(_("what is wrong"), max_length=20, choices=Category)
    words = models.TextField(_("in your own words"), blank=True, max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    sent_as = models.CharField(
        max_length=once.LENGTH, null=True, blank=True, editable=False, help_text="See kit.once."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "reporter"], name="one_report_a_member"),
            models.UniqueConstraint(fields=["sent_as"], name="report_sent_once"),
        ]

    def __str__(self) -> str:
        return f"report {self.key}"


class Decision(models.Model):
    """What was decided, under which rule as it then stood, and why: in words its author can read.

    Not to let a first post through needs no rule: then `rule_text` is empty.
    """

    class Outcome(models.TextChoices):
        KEEP = "keep", _("Leave it as it is")
        HIDE = "hide", _("Hide it")
        WARN = "warn", _("Hide it and warn the author")
        SILENCE = "silence", _("Hide it and stop the author writing for a week")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="decision")
    decider = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    outcome = models.CharField(_("decision"), max_length=12, choices=Outcome)
    rule = models.ForeignKey(Rule, on_delete=models.SET_NULL, null=True, blank=True)
    rule_text = models.CharField(max_length=320, blank=True)
    explanation = models.TextField(_("reason, in words for the author"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"decision {self.key}"


class Appeal(models.Model):
    """The author asks somebody else to look again: never the one who decided."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The decision was wrong and is undone")
        DECLINED = "declined", _("The decision stands")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField(_("why should we look again?"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    answer = models.TextField(_("answer, in words for the author"), blank=True, max_length=2000)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_appeals"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"appeal {self.key}"


class Shift(models.Model):
    """A line of the rota: who looks after a group from when to when."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="shifts")
    moderator = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "starts_at"], name="rota_of_group")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"
