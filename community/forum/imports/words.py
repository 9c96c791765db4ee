"""Words of other forums made Markdown: HTML by a library, plain text by taking its special letters their force."""

import re
from typing import Any
from urllib.parse import urljoin

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from markdownify import MarkdownConverter

LONGEST_TITLE = 140
READABLE_TITLE = 90
SPECIAL = re.compile(r"([\\`*_\[\]<>~|&])")
NO_DESCRIPTION = frozenset({"", "enter image description here", "alt text", "image"})
LOOKS_LIKE_HEADING = re.compile(r"^(#{1,6}(?=\s|$)|={2,}$|-{2,}$|\+(?=\s))")
SENTENCE_END = re.compile(r"(?<=[.?!…])[\"”')\]]*\s+|\n+")
GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|please|pls)\b[^.?!\n]{0,25}[.?!,:\n]+\s*",
    re.IGNORECASE,
)


class _Converter(MarkdownConverter):
    """HTML to Markdown with absolute links; a relative one loses its address when the site is not known."""

    site = ""

    def convert_a(self, element: Any, text: str, parent_tags: set[str]) -> str:
        address = str(element.get("href") or "")
        if address and not re.match(r"[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
            if not self.site:
                return text
            element["href"] = urljoin(self.site, address)
        markdown: str = super().convert_a(element, text, parent_tags)  # type: ignore[misc]
        return markdown

    def convert_img(self, element: Any, text: str, parent_tags: set[str]) -> str:
        """A picture becomes a link to it, so it needs words; the editor's own words for "nothing" say nothing."""
        described = str(element.get("alt") or "")
        if described.lower() in NO_DESCRIPTION:
            element["alt"] = _("Picture")
        markdown: str = super().convert_img(element, text, parent_tags)  # type: ignore[misc]
        return markdown


def from_html(html: str, *, site: str = "") -> str:
    """Markdown that renders as the HTML did; `site` is the address that relative links start from."""
    converter = _Converter(
        heading_style="ATX",
        bullets="-",
        escape_misc=True,
        autolinks=False,
        wrap=True,
        wrap_width=None,
        newline_style="backslash",
    )
    converter.site = site
    return str(converter.convert(html)).strip()


def from_text(text: str) -> str:
    """Markdown that shows the text as it was typed; numbered lines and lines with a dash may become lists."""
    lines = [_calm_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip()


def _calm_line(line: str) -> str:
    words = SPECIAL.sub(r"\\\1", line.strip())
    return LOOKS_LIKE_HEADING.sub(lambda found: "\\" + found.group(), words)


def title_of(text: str) -> str:
    """A readable title: the first sentence that says something, cut at a word."""
    rest = GREETING.sub("", text.strip(), count=1) or text.strip()
    sentences = [part.strip() for part in SENTENCE_END.split(rest) if part.strip()]
    title = next((sentence for sentence in sentences if len(sentence) > 12), rest)
    title = " ".join(title.split()).rstrip(".")
    return cut_title(title[:1].upper() + title[1:], READABLE_TITLE)


def cut_title(title: str, length: int = LONGEST_TITLE) -> str:
    title = " ".join(title.split())
    if len(title) <= length:
        return title
    words = Truncator(title).chars(length, truncate="…").rstrip("…")
    return (words.rsplit(" ", 1)[0] if " " in words[length // 2 :] else words).rstrip(" ,;:") + "…"
