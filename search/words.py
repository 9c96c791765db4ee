"""Words: how texts and questions are made alike before any engine sees them, and how a hit is shown."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from whoosh.lang.porter import stem

from kit.english import ALIKE, STOP_WORDS

WORD = re.compile(r"\w+(?:['’]\w+)?")
TAG = re.compile(r"<[^>]*>")
MOST_WORDS = 24
EXCERPT = 260  # characters


def fold(text: str) -> str:
    """Lower case, without the marks of Latin letters and without a possessive: café's is cafe."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f")
    return re.sub(r"['’]s\b", "", unicodedata.normalize("NFC", plain))


def words_of(text: str) -> tuple[str, ...]:
    """The words of a question that say what it is about, each once, folded; all of them if none is left."""
    found = tuple(dict.fromkeys(WORD.findall(fold(text))))
    meant = tuple(word for word in found if word.replace("'", "").replace("’", "") not in STOP_WORDS and len(word) > 1)
    return (meant or found)[:MOST_WORDS]


def alike(words: Iterable[str]) -> tuple[str, ...]:
    """Words that mean nearly the same as these."""
    asked = set(words)
    near: set[str] = set()
    for group in ALIKE:
        if group & asked:
            near |= group - asked
    return tuple(sorted(near))[:MOST_WORDS]


def words_of_html(html: str) -> str:
    """What a member's cooked words say, without the tags; its blocks stand on lines of their own."""
    return " ".join(unescape(TAG.sub("", html)).split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, marked if it is a word that was asked for."""

    text: str
    is_hit: bool


@lru_cache(maxsize=20_000)
def _stem(word: str) -> str:
    return str(stem(fold(word)))


def highlight(text: str, words: Sequence[str], *, length: int = EXCERPT) -> list[Piece]:
    """The stretch of `text` where most of the words stand together, in pieces; the template escapes every one."""
    stems = {_stem(word) for word in words}
    spots = [found.span() for found in WORD.finditer(text) if _stem(found[0]) in stems]
    start, end = _best_stretch(text, spots, length)
    pieces: list[Piece] = [Piece("…", is_hit=False)] if start else []
    position = start
    for first, last in spots:
        if first < start or last > end:
            continue
        if first > position:
            pieces.append(Piece(text[position:first], is_hit=False))
        pieces.append(Piece(text[first:last], is_hit=True))
        position = last
    if position < end:
        pieces.append(Piece(text[position:end], is_hit=False))
    if end < len(text):
        pieces.append(Piece("…", is_hit=False))
    return pieces


def _best_stretch(text: str, spots: list[tuple[int, int]], length: int) -> tuple[int, int]:
    """Where `length` characters hold the most different words that were asked for; the beginning if there are none."""
    best, start = 0, 0
    for first, _last in spots:
        inside = {_stem(text[a:b]) for a, b in spots if first <= a and b <= first + length}
        if len(inside) > best:
            best, start = len(inside), first
    start = _back_to_word(text, max(0, start - length // 6)) if best else 0
    end = min(len(text), start + length)
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + length // 2)
    return start, end


def _back_to_word(text: str, position: int) -> int:
    """The beginning of the word at `position`, or 0 near the beginning."""
    return 0 if position < 20 else text.rfind(" ", 0, position) + 1
