"""Quotes in cooked words: where they stand, whose words they are, and how they are taken out.

Everything here works on HTML that kit.markdown has made. Quotes are numbered in the order in which they begin, those
within others too. Whose words a quote holds is a judgement: docs/decisions/0021.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import accumulate, islice

OPENING = "<blockquote>"
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>")  # what an attribute holds has no angle brackets, nh3 sees to that
WITHIN_LINES = frozenset({"a", "code", "em", "s", "strong"})
LINE_END = re.compile(r"\s*\n\s*")
SENTENCE_END = re.compile(r"""[.!?…:;,。！？"“”«»()\[\]\n]+""")
NO_LETTERS = re.compile(r"[\W_]+")
TYPED_SIGNS = "’‘“”–—…£€"
NO_ASCII_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
LOWER = bytes(range(256)).lower()

LEAST_WITHIN = 12  # letters of a piece that may stand anywhere in what was said before
LEAST_WHOLE = 5  # letters of one that must be a whole sentence there
MOST_QUOTES = 40  # of one text
MOST_PIECES = 100  # of one text
MOST_CHARACTERS = 1_000_000  # of all that was said before, the nearest: many long texts would take seconds
MOST_SOURCES = 3  # of one piece, those nearest before it: many may have said the same


Sources = Mapping[int, list[int]]  # by the place of a quote, the numbers of what it repeats


@dataclass(frozen=True, slots=True)
class Quote:
    """What one quote holds: from where to where, and as HTML without the quotes within it."""

    place: int
    start: int
    end: int
    own: str


@dataclass(frozen=True)
class Said:
    """Something that was said before, by the number of its row."""

    number: int
    html: str

    @cached_property
    def letters(self) -> str:
        return letters_in(_unescaped(TAG.sub("", without_quotes(self.html))))

    @cached_property
    def sentences(self) -> frozenset[str]:
        return frozenset(letters_in(piece) for piece in _pieces(_text_of(without_quotes(self.html))))


def quotes_in(html: str) -> list[Quote]:
    """The quotes of a text in the order in which they begin."""
    if OPENING not in html:
        return []
    found: list[Quote] = []
    count, open_ones = 0, []
    for tag in TAG.finditer(html):
        if tag[2] != "blockquote":
            continue
        if not tag[1]:
            open_ones.append(_Open(count, tag.end()))
            count += 1
        elif open_ones:
            inner = open_ones.pop()
            found.append(inner.closed(html, tag.start()))
            if open_ones:
                open_ones[-1].without.append((inner.start - len(OPENING), tag.end()))
    return sorted(found, key=lambda quote: quote.place)


@dataclass(slots=True)
class _Open:
    """A quote that has begun; `without` is where the quotes within it stand."""

    place: int
    start: int
    without: list[tuple[int, int]] = field(default_factory=list)

    def closed(self, html: str, end: int) -> Quote:
        return Quote(self.place, self.start, end, _cut(html, self.start, end, self.without))


def without_quotes(html: str) -> str:
    """What is left of a text when all its quotes are taken out."""
    outer = _outermost(quotes_in(html))
    closing = len(OPENING) + 1
    return _cut(html, 0, len(html), [(quote.start - len(OPENING), quote.end + closing) for quote in outer])


def with_quotes(html: str, instead: Mapping[int, str]) -> str:
    """The text with this HTML in the place of what these quotes hold."""
    pieces, reached = [], 0
    for quote in _outermost([quote for quote in quotes_in(html) if quote.place in instead]):
        pieces += [html[reached : quote.start], instead[quote.place]]
        reached = quote.end
    return "".join([*pieces, html[reached:]])


def places_left(html: str, instead: Mapping[int, str]) -> list[int]:
    """Which quotes are left of a text that is shown `with_quotes`, as they stand there: those within others go."""
    left, reached = [], -1
    for quote in quotes_in(html):
        if quote.start > reached:
            left.append(quote.place)
            reached = quote.end if quote.place in instead else reached
    return left


def with_beginnings(html: str, above: Mapping[int, str]) -> str:
    """The text with this HTML before what these quotes hold."""
    pieces, reached = [], 0
    for quote in quotes_in(html) if above else ():
        if quote.place in above:
            pieces += [html[reached : quote.start], above[quote.place]]
            reached = quote.start
    return "".join([*pieces, html[reached:]])


