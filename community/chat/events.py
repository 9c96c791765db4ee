"""What happened in rooms, for other rooms of the house to hear."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RoomOpened:
    room_id: int


@dataclass(frozen=True)
class RoomClosed:
    room_id: int


@dataclass(frozen=True)
class RoomReopened:
    room_id: int


@dataclass(frozen=True)
class EntrySaid:
    entry_id: int


@dataclass(frozen=True)
class EntryEdited:
    entry_id: int


@dataclass(frozen=True)
class EntryHidden:
    entry_id: int


@dataclass(frozen=True)
class EntryRestored:
    entry_id: int


@dataclass(frozen=True)
class EntrySaidPrivately:
    """Somebody said something in a private talk, on their own side, whether or not it came to the other."""

    entry_id: int


@dataclass(frozen=True)
class EntryReceived:
    """What somebody said in a private talk has come to the side of the other."""

    entry_id: int


@dataclass(frozen=True)
class TalkAskedFor:
    """Somebody asks for a private talk, and the one who is asked shall hear of it."""

    talk_id: int


@dataclass(frozen=True)
class TalkEnded:
    """On this side a private talk has ended. Where it did on both, each of them has its own."""

    side_id: int


@dataclass(frozen=True)
class TalkBegun:
    """The one who was asked said yes, and the one who asked shall hear of it."""

    talk_id: int
