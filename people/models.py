"""Accounts and what only their owner sees: a member has no public name; that is what faces are for."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kit.keys import new_key


class MemberManager(BaseUserManager["Member"]):
    """What Django's own commands ask of the model that people sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Member":
        member = self.model(email=email.strip().lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "Member":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(email=(username or "").strip().lower())


class Member(AbstractBaseUser, PermissionsMixin):
    """An account. Nothing of this row is ever shown to another member."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")
        CONTRAST = "contrast", _("High contrast")

    email = models.EmailField(_("e-mail address"), unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("operates the site"), default=False)
    is_safety_team = models.BooleanField(_("keeps the whole site safe"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    suspended_until = models.DateTimeField(null=True, blank=True)
    suspended_reason = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True)
    theme = models.CharField(max_length=12, choices=Theme, default=Theme.SYSTEM)
    is_low_energy = models.BooleanField(default=False)
    has_quick_exit = models.BooleanField(default=True)
    health_consent = models.PositiveSmallIntegerField(
        default=0, help_text="The version of the text about health that they agree to now; 0 for none. See Consent."
    )
    first_path = models.CharField(max_length=300, blank=True, help_text="Where they were going when they signed up.")

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="member_email_is_lower_case")
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


Viewer = Member | AnonymousUser


class Notice(models.Model):
    """Something the site tells one member: an answer, a decision about their post, an outcome."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=80, help_text="What caused it: told twice, kept once.")
    text = models.TextField()
    words = models.TextField(blank=True, default="")  # what somebody adds of their own
    url = models.CharField(max_length=300)
    created_at = models.DateTimeField(default=timezone.now)
    rings_at = models.DateTimeField(default=timezone.now, help_text="Until then it waits quietly and is not counted.")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind", "source"], name="notice_once_a_source")]
        indexes = [
            models.Index(fields=["member", "-id"], name="notice_of_member"),
            models.Index(fields=["member"], condition=models.Q(read_at__isnull=True), name="notice_unread_of_member"),
        ]

    def __str__(self) -> str:
        return f"notice {self.key}"

    @property
    def said(self) -> str:
        """It in the language of whoever reads now; what was kept in one language before stays in that."""
        sentence = gettext(self.text) if self.text else ""
        if not self.words:
            return sentence
        return gettext("%(sentence)s Their words: “%(words)s”") % {"sentence": sentence, "words": self.words}


class MutedWord(models.Model):
    """A word or a few that a member does not want to read for now; what holds them is folded away for them alone."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="muted_words")
    words = models.CharField(_("word"), max_length=60)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "words"], name="word_muted_once")]

    def __str__(self) -> str:
        return f"muted word {self.pk}"


class Consent(models.Model):
    """A member agreed to one thing that we may only do when asked to. Kept after it was withdrawn, as the law asks."""

    class Purpose(models.TextChoices):
        HEALTH = "health", _("Keeping what I say about health")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose)
    version = models.PositiveSmallIntegerField(help_text="Of the text that was agreed to.")
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "purpose"], condition=models.Q(withdrawn_at=None), name="consent_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class SignIn(models.Model):
    """One browser in which a member is signed in, in words that they know it by. No address of the network is kept."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=20, blank=True)
    device = models.CharField(max_length=20, blank=True)
    began_on = models.DateField()
    last_used_on = models.DateField()

    def __str__(self) -> str:
        return f"sign-in {self.key}"


class AddressChange(models.Model):
    """A member's address was changed. For a week whoever reads the old mailbox can undo it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="address_changes")
    old_address = models.EmailField(db_index=True)
    new_address = models.EmailField()
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"change of address {self.pk}"


class Letter(models.Model):
    """A letter that the mail server has not taken yet. Its links open an account, so it is not kept once sent."""

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"letter {self.pk}"
