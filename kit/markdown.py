"""Markdown to HTML: the only way in which somebody's words become HTML.

markdown-it-py writes HTML from Markdown (raw HTML is shown as text), bleach cuts it down to a short allow-list and
makes links of bare addresses, and nh3 with the same allow-list has the last word: docs/decisions/0004.
"""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import nh3
from bleach.linkifier import LinkifyFilter
from bleach.sanitizer import Cleaner
from django.conf import settings
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.token import Token

VERSION = 2
MAX_LENGTH = 20_000

TEXT_TAGS = frozenset({"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "pre", "s", "strong", "ul"})
TAGS = TEXT_TAGS | {"h3", "h4", "h5", "h6"} | {"table", "tbody", "td", "th", "thead", "tr"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
IMAGE = ("src", "alt", "width", "height", "loading", "decoding")
# Images of this site only, and the address says how large they are: the page keeps room for them.
OWN_IMAGE = re.compile(rf"{re.escape(settings.MEDIA_URL)}[a-z2-7]{{16}}-(\d{{1,5}})x(\d{{1,5}})\.webp")
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow noopener ugc"
HEADING_STEPS_DOWN = 2  # a page has one h1, and its sections are h2

# Bare addresses need http(s):// or www.; a forgotten space after a full stop ("better.It helps") is no link.
ADDRESS = re.compile(r"""(?<![@.\w])(?:https?://|www\.)\w[^\s<>"'`{}|\\^]*""", re.IGNORECASE)

# One paragraph in which nothing can be Markdown or an address: letters, digits, emoji and plain punctuation, no sign
# that begins a list or heading in front, and nothing that an address or struck out words would begin with.
PLAIN = re.compile(
    r"(?![-+#=]|\d{1,9}[.)])(?!.*(?:://|www\.|~~|  ))"
    r"(?:[^\W_]|[ .,;:?()/%+=#@$€£°~'‘’“”„«»…–—-]|[\u2600-\u27bf\U0001f300-\U0001faff])+",
    re.IGNORECASE,
)
BLOCK_ENDS = frozenset({"paragraph_close", "heading_close", "fence", "code_block", "tr_close", "list_item_close"})

_last_word = nh3.Cleaner(
    tags=set(TAGS),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    url_schemes=set(SCHEMES),
    link_rel=REL,
)
_last_word_on_images = nh3.Cleaner(
    tags=TAGS | {"img"},
    attributes={**{tag: set(names) for tag, names in ATTRIBUTES.items()}, "img": set(IMAGE)},
    attribute_filter=lambda tag, name, value: value if _is_fit(tag, name, value) else None,
    url_schemes=set(SCHEMES),
    link_rel=REL,
)
_thread = threading.local()


@dataclass(frozen=True, slots=True)
class Cooked:
    """Where a model keeps a text: its source, the HTML made of it and the version that made it."""

    model_label: str
    source: str
    html: str
    version: str
    has_images: bool


_cooked: dict[str, Cooked] = {}


def render(source: str, *, has_images: bool = False) -> str:
    """Safe HTML of a text; one longer than MAX_LENGTH characters keeps its words and loses its Markdown.

    Images of this site are shown only to callers that have made sure who may see them.
    """
    if len(source) > MAX_LENGTH:
        return _have_last_word(_paragraphs(source))
    if PLAIN.fullmatch(source) and source == source.strip():
        return f"<p>{source}</p>\n"
    return _cook(source, has_images=has_images)


def _cook(source: str, *, has_images: bool = False) -> str:
    """The long way from Markdown to HTML, for everything but plain words."""
    return _sanitised(_parser().render(source, {"has_images": has_images}), has_images=has_images)


def plain(source: str, *, has_quotes: bool = True) -> str:
    """The words of a text without its Markdown, one line a block, for excerpts and the index; with what it quotes,
    or with its own words alone."""
    if len(source) > MAX_LENGTH:
        return source
    tokens = _parser().parse(source)
    words = "".join(_words_of(token) for token in (tokens if has_quotes else _without_quotes(tokens)))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "\n".join(line for line in lines if line)


def _without_quotes(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth == 0:
            yield token


def images(source: str) -> list[str]:
    """The addresses of the site's own images that the text shows."""
    if "![" not in source or len(source) > MAX_LENGTH:
        return []
    inner = [child for token in _parser().parse(source, {"has_images": True}) for child in token.children or []]
    return [str(token.attrs["src"]) for token in inner if token.type == "image"]


def cooked(
    model_label: str,
    *,
    source: str = "body",
    html: str = "html",
    version: str = "html_version",
    has_images: bool = False,
) -> None:
    """Register a model's columns, so that `manage.py rerender` can cook them again."""
    _cooked[model_label] = Cooked(model_label, source, html, version, has_images)


def cooked_models() -> list[Cooked]:
    return list(_cooked.values())


def _sanitised(html: str, *, has_images: bool = False) -> str:
    return _have_last_word(_cleaner(has_images=has_images).clean(html), has_images=has_images)


def _have_last_word(html: str, *, has_images: bool = False) -> str:
    cleaner = _last_word_on_images if has_images else _last_word
    return cleaner.clean(html).replace("\r", "\n")  # as every browser reads it


def _parser() -> MarkdownIt:
    if not hasattr(_thread, "parser"):
        parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
        parser.core.ruler.push("calm_headings", _calm_headings)
        parser.core.ruler.push("images_become_links", _images_become_links)
        _thread.parser = parser
    return cast(MarkdownIt, _thread.parser)


def _cleaner(*, has_images: bool) -> Cleaner:
    """bleach's Cleaner is not safe to share between threads, so each has its own two."""
    name = "cleaner_of_images" if has_images else "cleaner"
    if not hasattr(_thread, name):
        linkify = partial(LinkifyFilter, callbacks=[], skip_tags={"pre", "code"}, url_re=ADDRESS)
        attributes: dict[str, Any] = {tag: sorted(names) for tag, names in ATTRIBUTES.items()}
        cleaner = Cleaner(
            tags=TAGS | {"img"} if has_images else TAGS,
            attributes={**attributes, "img": _is_fit} if has_images else attributes,
            protocols=SCHEMES,
            strip=True,
            filters=[linkify],
        )
        setattr(_thread, name, cleaner)
    return cast(Cleaner, getattr(_thread, name))


def _calm_headings(state: Any) -> None:
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + HEADING_STEPS_DOWN)}"


def _is_fit(tag: str, name: str, value: str) -> bool:
    """Whatever an image may say, it may come from nowhere else."""
    if tag != "img":
        return True
    return bool(OWN_IMAGE.fullmatch(value)) if name == "src" else name in IMAGE


def _images_become_links(state: Any) -> None:
    """An image from elsewhere would tell its host who reads what; its description becomes a link to it."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = _without_images(token.children, has_own=bool(state.env.get("has_images")))


def _without_images(tokens: Sequence[Token], *, has_own: bool) -> list[Token]:
    kept: list[Token] = []
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "image" and has_own and (size := OWN_IMAGE.fullmatch(str(token.attrs.get("src", "")))):
            kept.append(_with_room(token, *size.groups()))
        elif token.type == "image":
            kept.extend(_link_to_image(token, inside_link=depth > 0))
        else:
            kept.append(token)
    return kept


def _with_room(image: Token, width: str, height: str) -> Token:
    """The image with its size, so that nothing moves when it comes, and it comes when it is needed."""
    image.attrs = {"src": image.attrs["src"], "alt": "", "width": width, "height": height}
    image.attrs |= {"loading": "lazy", "decoding": "async"}
    return image


def _link_to_image(image: Token, *, inside_link: bool) -> list[Token]:
    address = str(image.attrs.get("src", ""))
    words = Token("text", "", 0, content="".join(_words_of(child) for child in image.children or []) or address)
    if inside_link:
        return [words]
    return [Token("link_open", "a", 1, attrs={"href": address}), words, Token("link_close", "a", -1)]


def _words_of(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return " "
    if token.type == "th_close" or token.type == "td_close":
        return " "
    words = "".join(_words_of(child) for child in token.children) if token.children else token.content
    if token.type == "inline":
        return words
    return words + "\n" if token.type in BLOCK_ENDS else words


def _paragraphs(source: str) -> str:
    blocks = re.split(r"\n\s*\n", source.replace("\r\n", "\n").strip())
    return "".join(f"<p>{escape(block).replace(chr(10), '<br>')}</p>" for block in blocks)
