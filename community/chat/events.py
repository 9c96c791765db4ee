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
