"""Writing: a new index, all documents at once, or a few changes; one writer at a time."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage

from kit.keys import new_key
from search.engines import Document
from search.engines.whoosh import forms
from search.engines.whoosh.seats import Seat, SteadyIndex

MOST_SEGMENTS = 8  # more make every search slower


def empty_index(folder: Path) -> Path:
    fresh = folder / f"{forms.FORMAT}-{new_key()}"
    fresh.mkdir()
    SteadyIndex.create(FileStorage(str(fresh)), forms.SCHEMA)
    return fresh


def fill(folder: Path, documents: Iterable[Document]) -> int:
    """Everything in one commit and one segment."""
    writer = Seat(folder).index.writer(limitmb=64)
    count = 0
    with _cancelled_on_failure(writer):
        for document in documents:
            _add(writer, document)
            count += 1
    writer.commit()
    return count


def change(seat: Seat, keys: Sequence[str], documents: Sequence[Document]) -> None:
    """Numbers of documents hold for one generation only; nobody else writes, so the reader's are the writer's."""
    old = [number for key in keys for number in _numbers(seat.reader, key)]
    if not old and not documents:
        return
    writer = seat.index.writer(timeout=10, delay=0.02)
    with _cancelled_on_failure(writer):
        for number in old:
            writer.delete_document(number)
        for document in documents:
            _add(writer, document)
    writer.commit(merge=len(writer.segments) >= MOST_SEGMENTS)


@contextmanager
def _cancelled_on_failure(writer: Any) -> Iterator[None]:
    """What was begun is dropped, and its files are closed."""
    try:
        yield
    except BaseException:
        writer.cancel()
        raise


def _numbers(reader: Any, key: str) -> list[int]:
    return list(reader.postings("key", key).all_ids()) if ("key", key) in reader else []


def _add(writer: Any, document: Document) -> None:
    writer.add_document(key=document.key, group_id=document.group_id, title=document.title, body=document.body)