def sources_of(html: str, said: Sequence[Said]) -> dict[int, list[int]]:
    """By the place of each quote, the numbers of what it repeats; `said` is all there was, the nearest first."""
    said = _nearest(said)
    left = MOST_PIECES
    found: dict[int, list[int]] = {}
    for quote in quotes_in(html)[:MOST_QUOTES]:
        search = _Search(said, left)
        if numbers := search.sources_of(_text_of(quote.own)):
            found[quote.place] = numbers
        left = search.left
    return found


def _nearest(said: Sequence[Said]) -> Sequence[Said]:
    lengths = accumulate(len(one.html) for one in said)
    return [one for one, length in zip(said, lengths, strict=True) if length <= MOST_CHARACTERS]


def kept_sources(sources: Sources, had: Iterable[tuple[int, int]], *, before: str, html: str) -> dict[int, list[int]]:
    """The sources of a text that was changed: a quote that stayed as it was keeps those that it `had`, pairs of place
    and number, whatever became of them."""
    by_place: dict[int, list[int]] = {}
    for place, number in had:
        by_place.setdefault(place, []).append(number)
    by_words = {quote.own: by_place.get(quote.place, []) for quote in quotes_in(before)}
    stayed = {quote.place: found for quote in quotes_in(html) if (found := by_words.get(quote.own))}
    return {**sources, **stayed}


def letters_in(text: str) -> str:
    """The letters and digits alone: no signs, spaces and accents, and all in one case."""
    for sign in TYPED_SIGNS:  # most texts hold nothing else that is not ASCII, and ASCII is quick
        text = text.replace(sign, "")
    if text.isascii():
        return text.encode().translate(LOWER, NO_ASCII_LETTERS).decode()
    return NO_LETTERS.sub("", unicodedata.normalize("NFKD", text).casefold())


@dataclass
class _Search:
    """A look through what was said, for pieces of one quote, of which only so many are left."""

    said: Sequence[Said]
    left: int

    def sources_of(self, text: str) -> list[int]:
        found = self._of_parts(text, (LINE_END, SENTENCE_END))
        if not found:
            found = [number for piece in _pieces(text) for number in self._saying(letters_in(piece))]
        return list(dict.fromkeys(found))

    def _of_parts(self, text: str, ends: Sequence[re.Pattern[str]]) -> list[int]:
        """Of the whole, or else of each of its lines, or else of each of their sentences."""
        if found := list(islice(self._holding(letters_in(text)), MOST_SOURCES)):
            return found
        if not ends:
            return []
        parts = [part for part in ends[0].split(text) if part]
        return [number for part in parts for number in self._of_parts(part, ends[1:])]

    def _holding(self, letters: str) -> Iterator[int]:
        if len(letters) < LEAST_WITHIN or self.left <= 0:
            return iter(())
        self.left -= 1
        return (one.number for one in self.said if letters in one.letters)

    def _saying(self, letters: str) -> list[int]:
        if not LEAST_WHOLE <= len(letters) < LEAST_WITHIN or self.left <= 0:
            return []
        self.left -= 1
        saying = (one.number for one in self.said if letters in one.letters and letters in one.sentences)
        return list(islice(saying, 1))


def _outermost(quotes: Sequence[Quote]) -> list[Quote]:
    kept: list[Quote] = []
    for quote in quotes:
        if not kept or quote.start > kept[-1].end:
            kept.append(quote)
    return kept


def _cut(text: str, start: int, end: int, without: Sequence[tuple[int, int]]) -> str:
    """The text between two places, without what stands between these."""
    pieces = []
    for first, last in without:
        pieces.append(text[start:first])
        start = last
    return "".join([*pieces, text[start:end]])


def _text_of(html: str) -> str:
    """Words without tags, one line a block or break."""
    text = TAG.sub(lambda tag: "" if tag[2] in WITHIN_LINES else "\n", html)
    return _unescaped(text).strip()


def _unescaped(text: str) -> str:
    return unescape(text) if "&" in text else text


def _pieces(text: str) -> dict[str, None]:
    """The whole, its lines and its sentences."""
    return dict.fromkeys([text, *LINE_END.split(text), *SENTENCE_END.split(text)])
