"""Everything that changes an account, its notices or its letters, apart from signing up and in, which allauth does."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from importlib import import_module
from smtplib import SMTPRecipientsRefused
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise

from kit import live
from kit.events import announce
from kit.policy import require
from kit.tasks import retrying, scheduled
from people import policy
from people.events import MemberSuspended, NoticeGiven
from people.models import AddressChange, Consent, Letter, Member, MutedWord, Notice, SignIn

LETTER_ATTEMPTS = 76  # with the pauses of kit.tasks three days, which is how long the links in letters work
LETTER_KEPT = timedelta(days=7)
BEFORE_CHANGE = timedelta(days=1)  # whoever takes an account over may add ways in before changing its address


class NotSent(Exception):
    """The mail server did not take a letter. What it says is left out, for that names the address."""


@transaction.atomic
def tell(member: Member, *, kind: str, source: str, text: str, url: str, rings_at: datetime | None = None) -> Notice:
    """Give the member a notice; `url` is a path on this site. Told twice of the same `source`, it is kept once.

    Until `rings_at` it waits among the notices without being counted.
    """
    values = {"text": text, "url": url, "rings_at": rings_at or timezone.now()}
    notice, is_new = Notice.objects.get_or_create(member=member, kind=kind, source=source, defaults=values)
    if is_new:
        announce(NoticeGiven(notice_id=notice.pk, member_id=member.pk))
    return notice


def tell_in_their_language(
    member: Member, *, kind: str, source: str, text: str | Promise, url: str, rings_at: datetime | None = None
) -> Notice:
    """The same, with words that were marked for translation."""
    with translation.override(member.language or settings.LANGUAGE_CODE):
        return tell(member, kind=kind, source=source, text=str(text), url=url, rings_at=rings_at)


@transaction.atomic
def mark_read(reader: Member, notice: Notice) -> Notice:
    require(policy.can_read(reader, notice))
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


@transaction.atomic
def mark_read_of(reader: Member, *, kind: str, source_begins: str) -> int:
    """The reader knows already what these notices tell; return how many there were."""
    notices = policy.visible_notices(reader).filter(kind=kind, source__startswith=source_begins, read_at=None)
    return notices.update(read_at=timezone.now())


@transaction.atomic
def mark_all_read(reader: Member) -> int:
    """How many notices were unread until now."""
    return policy.visible_notices(reader).filter(read_at__isnull=True).update(read_at=timezone.now())


@transaction.atomic
def change_preferences(member: Member, *, language: str, has_quick_exit: bool) -> Member:
    """An empty language leaves the choice to the device."""
    member.language, member.has_quick_exit = language, has_quick_exit
    member.save(update_fields=["language", "has_quick_exit"])
    return member


@transaction.atomic
def choose_language(member: Member, language: str) -> Member:
    member.language = language
    member.save(update_fields=["language"])
    return member


@transaction.atomic
def change_look(member: Member, *, theme: str, is_low_energy: bool) -> Member:
    """The theme `system` leaves the colours to the device."""
    member.theme, member.is_low_energy = theme, is_low_energy
    member.save(update_fields=["theme", "is_low_energy"])
    return member


@transaction.atomic
def suspend(actor: Member, member: Member, *, until: datetime | None, reason: str) -> Member:
    """The member only reads until then, on the whole site; None ends it. The reason is for the member to read."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    require(policy.can_suspend(actor, member))
    member.suspended_until, member.suspended_reason = until, reason if until else ""
    member.save(update_fields=["suspended_until", "suspended_reason"])
    announce(MemberSuspended(member_id=member.pk))
    return member


# --- What we may keep -----------------------------------------------------------------------------------------------


@transaction.atomic
def agree_about_health(member: Member) -> Consent:
    """They agree to the words about health as they are now; agreeing twice changes nothing."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    given = member.consents.filter(purpose=Consent.Purpose.HEALTH, withdrawn_at=None).first()
    if given and given.version == policy.HEALTH_VERSION:
        return given
    if given:
        _withdraw(given)
    _set_health_consent(member, policy.HEALTH_VERSION)
    return member.consents.create(purpose=Consent.Purpose.HEALTH, version=policy.HEALTH_VERSION)


@transaction.atomic
def withdraw_about_health(member: Member) -> None:
    member = Member.objects.select_for_update().get(pk=member.pk)
    for given in member.consents.filter(purpose=Consent.Purpose.HEALTH, withdrawn_at=None):
        _withdraw(given)
    _set_health_consent(member, 0)


def _withdraw(given: Consent) -> None:
    given.withdrawn_at = timezone.now()
    given.save(update_fields=["withdrawn_at"])


def _set_health_consent(member: Member, version: int) -> None:
    """The member's own row says it too, because every word in a group about health asks for it."""
    member.health_consent = version
    member.save(update_fields=["health_consent"])
    live.recheck(member.pk)


# --- Signing up and in ----------------------------------------------------------------------------------------------


@transaction.atomic
def keep_account(member: Member) -> Member:
    """Somebody new, as the form of signing up has filled them in."""
    member.save()
    return member


