"""Engines: what every one of them can do. Which one runs is chosen in the settings; only search.index talks to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

CANDIDATES = 200  # how many hits an engine returns at most; whoever asks re-reads them from the database


class Unavailable(Exception):
    """The index cannot be read. It has to be built again: `manage.py reindex`."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is findable of one post. Texts are plain and already folded (see search.words)."""

    key: str
    group_id: int
    title: str
    body: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """Words to look for, any of them; `also` are words that mean nearly the same and count less."""

    words: tuple[str, ...]
    also: tuple[str, ...] = ()
    groups: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Hit:
    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the index answers, and whether it was ever filled from the database."""

    is_ready: bool
    is_complete: bool
    document_count: int
    words: str = ""


Reread = Callable[[Sequence[str]], list[Document]]


class Engine(Protocol):
    """All of these may be repeated: documents put twice are there once, and what is not there can be removed."""

    def put(self, documents: Sequence[Document]) -> None: ...

    def remove(self, keys: Sequence[str]) -> None: ...

    def find(self, question: Question) -> list[Hit]:
        """The best `CANDIDATES` hits in the question's groups, best first; raises Unavailable."""
        ...

    def rebuild(self, documents: Iterable[Document], *, reread: Reread) -> int:
        """Fill a new index while the old one answers, then change over; `reread` gives what changed meanwhile."""
        ...

    def health(self) -> Health: ...
