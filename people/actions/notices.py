"""What the site tells one member: given, and read."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.functional import Promise

from kit.events import announce
from kit.policy import require
from people import policy
from people.events import NoticeGiven
from people.models import Member, Notice


@transaction.atomic
def tell(
    member: Member,
    *,
    kind: str,
    source: str,
    text: str,
    url: str,
    rings_at: datetime | None = None,
    words: str = "",
) -> Notice:
    """Give the member a notice; `url` is a path on this site. Told twice of the same `source`, it is kept once.

    Until `rings_at` it waits among the notices without being counted. `words` are what somebody adds of their own.
    """
    values = {"text": text, "url": url, "rings_at": rings_at or timezone.now(), "words": words}
    notice, is_new = Notice.objects.get_or_create(member=member, kind=kind, source=source, defaults=values)
    if is_new:
        announce(NoticeGiven(notice_id=notice.pk, member_id=member.pk))
    return notice


def tell_in_their_language(
    member: Member,
    *,
    kind: str,
    source: str,
    text: str | Promise,
    url: str,
    rings_at: datetime | None = None,
    words: str = "",
) -> Notice:
    """The same, with a text that was marked for translation: kept as in the code, and said in the language that its
    reader has when they read it."""
    with translation.override(None):
        return tell(member, kind=kind, source=source, text=str(text), url=url, rings_at=rings_at, words=words)


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
