"""Which pages show anything that none before showed: only these have to be opened in a browser.

What a page is made of is read from its HTML, so finding out costs a hundredth of what a browser does.
"""

import re
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
OUTLINE = frozenset("h1 h2 h3 h4 h5 h6 main nav header footer aside section form search title html".split())
# Attributes that tell what an element is and in which state; of the others it matters whether they say anything.
TELLING = frozenset(
    "class type role open hidden disabled lang dir alt autocomplete tabindex scope target accesskey".split()
)
STATE = re.compile(r"aria-(current|pressed|selected|invalid|disabled)")
WORD = re.compile(r"[a-z-]{0,20}")  # what our style sheets ask of data attributes; keys and sentences are more
BY_CHANCE = re.compile(r"[a-z2-7]{16}|[0-9]+")
# Whether words fit depends on how long they are: a word that is wider than a phone, a line that is longer than a page.
LONG_WORDS = (14, 24)
LONG_LINES = (75,)

Attributes = list[tuple[str, str | None]]


class Novelty:
    """The kinds of elements, and the orders of headings and landmarks, that were met so far."""

    def __init__(self) -> None:
        self.met: set[int] = set()

    def is_in(self, html: str) -> bool:
        """Whether anything of this page is new; from now on it is not."""
        kinds = _Kinds(html)
        found = {*kinds.found, hash(tuple(kinds.outline))}
        is_new = not found <= self.met
        self.met |= found
        return is_new


class _Open:
    """An element that has not ended: its kind, and what is yet to be known of the last element in it."""

    def __init__(self, tag: str, kind: int) -> None:
        self.tag = tag
        self.kind = kind
        self.words = ""
        self.last: int | None = None


class _Kinds(HTMLParser):
    """One number for each kind of element on a page: what it is, what stands round it, and how long its words are."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[int] = set()
        self.outline: list[tuple[object, ...]] = []
        self.open = [_Open("", 0)]
        self.feed(html)
        self.close()
        while len(self.open) > 1:
            self._end()

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        parent = self.open[-1]
        if tag in OUTLINE:
            label = dict(attrs).get("aria-label")
            step = (tag, label, *((name, value) for name, value in attrs if name in {"role", "lang"}))
            if self.outline[-1:] != [step]:  # ten cards one after another are a list, as eleven are
                self.outline.append(step)
        about = () if tag in {"html", "body"} else _about(attrs)
        kind = hash((parent.kind, tag, about, parent.last is None))
        parent.last = kind
        self.open.append(_Open(tag, kind))
        if tag in VOID:
            self._end()

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self.open):
            while self._end() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].words += data

    def _end(self) -> str:
        ended = self.open.pop()
        words = ended.words.split()
        length = max(map(len, words), default=0)
        sizes = (bool(words), *(length > most for most in LONG_WORDS))
        sizes += tuple(len(" ".join(words)) > most for most in LONG_LINES)
        self.found |= {hash((ended.kind, sizes)), hash(("last", ended.last))}
        return ended.tag


def _about(attributes: Attributes) -> tuple[tuple[str, object], ...]:
    return tuple((name, _telling(name, value or "")) for name, value in attributes)


def _telling(name: str, value: str) -> object:
    if name in TELLING or STATE.fullmatch(name):
        return value
    if name == "id":
        return BY_CHANCE.sub("", value)
    if name.startswith("data-") and WORD.fullmatch(value):
        return value
    return bool(value.strip())
