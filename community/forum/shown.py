"""How posts and rows of lists are written: shapes that are made once, and values that are not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from groups.templatetags.faces import portrait
from kit.fragments import PreparedFragment
from kit.templatetags.numbers import counted

SIGNS = PreparedFragment("forum/_signs.html", "number")
POST = PreparedFragment(
    "forum/_post.html",
    *("key", "number", "words", "signs", "avatar", "author_key", "author_name", "group_slug"),
    *("written_on", "edited_on", "reason"),
)
ROW = PreparedFragment(
    "forum/_topic_row.html",
    *("key", "title", "avatar", "author_name", "replies", "reading_time", "written_at", "written_on"),
)
CLOCK, MIDNIGHT = "H:i", time()


class Manner(NamedTuple):
    """How this answer says things: asked for once, since asking for each post takes longer than writing it."""

    language: str | None
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of reaction under a post: how many gave it, and whether the viewer did."""

    kind: str
    label: str
    count: int
    is_mine: bool


class ShownPost(NamedTuple):
    """A post as one viewer sees it; what they may not read is not in it."""

    key: str
    number: int
    html: str
    created_at: datetime
    edited_at: datetime | None
    author_key: str
    author_name: str
    avatar_seed: str
    has_picture: bool
    author_badge: str
    group_slug: str
    is_mine: bool
    is_removed: bool
    may_read: bool
    may_edit: bool
    may_react: bool
    may_report: bool
    reason: str
    signs: tuple[Sign, ...]
    is_muted: bool = False
    waits: bool = False
    is_declined: bool = False
    may_quote: bool = False


class ShownTopic(NamedTuple):
    """A topic's row in a list."""

    key: str
    title: str
    author_name: str
    avatar_seed: str
    author_key: str
    has_picture: bool
    reply_count: int
    reading_time: str
    last_post_at: datetime
    is_pinned: bool
    is_closed: bool
    is_removed: bool
    waits: bool = False
    is_declined: bool = False


def html_of_posts(posts: Iterable[ShownPost]) -> list[SafeString]:
    now = _manner()
    return [html_of_post(post, now) for post in posts]


def html_of_post(post: ShownPost, manner: Manner | None = None) -> SafeString:
    manner = manner or _manner()
    values = {
        "key": post.key,
        "number": str(post.number),
        "words": post.html,
        "signs": _html_of_signs(post, manner) if post.signs else "",
        "avatar": portrait(post.avatar_seed, key=post.author_key, has_picture=post.has_picture),
        "author_key": post.author_key,
        "author_name": _escaped(post.author_name),
        "group_slug": post.group_slug,
        "written_on": _time(post.created_at, manner),
        "edited_on": _time(post.edited_at, manner) if post.edited_at else "",
        "reason": escape(post.reason) if post.reason else "",
    }
    shape = {
        "author_badge": post.author_badge,
        "is_mine": post.is_mine and post.is_removed,
        "is_removed": post.is_removed,
        "waits": post.waits,
        "is_declined": post.is_declined,
        "has_reason": bool(post.reason),
        "is_edited": post.edited_at is not None,
        "has_signs": bool(post.signs),
        "may_read": post.may_read,
        "may_quote": post.may_quote,
        "may_edit": post.may_edit,
        "may_report": post.may_report,
        "is_muted": post.is_muted,
    }
    return POST.html_in(manner.language, values, shape)


def _html_of_signs(post: ShownPost, manner: Manner) -> SafeString:
    shape = {"may_react": post.may_react, "signs": post.signs}
    return SIGNS.html_in(manner.language, {"number": str(post.number)}, shape)


def html_of_topics(topics: Iterable[ShownTopic]) -> list[SafeString]:
    now = _manner()
    return [html_of_topic(topic, now) for topic in topics]


def html_of_topic(topic: ShownTopic, manner: Manner | None = None) -> SafeString:
    manner = manner or _manner()
    values = {
        "key": topic.key,
        "title": escape(topic.title),
        "avatar": portrait(topic.avatar_seed, key=topic.author_key, has_picture=topic.has_picture),
        "author_name": _escaped(topic.author_name),
        "replies": _replies(topic.reply_count, manner.language),
        "reading_time": topic.reading_time,
        "written_at": topic.last_post_at.isoformat(timespec="minutes"),
        "written_on": _time(topic.last_post_at, manner),
    }
    shape = {
        "is_pinned": topic.is_pinned,
        "is_closed": topic.is_closed,
        "is_removed": topic.is_removed,
        "waits": topic.waits,
        "is_declined": topic.is_declined,
    }
    return ROW.html_in(manner.language, values, shape)


def _manner() -> Manner:
    return Manner(get_language(), timezone.get_current_timezone())


def _time(moment: datetime, manner: Manner) -> str:
    """The time as people say it: 5 May 2026, 07:48."""
    local = moment.astimezone(manner.zone)
    if not _has_clock_last(manner.language):
        return escape(date_format(local, "DATETIME_FORMAT"))
    return f"{_begun(local.date(), manner.language)}{local.hour:02}:{local.minute:02}"


@lru_cache
def _has_clock_last(_language: str | None) -> bool:
    return str(get_format("DATETIME_FORMAT")).endswith(CLOCK)


@lru_cache(maxsize=4096)
def _begun(day: date, _language: str | None) -> str:
    """Everything before the clock: looking up how a language writes a day takes as long as a post."""
    return escape(date_format(datetime.combine(day, MIDNIGHT), "DATETIME_FORMAT").removesuffix(f"{MIDNIGHT:%H:%M}"))


@lru_cache(maxsize=1024)
def _replies(count: int, _language: str | None) -> str:
    return ngettext("%(count)s reply", "%(count)s replies", count) % {"count": counted(count)}


_escaped = lru_cache(maxsize=4096)(escape)
