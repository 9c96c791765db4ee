"""Reading: what one thread has open of an index, and how it keeps up with the changes of others."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.collectors import WrappingCollector
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import EmptyReader, MultiReader, SegmentReader
from whoosh.searching import Searcher

from search.engines.whoosh.forms import SCHEMA


class SteadyIndex(FileIndex):
    """An index whose readers keep what has not changed: a segment is opened again only if its deletions changed.

    Whoosh reuses by generation and may hand out a reader that still shows a deleted document, or opens everything
    anew; reusing by segment and deletions is both right and quick.
    """

    @classmethod
    def _reader(cls, storage: Any, schema: Any, segments: list, generation: int, reuse: Any = None) -> Any:
        spare = {_identity(reader.segment()): reader for reader in _leaves(reuse)}
        readers = []
        for segment in segments:
            kept = spare.pop(_identity(segment), None)
            readers.append(kept or SegmentReader(storage, schema, segment, generation=generation))
        for reader in spare.values():
            reader.close()
        if not readers:
            return EmptyReader(schema)
        return readers[0] if len(readers) == 1 else MultiReader(readers, generation=generation)


def _leaves(reader: Any) -> Iterator[Any]:
    if reader is None:
        return
    for leaf, _offset in reader.leaf_readers():
        if leaf.segment() is not None:
            yield leaf


def _identity(segment: Any) -> tuple[str, frozenset[int]]:
    return segment.segment_id(), frozenset(segment._deleted or ())


class OnlyGroups(WrappingCollector):
    """Collects hits of the allowed groups alone, at the same cost for one group and for thousands."""

    def __init__(self, child: Any, allowed: frozenset[int]) -> None:
        super().__init__(child)
        self.allowed = allowed

    def set_subsearcher(self, subsearcher: Any, offset: int) -> None:
        super().set_subsearcher(subsearcher, offset)
        self.groups = subsearcher.reader().column_reader("group_id")

    def collect_matches(self) -> None:
        for number in self.child.matches():
            if self.groups[number] in self.allowed:
                self.child.collect(number)


class Seat:
    """What one thread has open: readers are not shared between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = SteadyIndex(FileStorage(str(folder)), schema=SCHEMA)
        self.generation = self.index.latest_generation()
        self.reader = self.index.reader()
        self.searcher = Searcher(self.reader, fromindex=self.index)

    def refresh(self) -> "Seat":
        generation = self.index.latest_generation()
        if generation != self.generation:
            self.reader = self.index.reader(reuse=self.reader)
            self.searcher = Searcher(self.reader, fromindex=self.index)
            self.generation = generation
        return self
