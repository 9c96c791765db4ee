"""How a hit is written: a shape that is made once, and values that are not (see docs/decisions/0010)."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language

from community.forum.models import Post
from groups.templatetags.faces import avatar
from kit.fragments import PreparedFragment
from kit.quoting import without_quotes
from people.muting import FOLDED, NOTHING, Muting
from search.words import Piece, highlight, words_of_html

FINDING = PreparedFragment(
    "search/_finding.html", *("key", "title", "excerpt", "avatar", "author_name", "group_name", "written_on")
)
LONGEST_TITLE = 200  # characters


def finding(post: Post, asked: Sequence[str], muting: Muting = NOTHING) -> SafeString:
    """The hit as HTML, with the words that were asked for marked; of what the reader muted, only that it is there."""
    title = highlight(post.topic.title, asked, length=LONGEST_TITLE)
    html = without_quotes(post.html)
    is_folded = muting.holds(post.topic.title) or muting.holds_html(html)
    values = {
        "key": post.key,
        "title": escape(str(FOLDED)) if is_folded else _marked(title),
        "excerpt": "" if is_folded else _marked(highlight(words_of_html(html), asked)),
        "avatar": avatar(post.author),
        "author_name": escape(post.author.name),
        "group_name": escape(post.topic.group.name),
        "written_on": _written(localtime(post.created_at).date(), get_language()),
    }
    return FINDING.html(values)


@lru_cache(maxsize=4096)
def _written(day: date, _language: str | None) -> str:
    return escape(date_format(day, "DATE_FORMAT"))


def _marked(pieces: Sequence[Piece]) -> str:
    return "".join(f"<mark>{escape(piece.text)}</mark>" if piece.is_hit else escape(piece.text) for piece in pieces)
