"""What pages of the people room show, ready to show."""

from django.db import connection
from django.db.models import IntegerField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from kit.prepared import Prepared
from people.models import AddressChange, Member, Notice, SignIn
from people.policy import visible_notices, visible_sign_ins

UNREAD = """
    (SELECT COUNT(*) FROM people_notice WHERE people_notice.member_id = people_member.id
     AND people_notice.read_at IS NULL AND people_notice.rings_at <= %s)
"""
MUTED = "(SELECT COUNT(*) FROM people_mutedword WHERE people_mutedword.member_id = people_member.id)"


def _with_counts(*, member_id: int, now: str) -> QuerySet[Member]:
    unread = RawSQL(UNREAD, [now], IntegerField())  # noqa: S611  nothing stands in it that anybody typed
    muted = RawSQL(MUTED, [], IntegerField())  # noqa: S611
    return Member.objects.filter(pk=member_id).annotate(unread=unread, muted_count=muted)


MEMBER_WITH_COUNTS = Prepared(_with_counts)


def member_with_unread(member_id: int) -> Member | None:
    """The member with `unread`, the number of their unread notices, and `muted_count`, that of their muted words, so
    that no page asks for them by another query."""
    now = str(connection.ops.adapt_datetimefield_value(timezone.now()))
    member: Member | None = MEMBER_WITH_COUNTS.first(member_id=member_id, now=now)
    return member


def without_unread_notice(members: list[Member], *, kind: str, source_begins: str) -> list[Member]:
    """Those of the members who have no unread notice of this kind from such a source."""
    if not members:
        return []
    unread = Notice.objects.filter(member__in=members, kind=kind, source__startswith=source_begins, read_at=None)
    told = set(unread.values_list("member_id", flat=True))
    return [member for member in members if member.pk not in told]


def unread_count_of(member: Member) -> int:
    """How many notices the member has not read; asks the database only if the member came without the number."""
    known: int | None = getattr(member, "unread", None)
    if known is not None:
        return known
    return visible_notices(member).filter(read_at__isnull=True, rings_at__lte=timezone.now()).count()


def member_of_address(address: str) -> Member | None:
    return Member.objects.filter(email=address.strip().lower()).first()


def is_kept_for_somebody(address: str) -> bool:
    """Whether an account had this address a few days ago and may still be given back to it."""
    return AddressChange.objects.filter(old_address=address).exists()


def sign_ins_of(member: Member) -> QuerySet[SignIn]:
    """Where the member is signed in, the last used first."""
    return visible_sign_ins(member).order_by("-last_used_on", "-pk")
