"""What an open page is told of an entry: the same for everybody in the room, but for those who hide whom it quotes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from community.chat.models import Entry, Quote
from groups.templatetags.faces import avatar
from groups.withheld import BLANK, Withheld
from kit import live
from kit.live import gates
from kit.live.wire import compact
from kit.quoting import OPENING, with_quotes


@dataclass(frozen=True, slots=True)
class Quoted:
    """Somebody's words in a quote of an entry, by the place of the quote."""

    place: int
    author_id: int
    is_removed: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """What most readers get of an entry, and what those get instead who hide one of the others that it quotes."""

    frame: dict[str, Any]
    others: frozenset[int] = frozenset()
    instead: dict[str, Any] | None = None


def frame_of(entry: Entry, html: str | None = None) -> dict[str, Any]:
    """The entry as its frame. A hidden one has left its place and its number, and nothing else."""
    if entry.hidden_at:
        return {"entry": {"key": entry.key, "number": entry.number, "hidden": True}}
    face = entry.author
    return {
        "entry": {
            "key": entry.key,
            "number": entry.number,
            "sent_as": entry.client_key,
            "face": {"key": face.key, "name": face.name, "avatar": avatar(face)},
            "html": entry.html if html is None else html,
            "at": entry.created_at.isoformat(timespec="seconds"),
            "edited": entry.edited_at is not None,
            "hidden": False,
        }
    }


def send(entry: Entry) -> None:
    """Bring the entry as it is now to everybody in the room, in the order of the room's changes."""
    [made] = _versions_of([entry])
    numbers = {"number": entry.change_number, "author": entry.author_id}
    live.send(f"room:{entry.room.key}", made.frame, **numbers, others=made.others, instead=made.instead)


def frames_of(entries: Sequence[Entry]) -> list[gates.Frame]:
    """The same for those who come in and have missed these entries."""
    return [
        gates.Frame(
            *(entry.change_number, entry.author_id, compact(made.frame), made.others),
            compact(made.instead) if made.instead else "",
        )
        for entry, made in zip(entries, _versions_of(entries), strict=True)
    ]


def _versions_of(entries: Sequence[Entry]) -> list[Versions]:
    quoted = _quoted_in(entries)
    return [
        _versions(entry, quoted[entry.pk]) if entry.pk in quoted else Versions(frame_of(entry)) for entry in entries
    ]


def _quoted_in(entries: Iterable[Entry]) -> dict[int, list[Quoted]]:
    """Whose words these entries quote, by entry; one query if any of them has a quote, and none else."""
    found: dict[int, list[Quoted]] = {}
    quoting = [entry.pk for entry in entries if OPENING in entry.html and not entry.hidden_at]
    rows = Quote.objects.filter(entry__in=quoting) if quoting else Quote.objects.none()
    for entry_id, place, author_id, removed_at in rows.values_list(
        *("entry_id", "place", "source__author_id", "source__hidden_at")
    ):
        found.setdefault(entry_id, []).append(Quoted(place, author_id, removed_at is not None))
    return found


def _versions(entry: Entry, quoted: Sequence[Quoted]) -> Versions:
    """Pages say the sentence in their own language; where several are quoted, nothing is said of whose words it is."""
    others = frozenset(one.author_id for one in quoted)
    removed = {one.place: Withheld.REMOVED.blank for one in quoted if one.is_removed}
    hidden = dict.fromkeys((one.place for one in quoted), Withheld.BLOCKED.blank if len(others) == 1 else BLANK)
    return Versions(
        frame_of(entry, with_quotes(entry.html, removed)),
        others,
        frame_of(entry, with_quotes(entry.html, hidden | removed)),
    )
