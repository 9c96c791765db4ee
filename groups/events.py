"""Facts about groups and faces that other rooms may hear."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupFounded:
    group_id: int
    face_id: int


@dataclass(frozen=True, slots=True)
class FaceJoined:
    face_id: int


@dataclass(frozen=True, slots=True)
class JoiningAsked:
    face_id: int


@dataclass(frozen=True, slots=True)
class JoiningDeclined:
    face_id: int


@dataclass(frozen=True, slots=True)
class FaceLeft:
    """A face no longer belongs: it left, or was removed or banned."""

    face_id: int
    member_id: int | None


@dataclass(frozen=True, slots=True)
class FaceChanged:
    """A face has another name, picture, role, or may write (or not) from now on."""

    face_id: int
    member_id: int | None


@dataclass(frozen=True, slots=True)
class FaceBlocked:
    block_id: int
    blocker_id: int


@dataclass(frozen=True, slots=True)
class FaceUnblocked:
    blocker_id: int
    blocked_id: int
