"""Everything that changes an account, its notices or its letters, apart from signing up and in, which allauth does."""

from datetime import datetime, time, timedelta
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from kit.events import announce
from kit.policy import require
from kit.tasks import retrying, scheduled
from people import policy
from people.events import MemberSuspended, NoticeGiven
from people.models import Letter, Member, Notice

LETTER_ATTEMPTS = 76  # with the pauses of kit.tasks three days, which is how long the links in letters work
LETTER_KEPT = timedelta(days=7)


class NotSent(Exception):
    """The mail server did not take a letter. What it says is left out, for that names the address."""


@transaction.atomic
def tell(member: Member, *, kind: str, source: str, text: str, url: str) -> Notice:
    """Give the member a notice; `url` is a path on this site. Told twice of the same `source`, it is kept once."""
    notice, is_new = Notice.objects.get_or_create(
        member=member, kind=kind, source=source, defaults={"text": text, "url": url}
    )
    if is_new:
        announce(NoticeGiven(notice_id=notice.pk, member_id=member.pk))
    return notice


@transaction.atomic
def mark_read(reader: Member, notice: Notice) -> Notice:
    require(policy.can_read(reader, notice))
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    return notice


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
