"""Reading: what is open of an index, and how it keeps up with the changes of others."""

from array import array
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.columns import NumericColumn
from whoosh.index import FileIndex
from whoosh.reading import EmptyReader, MultiReader, SegmentReader

from search.engines.whoosh.files import MappedStorage
from search.engines.whoosh.forms import SCHEMA


class Leaf(SegmentReader):
    """An open segment, with what ranking asks of each of its documents read at once."""

    @cached_property
    def groups(self) -> array:
        """The group of each document, by its number."""
        return self._column("group_id", SCHEMA["group_id"].column_type)

    @cached_property
    def lengths(self) -> dict[str, array]:
        """By field, how long each document is: the number of one of the 256 lengths that Whoosh tells apart."""
        return {field: self._column(f"_{field}_len", LENGTHS_COLUMN) for field in ("title", "body")}

    @cached_property
    def deleted(self) -> frozenset[int]:
        return frozenset(self._perdoc.deleted_docs())

    def key(self, number: int) -> str:
        """What the document is called outside; asked again and again of those that are often found."""
        if number not in self._keys:
            self._keys[number] = self.stored_fields(number)["key"]
        return self._keys[number]

    @cached_property
    def _keys(self) -> dict[int, str]:
        return {}

    def _column(self, name: str, column: NumericColumn) -> array:
        """Documents at the end that have the usual value are not in the file."""
        usual, count = column.default_value(), self.doc_count_all()
        if not self._perdoc.has_column(name):
            return array(column._typecode, [usual]) * count
        reader = self._perdoc.column_reader(name, column)
        found = reader._dbfile.get_array(reader._basepos, column._typecode, reader._count)
        return found + array(column._typecode, [usual]) * (count - len(found))


class SteadyIndex(FileIndex):
    """An index whose readers keep what has not changed: a segment is opened again only if its deletions changed.

    Whoosh reuses by generation and may hand out a reader that still shows a deleted document, or opens everything
    anew; reusing by segment and deletions is both right and quick.
    """

    @classmethod
    def _reader(cls, storage: Any, schema: Any, segments: list, generation: int, reuse: Any = None) -> Any:
        spare = {_identity(reader.segment()): reader for reader in leaves(reuse)}
        readers = []
        for segment in segments:
            kept = spare.pop(_identity(segment), None)
            readers.append(kept or Leaf(storage, schema, segment, generation=generation))
        for reader in spare.values():
            reader.close()
        if not readers:
            return EmptyReader(schema)
        return readers[0] if len(readers) == 1 else MultiReader(readers, generation=generation)


def leaves(reader: Any) -> Iterator[Leaf]:
    if reader is None:
        return
    for leaf, _offset in reader.leaf_readers():
        if leaf.segment() is not None:
            yield leaf


def _identity(segment: Any) -> tuple[str, frozenset[int]]:
    return segment.segment_id(), frozenset(segment._deleted or ())


class Seat:
    """What is open of an index. Its readers have places in files: one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = SteadyIndex(MappedStorage(str(folder)), schema=SCHEMA)
        self.generation = self.index.latest_generation()
        self.reader = self.index.reader()

    def refresh(self) -> "Seat":
        generation = self.index.latest_generation()
        if generation != self.generation:
            self.reader = self.index.reader(reuse=self.reader)
            self.generation = generation
        return self
