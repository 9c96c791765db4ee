"""Files of the index, mapped: Whoosh itself copies every segment into the memory of whoever opens it."""

import mmap
import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile


class Window:
    """A stretch of a mapped file, read like a file of its own."""

    def __init__(self, view: memoryview) -> None:
        self.view = view
        self.position = 0

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self.position, os.SEEK_END: len(self.view)}[whence]
        self.position = start + position
        return self.position

    def tell(self) -> int:
        return self.position

    def read(self, size: int = -1) -> bytes:
        end = len(self.view) if size < 0 else self.position + size
        found = bytes(self.view[self.position : end])
        self.position += len(found)
        return found

    def readline(self) -> bytes:
        """Part of what a pickle is read from; ours hold no lines."""
        rest = bytes(self.view[self.position :])
        found = rest[: rest.find(b"\n") + 1] or rest
        self.position += len(found)
        return found

    def close(self) -> None:
        self.view.release()


class MappedFile(BufferFile):
    """What Whoosh makes of a mapped file, without its copy."""

    def __init__(self, view: memoryview, name: str) -> None:
        self._buf = view
        self._name = name
        self.file = Window(view)
        self.onclose = None
        self.is_real = False
        self.is_closed = False

    def subset(self, position: int, length: int, name: str | None = None) -> "MappedFile":
        return MappedFile(self._buf[position : position + length], name or self._name)


class MappedStorage(FileStorage):
    """A folder whose segments are mapped: the pages that are read are the system's, and shared by all readers."""

    def open_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if not name.endswith(".seg"):
            return super().open_file(name, *args, **kwargs)
        with (Path(self.folder) / name).open("rb") as file:
            return MappedFile(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), name)
