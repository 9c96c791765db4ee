"""Facts about groups and faces that other rooms may hear."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupFounded:
    group_id: int
    face_id: int


@dataclass(frozen=True, slots=True)
class RoleOffered:
    """Somebody is asked to look after a group, or to take it over."""

    offer_id: int


@dataclass(frozen=True, slots=True)
class RoleOfferAnswered:
    """They have said yes, and do it from now on, or no."""

    offer_id: int


@dataclass(frozen=True, slots=True)
class RoleEnded:
    """A face is no longer what `role` says: the actor, perhaps itself, saw to it at `ended_at`. The heir is it now."""

    face_id: int
    actor_id: int
    role: str
    ended_at: str
    heir_id: int | None = None


@dataclass(frozen=True, slots=True)
class MergerProposed:
    merger_id: int


@dataclass(frozen=True, slots=True)
class MergerBegun:
    """The hosts of both groups agree; now every member of the leaving one is asked."""

    merger_id: int


@dataclass(frozen=True, slots=True)
class MergerEnded:
    """It was carried out, or dropped before that."""

    merger_id: int


@dataclass(frozen=True, slots=True)
class FaceJoined:
    face_id: int


@dataclass(frozen=True, slots=True)
class JoiningAsked:
    face_id: int


@dataclass(frozen=True, slots=True)
class JoiningDeclined:
    """Of somebody who never belonged there is no face any more; `asked` tells one request from another."""

    group_id: int
    member_id: int | None
    words: str
    asked: str


@dataclass(frozen=True, slots=True)
class FaceLeft:
    """A face no longer belongs: it left, or was removed or banned."""

    face_id: int
    member_id: int | None


@dataclass(frozen=True, slots=True)
class FaceRemoved:
    """A host removed a face, with these words for whoever it was; another they have in the group may go on."""

    face_id: int
    words: str
    is_for_good: bool
    goes_on: bool
    removed_at: str


@dataclass(frozen=True, slots=True)
class FaceChanged:
    """A face has another role, or may write (or not) from now on."""

    face_id: int
    member_id: int | None


@dataclass(frozen=True, slots=True)
class FaceRenamed:
    """A face has another name, picture or words about itself."""

    face_id: int


@dataclass(frozen=True, slots=True)
class FaceBlocked:
    block_id: int
    blocker_id: int


@dataclass(frozen=True, slots=True)
class FaceUnblocked:
    blocker_id: int
    blocked_id: int
