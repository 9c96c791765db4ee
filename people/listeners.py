"""What follows for open pages when something happens to their member."""

from kit import live
from kit.events import on
from kit.live.gates import own_channel
from people.events import MemberSuspended, NoticeGiven


@on(NoticeGiven)
def wake_own_pages(event: NoticeGiven) -> None:
    live.tell(own_channel(event.member_id), "notice")


@on(MemberSuspended)
def recheck_seats(event: MemberSuspended) -> None:
    live.recheck(event.member_id)
