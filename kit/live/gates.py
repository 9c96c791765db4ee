"""Gates: rooms register here which channels there are, who may follow them, and which commands a seat understands.

A channel is `prefix:key`. Gates are ordinary functions that may ask the database; they run in the seats' thread pool.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kit.keys import KEY_PATTERN

PAGE = 200  # frames a fill has at most
PAGE_LENGTH = 128 * 1024  # characters a fill has at most, but for a single frame
MINE = "me"

_NAME = re.compile(rf"([a-z]+):({KEY_PATTERN})")


@dataclass(frozen=True, slots=True)
class Admission:
    """The viewer may follow: how far the log goes now, and whose frames they do not get."""

    position: int = 0
    hidden_authors: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """Numbered content of a channel, the same for everybody. `author` decides who gets it and is told to nobody."""

    number: int
    author: int | None
    text: str  # a JSON object
    others: frozenset[int] = frozenset()  # whose words are in it besides the author's
    instead: str = ""  # the content for those who hide one of the others

    def without(self, hidden_authors: frozenset[int]) -> "Frame | None":
        """What those get of it who hide these authors; None if it is nothing."""
        if self.author in hidden_authors:
            return None
        return self if hidden_authors.isdisjoint(self.others) else replace(self, text=self.instead)


@dataclass(frozen=True, slots=True)
class Fill:
    """All that is left of what happened after a position, up to a new one; `more` if it did not fit."""

    frames: list[Frame]
    position: int
    more: bool


class BadMessage(Exception):
    """A command has the wrong shape; `str()` says which part."""


# None is the one answer for what does not exist and for what the viewer may not know.
Follow = Callable[[Any, str], Admission | None]
Command = Callable[[Any, dict[str, Any]], dict[str, Any]]
CatchUp = Callable[[str, int, int], list[Frame]]
Heads = Callable[[list[str]], dict[str, int]]

_channels: dict[str, Follow] = {}
_commands: dict[str, Command] = {}
_together: dict[str, str] = {}
_catch_ups: dict[str, CatchUp] = {}
_heads: dict[str, Heads] = {}


def channel(prefix: str) -> Callable[[Follow], Follow]:
    """Register who may follow `prefix:key`: `follow(viewer, key) -> Admission | None`."""
    return _registers(_channels, prefix)


def command(name: str, *, together: str = "") -> Callable[[Command], Command]:
    """Register a command: `say(viewer, message) -> dict`; it may raise `Refused`, `TooFast` and `BadMessage`.

    `together` is the part of its message that names a place: what waits for the same place is committed together.
    """
    if together:
        _together[name] = together
    return _registers(_commands, name)


def catch_up(prefix: str) -> Callable[[CatchUp], CatchUp]:
    """Register the log of a channel: `since(key, position, limit) -> list[Frame]`, what changed since, in order."""
    return _registers(_catch_ups, prefix)


def heads(prefix: str) -> Callable[[Heads], Heads]:
    """Register how far the logs of several keys go: `numbers(keys) -> {key: last number}`, in one query."""
    return _registers(_heads, prefix)


def channel_name(asked: object, viewer_id: int | None) -> str | None:
    """The name of a channel inside the house: `me` means the viewer's own."""
    if asked == MINE and viewer_id is not None:
        return own_channel(viewer_id)
    if isinstance(asked, str) and (match := _NAME.fullmatch(asked)) and match[1] in _channels:
        return asked
    return None


def own_channel(member_id: int) -> str:
    """The channel that only this member follows, and calls `me`."""
    return f"{MINE}:{member_id}"


def label(name: str) -> str:
    """What clients call the channel: nobody's number is told, not even one's own."""
    return MINE if name.startswith(f"{MINE}:") else name


def admit(viewer: Any, name: str) -> Admission | None:
    prefix, _, key = name.partition(":")
    if prefix == MINE:
        return Admission() if key == str(viewer.pk) else None
    return _channels[prefix](viewer, key)


def place_of(message: dict[str, Any]) -> str | None:
    """The place for which this command waits together with others; None if it is done by itself."""
    for name in message.keys() & _together.keys():
        place = message.get(_together[name])
        return f"{name} {place}" if isinstance(place, str) else None
    return None


def command_in(message: dict[str, Any]) -> Command | None:
    """The one command that the message holds, if it holds just one."""
    found = [name for name in message if name in _commands]
    return _commands[found[0]] if len(found) == 1 else None


def come_in(viewer: Any, name: str, position: int | None) -> tuple[Admission, Fill] | None:
    """Ask whether the viewer may follow, and read what they have missed; without a position they begin now."""
    admission = admit(viewer, name)
    if admission is None:
        return None
    if position is None or position >= admission.position:
        return admission, Fill([], admission.position, more=False)
    return admission, read_on(name, position, admission.position)


def read_on(name: str, position: int, head: int) -> Fill:
    """Read the log after `position`. `head` is how far it went at a moment before this call."""
    prefix, _, key = name.partition(":")
    if prefix not in _catch_ups:
        return Fill([], head, more=False)
    frames = _catch_ups[prefix](key, position, PAGE + 1)
    page = _page(frames)
    if len(page) < len(frames):
        return Fill(page, page[-1].number, more=True)
    return Fill(frames, max(head, frames[-1].number if frames else position), more=False)


def _page(frames: list[Frame]) -> list[Frame]:
    length = 0
    for count, frame in enumerate(frames[:PAGE]):
        length += len(frame.text)
        if length > PAGE_LENGTH and count:
            return frames[:count]
    return frames[:PAGE]


def heads_of(names: list[str]) -> dict[str, int]:
    """How far the logs of these channels go, by one query a kind of channel."""
    keys: dict[str, list[str]] = {}
    for name in names:
        prefix, _, key = name.partition(":")
        if prefix in _heads:
            keys.setdefault(prefix, []).append(key)
    return {f"{prefix}:{key}": number for prefix, some in keys.items() for key, number in _heads[prefix](some).items()}


def _registers(registry: dict[str, Any], name: str) -> Callable[[Any], Any]:
    def register(gate: Any) -> Any:
        if registry.setdefault(name, gate) is not gate:
            raise ValueError(f"{name!r} is registered twice.")
        return gate

    return register
