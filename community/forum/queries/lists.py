"""The topics of a group as rows of its list."""

from itertools import repeat
from typing import Any

from django.db.models import QuerySet

from community.forum import policy
from community.forum.models import Draft, Topic, is_declined
from community.forum.reading import times_to_read
from community.forum.shown import ShownTopic, html_of_topics
from groups import at_hand as groups_at_hand
from groups.models import Area, Group
from kit.pages import Slice, keyset, slice_of
from kit.prepared import Prepared
from people.models import Member, Viewer
from people.muting import FOLDED, Muting, muting_of

PAGE_SIZE = 20
ORDER = ("-last_post_at", "-pk")
ROW_OF_LIST = (
    "pk",
    "key",
    "title",
    "post_count",
    "word_count",
    "created_at",
    "last_post_at",
    "pinned_at",
    "closed_at",
    "hidden_at",
    "waits",
    "area_id",
    "author__name",
    "author__avatar_seed",
    "author__key",
    "author__picture_id",
)


def group_to_read(viewer: Viewer, slug: str) -> Group | None:
    """The group if the viewer may read in it."""
    return groups_at_hand.READ_GROUP.first(viewer, slug=slug)


def topics_of(group: Group, *, viewer: Viewer, cursor: str | None = None, area: Area | None = None) -> Slice:
    """The group's topics, or those of one area, as HTML rows: pinned ones first, then by the last post."""
    if cursor or area or not viewer.is_authenticated:
        wanted = {"area": area} if area else {}
        piece = keyset(_loose(viewer, group.pk).filter(**wanted), order=ORDER, cursor=cursor, size=PAGE_SIZE)
        pinned = [] if cursor else [row for row in _pinned(viewer, group.pk) if not area or row["area_id"] == area.pk]
    else:
        rows = LOOSE.rows(viewer_id=viewer.pk, group_id=group.pk)
        piece = slice_of(rows, Topic.objects.all(), order=ORDER, size=PAGE_SIZE)
        pinned = PINNED.rows(viewer_id=viewer.pk, group_id=group.pk)
    muting = muting_of(viewer)
    shown = [*pinned, *piece.items]
    times = times_to_read(row["word_count"] for row in shown)
    return Slice(html_of_topics(map(_shown, shown, times, repeat(muting))), piece.next_cursor)


def _loose(viewer: Viewer, group_id: int) -> QuerySet[Topic, Any]:
    topics = _met(viewer).filter(group_id=group_id, pinned_at__isnull=True)
    return topics.values(*ROW_OF_LIST)


def _met(viewer: Viewer) -> QuerySet[Topic]:
    """Topics the viewer may read and did not mute."""
    topics = policy.visible_topics(viewer)
    return topics.exclude(muted_by__member_id=viewer.pk) if viewer.is_authenticated else topics


def muted_topics(member: Member) -> QuerySet[Topic]:
    return policy.visible_topics(member).filter(muted_by__member_id=member.pk).order_by("-muted_by__pk")


def _pinned(viewer: Viewer, group_id: int) -> QuerySet[Topic, Any]:
    topics = _met(viewer).filter(group_id=group_id, pinned_at__isnull=False)
    return topics.order_by("-pinned_at").values(*ROW_OF_LIST)[:PAGE_SIZE]


LOOSE = Prepared(
    lambda *, viewer_id, group_id: _loose(Member(pk=viewer_id), group_id).order_by(*ORDER)[: PAGE_SIZE + 1]
)
PINNED = Prepared(lambda *, viewer_id, group_id: _pinned(Member(pk=viewer_id), group_id))


def _shown(row: dict[str, Any], reading_time: str, muting: Muting) -> ShownTopic:
    return ShownTopic(
        key=row["key"],
        title=str(FOLDED) if muting.holds(row["title"]) else row["title"],
        author_name=row["author__name"],
        avatar_seed=row["author__avatar_seed"],
        author_key=row["author__key"],
        has_picture=row["author__picture_id"] is not None,
        reply_count=max(0, row["post_count"] - 1),
        reading_time=reading_time,
        last_post_at=row["last_post_at"],
        is_pinned=row["pinned_at"] is not None,
        is_closed=row["closed_at"] is not None,
        is_removed=row["hidden_at"] is not None,
        waits=row["waits"],
        is_declined=is_declined(waits=row["waits"], created_at=row["created_at"], hidden_at=row["hidden_at"]),
    )


def draft_of_new_topic(viewer: Viewer, group: Group) -> Draft | None:
    return policy.visible_drafts(viewer).filter(author__group=group, topic__isnull=True).first()
