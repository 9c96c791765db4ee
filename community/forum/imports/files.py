"""Files of an archive: opened, read with a bar that shows how far, and errors that say where."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tqdm import tqdm


class ArchiveError(Exception):
    """The archive can not be read; the message is one line with the file and the place in it."""

    def __init__(self, path: Path, words: str, *, line: int | None = None, column: int | None = None) -> None:
        place = "" if line is None else f":{line}" if column is None else f":{line}:{column}"
        super().__init__(f"{path}{place}: {' '.join(words.split())}")


class CountedFile:
    """A file that moves a bar as it is read."""

    def __init__(self, file: BinaryIO, bar: tqdm) -> None:
        self.file = file
        self.bar = bar

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.bar.update(len(piece))
        return piece


@contextmanager
def opened(path: Path) -> Iterator[CountedFile]:
    """The file for reading; a bar of its bytes stands on the error stream if that is a terminal."""
    if not path.exists():
        raise ArchiveError(path, "there is no such file")
    if not path.is_file():
        raise ArchiveError(path, "this is not a file")
    try:
        file = path.open("rb")
    except OSError as error:
        raise ArchiveError(path, error.strerror or "the file can not be opened") from None
    bar = tqdm(total=path.stat().st_size, desc=path.name, unit="B", unit_scale=True, disable=None, leave=False)
    with file, bar:
        yield CountedFile(file, bar)
