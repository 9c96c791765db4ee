"""Facts about members that other rooms may hear."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    notice_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class MemberSuspended:
    """A member may only read until a time, or for a while may read only no longer."""

    member_id: int