@transaction.atomic
def rehearse(deed: Callable[[], object]) -> None:
    """Do it and leave nothing of it: so that an answer takes as long where nothing is to be done."""
    deed()
    transaction.set_rollback(True)


@transaction.atomic
def forget_first_path(member: Member) -> None:
    member.first_path = ""
    member.save(update_fields=["first_path"])


@transaction.atomic
def begin_sign_in(member: Member, *, session_key: str, browser: str, device: str) -> SignIn:
    today = timezone.localdate()
    words = {"browser": browser, "device": device, "began_on": today, "last_used_on": today}
    sign_in, _is_new = SignIn.objects.update_or_create(session_key=session_key, defaults={"member": member, **words})
    return sign_in


def note_use(key: str, *, session_key: str) -> None:
    """It was used today; its session may have got another key when the password changed."""
    SignIn.objects.filter(key=key).update(session_key=session_key, last_used_on=timezone.localdate())


@transaction.atomic
def end_sign_ins(member: Member, sign_ins: QuerySet[SignIn]) -> int:
    """Sign the member out in these browsers, and close what is open there; return how many there were."""
    keys = [sign_in.session_key for sign_in in sign_ins.filter(member=member)]
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    for key in keys:
        store.delete(key)
    SignIn.objects.filter(member=member, session_key__in=keys).delete()
    live.recheck(member.pk)
    return len(keys)


@scheduled(at=time(4, 20))
def forget_ended_sign_ins() -> int:
    """A browser that has not been used for as long as a session lasts is signed out."""
    gone = timezone.localdate() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 86_400)
    removed, _ = SignIn.objects.filter(last_used_on__lt=gone).delete()
    return removed


@transaction.atomic
def forget_what_provider_said(account_id: int) -> None:
    """Of a sign-in elsewhere only the number there is kept, not what else the other site told us of the person."""
    _provider_accounts().filter(pk=account_id).update(extra_data={})


def _provider_accounts() -> QuerySet[Any]:
    """There is this table only where the site has a provider."""
    label = "SocialAccount"
    rows: QuerySet[Any] = apps.get_app_config("socialaccount").get_model(label)._default_manager.all()
    return rows


# --- The address ----------------------------------------------------------------------------------------------------


@transaction.atomic
def note_address_change(member: Member, *, old_address: str, new_address: str) -> AddressChange:
    return AddressChange.objects.create(member=member, old_address=old_address, new_address=new_address)


@transaction.atomic
def undo_address_change(change: AddressChange) -> Member:
    """Give the account back to its old address: every session ends, and so does every way in that was added since."""
    member = Member.objects.select_for_update().get(pk=change.member_id)
    require(policy.can_undo(change))
    EmailAddress.objects.filter(user=member).delete()
    member.email = change.old_address
    member.set_unusable_password()
    member.save(update_fields=["email", "password"])
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    began_at = change.changed_at - BEFORE_CHANGE
    Authenticator.objects.filter(user=member, created_at__gte=began_at).delete()
    if settings.HAS_OIDC:
        _provider_accounts().filter(user=member, date_joined__gte=began_at).delete()
    end_sign_ins(member, SignIn.objects.all())
    member.address_changes.filter(pk__gte=change.pk).delete()  # an older mailbox keeps its own way back
    return member


@scheduled(at=time(4, 10))
def forget_address_changes() -> int:
    removed, _ = AddressChange.objects.filter(changed_at__lt=timezone.now() - policy.UNDO).delete()
    return removed


# --- Letters --------------------------------------------------------------------------------------------------------


@transaction.atomic
def post_letter(address: str, *, subject: str, body: str) -> Letter:
    """Have the letter sent as soon as the mail server takes one: no page waits for that, and none fails of it."""
    letter = Letter.objects.create(address=address, subject=subject, body=body)
    send_letter.enqueue(letter_id=letter.pk)
    return letter


@retrying(attempts=LETTER_ATTEMPTS)
def send_letter(letter_id: int) -> None:
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None:  # it was sent before
        return
    try:
        EmailMessage(letter.subject, letter.body, to=[letter.address]).send()
    except OSError as error:  # and so is whatever smtplib raises
        if not _is_for_nobody(error):
            raise NotSent(f"Letter {letter_id} was not taken: {type(error).__name__}") from None
    letter.delete()


def _is_for_nobody(error: OSError) -> bool:
    """Whether the mail server says that it will never take a letter to this address."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _ in error.recipients.values())


@scheduled(at=time(4, 0))
def forget_old_letters() -> int:
    """Letters that could not be sent hold links that have ended; return how many there were."""
    removed, _ = Letter.objects.filter(created_at__lt=timezone.now() - LETTER_KEPT).delete()
    return removed


@transaction.atomic
def mute_words(member: Member, words: str) -> MutedWord:
    """From now on the member finds folded away what holds these words."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    require(policy.can_mute_more(member))
    muted, _is_new = MutedWord.objects.get_or_create(member=member, words=words)
    return muted


@transaction.atomic
def unmute_words(member: Member, muted: MutedWord) -> MutedWord:
    MutedWord.objects.filter(member=member, pk=muted.pk).delete()
    return muted
