"""How posts, rows of lists and the foot of a topic are written: shapes that are made once, and values that are not."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import NamedTuple

from django.forms import Form
from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext

from community.forum.forms import ReplyForm
from groups.picture_forms import PictureForm
from groups.templatetags.faces import portrait
from kit.fragments import PreparedFragment
from kit.policy import Verdict
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
IN_FOOT = ("key", "group_slug", "face_key", "csrf_token", "draft", "draft_version", "earlier", "way_back", "reason")


def _with_form(markers: Mapping[str, str]) -> dict[str, Form]:
    return {"form": ReplyForm(initial={"body": markers["draft"]}), "picture_form": PictureForm()}


FOOT = PreparedFragment("forum/_topic_foot.html", *IN_FOOT, more=_with_form)
SENT = PreparedFragment("forum/_reply_form.html", *IN_FOOT, more=_with_form)


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


@dataclass(frozen=True, slots=True)
class ShownFoot:
    """The form and the tools under a topic's posts, as one viewer sees them."""

    key: str
    group_slug: str
    face_key: str
    place: str
    is_signed_in: bool
    draft: str
    draft_version: str
    earlier: str
    may_add_pictures: bool
    may_reply: Verdict
    may_be_nameless: bool
    is_nameless: bool
    may_join: bool
    may_watch: bool
    is_watched: bool
    may_close: bool
    is_closed: bool
    is_pinned: bool
    may_report: bool
    is_muted: bool


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
    }
    return ROW.html_in(manner.language, values, shape)


def html_of_foot(foot: ShownFoot, token: str, *, quote: str = "") -> SafeString:
    """The foot with an unsent form; `token` is the one that forms of this request carry. A quote comes after what was
    drafted."""
    words = f"{foot.draft.rstrip()}\n\n{quote}".lstrip() if quote else foot.draft
    values = {**_values_of(foot), "csrf_token": token, "draft": escape(words)}
    return FOOT.html(values, **_shape_of(foot))


def html_of_sent_form(foot: ShownFoot, token: str) -> SafeString:
    """The form after its words were sent: empty, and it says so."""
    values = {**_values_of(foot), "csrf_token": token, "draft": "", "draft_version": "", "earlier": ""}
    return SENT.html(values, **{**_shape_of(foot), "is_drafted": False, "has_earlier": False, "is_sent": True})


def context_of_foot(foot: ShownFoot) -> dict[str, Hashable]:
    """The same for the templates themselves, where a form comes back with what was typed."""
    return {**_values_of(foot), **_shape_of(foot)}


def _values_of(foot: ShownFoot) -> dict[str, str]:
    return {
        "key": foot.key,
        "group_slug": foot.group_slug,
        "face_key": foot.face_key,
        "draft_version": foot.draft_version,
        "earlier": escape(foot.earlier),
        "way_back": escape(urlencode({"next": foot.place})),
        "reason": escape(foot.may_reply.reason),
    }


def _shape_of(foot: ShownFoot) -> dict[str, Hashable]:
    return {
        "is_signed_in": foot.is_signed_in,
        "is_drafted": bool(foot.draft),
        "has_earlier": bool(foot.earlier),
        "may_add_pictures": foot.may_add_pictures,
        "may_reply": bool(foot.may_reply),
        "may_be_nameless": foot.may_be_nameless,
        "is_nameless": foot.is_nameless,
        "may_join": foot.may_join,
        "may_watch": foot.may_watch,
        "is_watched": foot.is_watched,
        "may_close": foot.may_close,
        "is_closed": foot.is_closed,
        "is_pinned": foot.is_pinned,
        "may_report": foot.may_report,
        "is_muted": foot.is_muted,
    }


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
