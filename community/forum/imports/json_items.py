"""The items of a JSON array, read one after the other without the whole file in memory."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from community.forum.imports.files import ArchiveError, CountedFile, opened

CHUNK = 64 * 1024
LONGEST_ITEM = 64 * 1024 * 1024
SPACE = " \t\r\n"


def items_of(path: Path) -> Iterator[tuple[int, Any]]:
    """Each item with the line on which it begins. Raises ArchiveError with the place of whatever is no JSON."""
    with opened(path) as file:
        yield from _Reading(path, file).items()


class _Reading:
    """One pass over a file: the text that is still to be understood, and where it begins."""

    def __init__(self, path: Path, file: CountedFile) -> None:
        self.path = path
        self.file = file
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.json = json.JSONDecoder()
        self.text = ""
        self.line = 1
        self.column = 1
        self.bytes_read = 0
        self.is_over = False

    def items(self) -> Iterator[tuple[int, Any]]:
        self._expect("[", "the file must hold a JSON list of threads")
        if self._next_letter() == "]":
            self._drop(1)
            return self._expect_end()
        while True:
            self._next_letter()
            line = self.line
            yield line, self._item()
            if self._expect(",]", "a comma or the end of the list is missing") == "]":
                return self._expect_end()

    def _item(self) -> Any:
        while True:
            try:
                item, end = self.json.raw_decode(self.text)
            except json.JSONDecodeError as error:
                if self.is_over or not self._may_be_cut_off(error):
                    self._fail(error.msg, error.pos)
            else:
                if end < len(self.text) or self.is_over:
                    self._drop(end)
                    return item
            if len(self.text) > LONGEST_ITEM:
                self._fail("one item is larger than 64 MB", 0)
            self._read_on()

    def _may_be_cut_off(self, error: json.JSONDecodeError) -> bool:
        return error.msg.startswith("Unterminated string") or error.pos >= len(self.text) - 12

    def _expect(self, letters: str, words: str) -> str:
        letter = self._next_letter()
        if not letter or letter not in letters:
            self._fail(words if letter else "the file ends too early", 0)
        self._drop(1)
        return letter

    def _expect_end(self) -> None:
        if self._next_letter():
            self._fail("something follows the end of the list", 0)

    def _next_letter(self) -> str:
        """The next letter that is no space, without taking it; empty at the end of the file."""
        while True:
            blank = len(self.text) - len(self.text.lstrip(SPACE))
            self._drop(blank)
            if self.text or self.is_over:
                return self.text[:1]
            self._read_on()

    def _read_on(self) -> None:
        piece = self.file.read(max(CHUNK, len(self.text)))
        try:
            self.text += self.decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            place = self.bytes_read - len(self.decoder.getstate()[0]) + error.start
            raise ArchiveError(self.path, f"byte {place}: this is not UTF-8 ({error.reason})") from None
        self.bytes_read += len(piece)
        self.is_over = not piece

    def _drop(self, length: int) -> None:
        self.line, self.column = self._place(length)
        self.text = self.text[length:]

    def _place(self, offset: int) -> tuple[int, int]:
        newlines = self.text.count("\n", 0, offset)
        if not newlines:
            return self.line, self.column + offset
        return self.line + newlines, offset - self.text.rindex("\n", 0, offset)

    def _fail(self, words: str, offset: int) -> None:
        line, column = self._place(offset)
        raise ArchiveError(self.path, words, line=line, column=column)
