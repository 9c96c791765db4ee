"""Letters: kept until the mail server has taken them."""

from datetime import time, timedelta
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from kit.tasks import retrying, scheduled
from people.models import Letter

LETTER_ATTEMPTS = 76  # with the pauses of kit.tasks three days, which is how long the links in letters work
LETTER_KEPT = timedelta(days=7)


class NotSent(Exception):
    """The mail server did not take a letter. What it says is left out, for that names the address."""


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
