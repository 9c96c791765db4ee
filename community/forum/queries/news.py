"""What is new: the topics of all of a member's groups in which something was said since they last looked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from community.forum import policy
from community.forum.models import Glance, Post, Topic
from groups import policy as groups_policy
from groups import queries as groups_queries
from kit.pages import Slice, keyset, slice_of
from people.models import Member
from people.muting import FOLDED, Muting, muting_of
from people.seen import Seen

PAGE_SIZE = 20
FIRST_LOOK = timedelta(days=14)  # how far back is new to somebody who has never looked


@dataclass(frozen=True, slots=True)
class ChangedTopic:
    """A topic's row among those of other groups: where it is, and who the viewer is there."""

    key: str
    title: str
    group_name: str
    own_name: str
    reply_count: int
    last_post_at: datetime
    is_closed: bool


def last_look_of(member: Member) -> datetime:
    """Until when the member has been through what is new."""
    looked_at = Glance.objects.filter(member_id=member.pk).values_list("looked_at", flat=True).first()
    return looked_at or timezone.now() - FIRST_LOOK


def changed_topics(member: Member, *, since: datetime | None, cursor: str | None) -> Slice:
    """Newest first; without a time, all there are. Where the member had the last word, nothing is new to them."""
    if cursor:
        topics = _topics_of(member) if since is None else _topics_since(member, since=since)
        piece = keyset(topics, order=ORDER, cursor=cursor, size=PAGE_SIZE)
    else:
        newest = NEWEST.rows(member) if since is None else NEWEST_SINCE.rows(member, since=since)
        piece = slice_of(newest, Topic.objects.all(), order=ORDER, size=PAGE_SIZE)
    muting = muting_of(member)
    return Slice([_row(topic, muting) for topic in piece.items], piece.next_cursor)


def _topics_since(member: Member, *, since: datetime) -> QuerySet[Topic, Any]:
    own = Post.objects.filter(topic=OuterRef("pk"), number=OuterRef("post_count"), author__member_id=member.pk)
    return _topics_of(member).filter(~Exists(own), last_post_at__gt=since)


def _topics_of(member: Member) -> QuerySet[Topic, Any]:
    topics = policy.visible_topics(member).filter(group__in=groups_policy.joined_groups(member))
    own = groups_queries.my_faces(member).filter(group=OuterRef("group")).order_by()
    return topics.exclude(muted_by__member_id=member.pk).values(
        *("pk", "key", "title", "group__name", "post_count", "last_post_at", "closed_at"),
        own_name=Subquery(own.values("name")[:1]),
    )


ORDER = ("-last_post_at", "-pk")
NEWEST: Seen[Any] = Seen(lambda member: _topics_of(member).order_by(*ORDER)[: PAGE_SIZE + 1])
NEWEST_SINCE: Seen[Any] = Seen(
    lambda member, *, since: _topics_since(member, since=since).order_by(*ORDER)[: PAGE_SIZE + 1]
)


def _row(topic: dict[str, Any], muting: Muting) -> ChangedTopic:
    return ChangedTopic(
        key=topic["key"],
        title=str(FOLDED) if muting.holds(topic["title"]) else topic["title"],
        group_name=topic["group__name"],
        own_name=topic["own_name"],
        reply_count=max(0, topic["post_count"] - 1),
        last_post_at=topic["last_post_at"],
        is_closed=topic["closed_at"] is not None,
    )
