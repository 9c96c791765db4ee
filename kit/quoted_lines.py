"""The words of cooked HTML as lines that somebody can quote: paragraphs stay apart, and lists keep their numbers."""

from dataclasses import dataclass, field
from html import unescape

from kit.quoting import TAG, WITHIN_LINES, without_quotes

TABLE = frozenset({"thead", "tbody", "tr"})
INDENT = "   "  # for each list within another


def quote_of(html: str, *, longest: int) -> str:
    """The beginning of a text's own words as a quote in Markdown, of about this many characters; empty without any."""
    words = "\n".join(_lines_of(without_quotes(html)))
    if len(words) > longest:
        end = words.rfind(" ", 0, longest)
        words = f"{words[: end if end > 0 else longest].rstrip()}…"
    return "".join(f"> {line}".rstrip() + "\n" for line in words.split("\n")) + "\n" if words else ""


def _lines_of(html: str) -> list[str]:
    reader, reached = _Reader(), 0
    for tag in TAG.finditer(html):
        reader.hear(html[reached : tag.start()])
        reader.meet(tag[2], tag[0], is_end=bool(tag[1]))
        reached = tag.end()
    reader.hear(html[reached:])
    reader.end_block()
    while reader.lines and not reader.lines[-1]:
        reader.lines.pop()
    return reader.lines


@dataclass
class _Reader:
    """Goes through cooked HTML from tag to tag; `lists` holds the next number of each open list, None where
    its points have no numbers."""

    lines: list[str] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    text: str = ""
    sign: str = ""

    def hear(self, text: str) -> None:
        self.text += unescape(text)

    def meet(self, name: str, tag: str, *, is_end: bool) -> None:
        if name == "br":
            self.text += "\n"
        if name in ("td", "th"):
            self.text = f"{self.text.rstrip()} "
        if name in WITHIN_LINES or name in ("br", "td", "th", "img"):
            return
        self.end_block()
        if name in ("ol", "ul"):
            self._meet_list(name, tag, is_end=is_end)
        elif name == "li":
            self._meet_point(is_end=is_end)
        elif name not in TABLE and not self.lists:
            self.part()

    def end_block(self) -> None:
        """What was heard since the last block stands in lines of its own, the first of them behind its sign."""
        margin = INDENT * (len(self.lists) - 1)
        for line in filter(None, (" ".join(line.split()) for line in self.text.split("\n"))):
            self.lines.append(f"{margin}{self.sign}{line}")
            self.sign = " " * len(self.sign)
        self.text = ""

    def part(self) -> None:
        """An empty line, without which the next paragraph would go on with the last."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def _meet_list(self, name: str, tag: str, *, is_end: bool) -> None:
        if is_end:
            self.lists.pop()
        if not self.lists:
            self.part()
        if not is_end:
            start = tag.partition('start="')[2].partition('"')[0]
            self.lists.append(None if name == "ul" else int(start or 1))

    def _meet_point(self, *, is_end: bool) -> None:
        number = self.lists[-1]
        self.sign = "" if is_end else "- " if number is None else f"{number}. "
        if number is not None and not is_end:
            self.lists[-1] = number + 1
