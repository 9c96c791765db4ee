"""Finds the kinds of pages that somebody can come to: follows links, and takes a hundred topics for one kind."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

MOST_KINDS = 120  # far more than there are: a walk that does not end is a mistake
# What an address asks that makes no other page of it.
PASSING = frozenset({"next", "cursor"})


@dataclass(frozen=True)
class Seen:
    """A page as it was met: where one came out, and where it leads."""

    address: str
    links: list[str]


def kind_of(address: str) -> str:
    """The name of the address in the map, and what is asked there; of an unknown one its path."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        return f"nowhere {parts.path}"
    asked = sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True)} - PASSING)
    return f"{name}?{'&'.join(asked)}" if asked else name


def own_path(link: str, base: str) -> str | None:
    """Path and query of a link within the site; None of one that leads elsewhere."""
    address = urldefrag(urljoin(base, link)).url
    there, here = urlsplit(address), urlsplit(base)
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        return None
    return there.path + (f"?{there.query}" if there.query else "")


def walk(starts: list[str], look: Callable[[str], Seen]) -> dict[str, str]:
    """Every kind of page that can be reached from `starts`, with the first address of it that was met.

    `look` opens an address; it is asked once for each kind.
    """
    met: dict[str, str] = {}
    waiting = deque(starts)
    while waiting:
        address = waiting.popleft()
        if kind_of(address) in met:
            continue
        seen = look(address)
        met[kind_of(address)] = address
        met.setdefault(kind_of(seen.address), address)
        assert len(met) < MOST_KINDS, sorted(met)
        waiting.extend(path for link in seen.links if (path := own_path(link, seen.address)))
    return met
