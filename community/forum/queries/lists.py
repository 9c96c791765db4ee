"""The topics of a group as rows of its list."""

from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from community.forum import policy
from community.forum.models import Draft, Topic
from community.forum.reading import time_to_read
from community.forum.shown import ShownTopic, html_of_topic
from groups import policy as groups_policy
from groups.models import Group
from kit.pages import Slice, keyset, slice_of
from kit.prepared import Prepared
from people.models import Member, Viewer

PAGE_SIZE = 20
ORDER = ("-last_post_at", "-pk")
ROW_OF_LIST = (
    "pk",
    "key",
    "title",
    "post_count",
    "word_count",
    "last_post_at",
    "pinned_at",
    "closed_at",
    "hidden_at",
    "author__name",
    "author__avatar_seed",
)


def group_to_read(viewer: Viewer, slug: str) -> Group | None:
    """The group if the viewer may read in it."""
    if not viewer.is_authenticated:
        return groups_policy.readable_groups(viewer).filter(slug=slug).first()
    group: Group | None = GROUP.first(viewer_id=viewer.pk, slug=slug)
    return group


def topics_of(group: Group, *, viewer: Viewer, cursor: str | None = None) -> Slice:
    """The group's topics as HTML rows: pinned ones first, then by the last post."""
    if cursor or not viewer.is_authenticated:
        piece = keyset(_loose(viewer, group.pk), order=ORDER, cursor=cursor, size=PAGE_SIZE)
        pinned = [] if cursor else list(_pinned(viewer, group.pk))
    else:
        rows = LOOSE.rows(viewer_id=viewer.pk, group_id=group.pk)
        piece = slice_of(rows, Topic.objects.all(), order=ORDER, size=PAGE_SIZE)
        pinned = PINNED.rows(viewer_id=viewer.pk, group_id=group.pk)
    return Slice([_topic_row(row) for row in (*pinned, *piece.items)], piece.next_cursor)


def _loose(viewer: Viewer, group_id: int) -> QuerySet[Topic, Any]:
    topics = policy.visible_topics(viewer).filter(group_id=group_id, pinned_at__isnull=True)
    return topics.values(*ROW_OF_LIST)


def _pinned(viewer: Viewer, group_id: int) -> QuerySet[Topic, Any]:
    topics = policy.visible_topics(viewer).filter(group_id=group_id, pinned_at__isnull=False)
    return topics.order_by("-pinned_at").values(*ROW_OF_LIST)[:PAGE_SIZE]


GROUP = Prepared(lambda *, viewer_id, slug: groups_policy.readable_groups(Member(pk=viewer_id)).filter(slug=slug))
LOOSE = Prepared(
    lambda *, viewer_id, group_id: _loose(Member(pk=viewer_id), group_id).order_by(*ORDER)[: PAGE_SIZE + 1]
)
PINNED = Prepared(lambda *, viewer_id, group_id: _pinned(Member(pk=viewer_id), group_id))


def _topic_row(row: dict[str, Any]) -> SafeString:
    return html_of_topic(
        ShownTopic(
            key=row["key"],
            title=row["title"],
            author_name=row["author__name"],
            avatar_seed=row["author__avatar_seed"],
            reply_count=max(0, row["post_count"] - 1),
            reading_time=time_to_read(row["word_count"]),
            last_post_at=row["last_post_at"],
            is_pinned=row["pinned_at"] is not None,
            is_closed=row["closed_at"] is not None,
            is_removed=row["hidden_at"] is not None,
        )
    )


def draft_of_new_topic(viewer: Viewer, group: Group) -> Draft | None:
    return policy.visible_drafts(viewer).filter(author__group=group, topic__isnull=True).first()
