"""Faces: the `Membership` row is the only thing that other members ever see of a person."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kit.keys import new_key


class Membership(models.Model):
    """A face: one person in one group, under a name of their own, with a role and a past.

    Whoever posts without their name does so as a further face, made for `only_in`, the key of one topic; it lives and
    ends with the everyday face, whose `only_in` is empty, and nothing shows whose it is.
    """

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
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="memberships"
    )
    only_in = models.CharField(max_length=16, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=40)
    name_key = models.CharField(max_length=120, help_text="The name as look-alikes share it.")
    about = models.CharField(_("a few words"), max_length=200, blank=True)
    avatar_seed = models.CharField(max_length=16, default=new_key)
    picture = models.ForeignKey("groups.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    shows_presence = models.BooleanField(_("show when I am here"), default=False)
    welcomes_talks = models.BooleanField(_("others may ask to talk privately with me"), default=True)
    wished_name = models.CharField(max_length=40, blank=True, help_text="For one who asks again: a yes gives it.")
    wished_about = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=list, blank=True, help_text="Pairs of question and answer, until settled.")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)  # both as whoever removed this very face knows it:
    removed_for_good = models.BooleanField(default=False)  # nothing here of what ended it along with another
    silenced_until = models.DateTimeField(null=True, blank=True)
    silenced_reason = models.TextField(blank=True)
    early_posts = models.PositiveSmallIntegerField(default=0, help_text="Counted until the first days are over.")
    stays_shown_until = models.DateTimeField(
        null=True, blank=True, help_text="It ended with another face of its member; nobody shall see that it did."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "member", "only_in"], name="one_face_a_place"),
            models.UniqueConstraint(fields=["group", "name_key"], name="one_name_a_group"),
        ]
        indexes = [
            models.Index(fields=["group", "state", "name_key"], name="faces_of_group"),
            models.Index(fields=["group"], condition=models.Q(shows_presence=True), name="faces_that_show"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_for_one_topic(self) -> bool:
        return bool(self.only_in)

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def seems_gone(self) -> bool:
        """Whether others see that it ended. What ended another face of the same member must not show on this one."""
        if self.is_active or (self.stays_shown_until and self.stays_shown_until > timezone.now()):
            return False
        return not self.only_in or self.state != self.State.LEFT


class Introduction(models.Model):
    """In the group of `face` its owner says that they are also `other`, a face of theirs in another group."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    face = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="introductions")
    other = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="introduced_as")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "other"], name="introduction_once")]

    def __str__(self) -> str:
        return f"introduction {self.key}"


class Invitation(models.Model):
    """A link that lets its holder join: it ends, it counts, and it can be taken back."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    group = models.ForeignKey("groups.Group", on_delete=models.CASCADE, related_name="invitations")
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
