"""The engine: which folder answers, who may write, and how a new index takes the place of the old.

One process writes at a time, kept apart by a file lock; everybody else reads. The file `current` names the folder of
the index that answers. A rebuild fills another folder, reads again what changed meanwhile, and renames the pointer.
"""

import fcntl
import pickle
import shutil
import struct
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.index import IndexError as BrokenIndex

from search.engines import CANDIDATES, Document, Health, Hit, Question, Reread, Unavailable
from search.engines.whoosh import forms
from search.engines.whoosh.ranking import best
from search.engines.whoosh.seats import Seat
from search.engines.whoosh.writing import change, empty_index, fill

FIELD_WEIGHTS = {"title": 2.0, "body": 1.0}
MOST_POSTINGS = 5_000
FEWEST_TERMS = 3
ALIKE_WEIGHT = 0.3
BATCH = 500
# What broken files make Whoosh raise.
TORN = (OSError, BrokenIndex, ValueError, EOFError, KeyError, AssertionError, struct.error, pickle.UnpicklingError)
COMPLETE = "complete"  # a file in the folder of an index that was filled from the database


class WhooshEngine:
    """The engine of the embedded scale."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._turn = threading.Lock()
        self._reading: Seat | None = None
        self._changing: Seat | None = None
        folder.mkdir(parents=True, exist_ok=True)

    # --- Writing ---

    def put(self, documents: Sequence[Document]) -> None:
        if documents:
            self._change([document.key for document in documents], documents)

    def remove(self, keys: Sequence[str]) -> None:
        if keys:
            self._change(keys, ())

    def _change(self, keys: Sequence[str], documents: Sequence[Document]) -> None:
        with self._alone():
            self._remember_for_rebuild(keys)
            change(self._writing_seat(), keys, documents)

    @contextmanager
    def _alone(self, name: str = "lock") -> Iterator[None]:
        """No other thread or process writes meanwhile; the lock goes with whoever holds it, even by kill -9."""
        with (self.folder / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _writing_seat(self) -> Seat:
        """Apart from the one that answers, so that no answer waits for a change; an empty index if there is none."""
        folder = self._current()
        if folder is None:
            folder = empty_index(self.folder)
            self._point_to(folder)
        if self._changing is None or self._changing.folder != folder:
            self._changing = Seat(folder)
        return self._changing.refresh()

    def _point_to(self, folder: Path) -> None:
        fresh = self.folder / "current.new"
        fresh.write_text(folder.name, encoding="utf-8")
        fresh.replace(self.folder / "current")

    # --- Building again ---

    def rebuild(self, documents: Iterable[Document], *, reread: Reread) -> int:
        with self._alone("rebuilding"):
            with self._alone():
                self._touched.write_text("", encoding="utf-8")
            folder = empty_index(self.folder)
            count = fill(folder, documents)
            with self._alone():
                self._catch_up(folder, reread)
                (folder / COMPLETE).touch()
                self._point_to(folder)
                self._touched.unlink()
            self._take_away_all_but(folder)
        return count

    @property
    def _touched(self) -> Path:
        """The keys that were put or removed since a rebuild began; there only while one runs."""
        return self.folder / "touched"

    def _remember_for_rebuild(self, keys: Sequence[str]) -> None:
        if self._touched.exists():
            with self._touched.open("a", encoding="utf-8") as file:
                file.writelines(f"{key}\n" for key in keys)

    def _catch_up(self, folder: Path, reread: Reread) -> None:
        keys = sorted(set(self._touched.read_text(encoding="utf-8").split()))
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            change(Seat(folder), some, reread(some))

    def _take_away_all_but(self, folder: Path) -> None:
        for other in self.folder.iterdir():
            if other.is_dir() and other != folder:
                shutil.rmtree(other, ignore_errors=True)

    # --- Reading ---

    def find(self, question: Question) -> list[Hit]:
        if not question.groups:
            return []
        with self._turn:
            try:
                return self._search(question)
            except TORN:
                # The folder may have been taken away between two steps of ours: then the one that follows it answers.
                self._reading = None
            try:
                return self._search(question)
            except TORN as error:
                self._reading = None
                raise Unavailable(repr(error)) from error

    def _search(self, question: Question) -> list[Hit]:
        seat = self._seat()
        if seat is None or not seat.reader.doc_count_all():
            return []
        weights = _weights(question, seat.reader)
        found = best(seat.reader, weights, groups=question.groups, limit=CANDIDATES)
        return [Hit(key=leaf.key(number), score=score) for score, leaf, number in found]

    def _seat(self) -> Seat | None:
        folder = self._current()
        if folder is None:
            return None
        if self._reading is None or self._reading.folder != folder:
            self._reading = Seat(folder)
        return self._reading.refresh()

    def _current(self) -> Path | None:
        try:
            name = (self.folder / "current").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        return self.folder / name if name.startswith(f"{forms.FORMAT}-") else None

    def health(self) -> Health:
        with self._turn:
            try:
                seat = self._seat()
                count = seat.reader.doc_count() if seat else 0
            except TORN as error:
                return Health(is_ready=False, is_complete=False, document_count=0, words=repr(error))
        if seat is None:
            return Health(is_ready=True, is_complete=False, document_count=0, words="There is no index yet.")
        return Health(is_ready=True, is_complete=(seat.folder / COMPLETE).exists(), document_count=count)


def _weights(question: Question, reader: Any) -> list[tuple[str, str, float]]:
    """Any of the words, in title or text: requiring all of them loses nearly every question asked in plain words."""
    weights = dict.fromkeys(_terms(question.also), ALIKE_WEIGHT) | dict.fromkeys(_terms(question.words), 1.0)
    return [
        (field, term, weights[term] * weight)
        for term in _telling(weights, reader)
        for field, weight in FIELD_WEIGHTS.items()
    ]


def _terms(words: Sequence[str]) -> Iterator[str]:
    return (token.text for token in forms.ANALYZER(" ".join(words), mode="query"))


def _telling(terms: Iterable[str], reader: Any) -> Iterator[str]:
    """The rarest terms, as long as reading them costs little: a common word hardly changes the order of hits."""
    costs = sorted((sum(reader.doc_frequency(field, term) for field in FIELD_WEIGHTS), term) for term in terms)
    spent = 0
    for number, (cost, term) in enumerate(found for found in costs if found[0]):
        spent += cost
        if spent > MOST_POSTINGS and number >= FEWEST_TERMS:
            return
        yield term
