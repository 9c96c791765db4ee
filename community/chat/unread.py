"""How much is new to a member in each of their rooms."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from community.chat import policy
from community.chat.models import ReadMark, Room
from groups import queries as groups_queries
from people.models import Member
from people.seen import Seen

AT_ONCE = 30  # rooms; a page shows no more
NO_ROOM = 0  # in the place of rooms that are not asked for
MOST = 100  # nobody counts on: pages say 99+
FIRST_LOOK = timedelta(days=14)  # how far back is new to a face that never opened the room


class CountOf(Subquery):
    """How many rows a query finds; a slice of it ends the counting."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field: Any = IntegerField()


def unread_in(room_ids: Sequence[int], *, member: Member) -> dict[int, int]:
    """By room, how many entries the member has not read, up to MOST; one query for AT_ONCE of them."""
    counts: dict[int, int] = {}
    for start in range(0, len(room_ids), AT_ONCE):
        asked = room_ids[start : start + AT_ONCE]
        padded = [*asked, *[NO_ROOM] * (AT_ONCE - len(asked))]
        rooms = {f"room{place}": room_id for place, room_id in enumerate(padded)}
        counts |= UNREAD.rows(member, first_look=timezone.now() - FIRST_LOOK, **rooms)
    return counts


def _unread_in(member: Member, *, first_look: datetime, **room_ids: int) -> QuerySet[Room, Any]:
    marks = ReadMark.objects.filter(room=OuterRef("pk"), face__member_id=member.pk)
    own = groups_queries.my_faces(member).filter(group=OuterRef("group")).order_by()
    never_opened = Q(read_to=None, owner=None)
    news = policy.visible_news(member).filter(
        room=OuterRef("pk"), number__gt=OuterRef("begins_after"), created_at__gte=OuterRef("begins_at")
    )
    rooms = Room.objects.filter(pk__in=list(room_ids.values())).annotate(
        read_to=Subquery(marks.values("number")[:1]),
        joined_at=Subquery(own.values("joined_at")[:1]),
        begins_after=Coalesce("read_to", 0),
        begins_at=Case(
            When(never_opened, then=Greatest("joined_at", Value(first_look, DateTimeField()))), default=F("created_at")
        ),
    )
    return rooms.values_list("pk", CountOf(news.values("pk")[:MOST]))


UNREAD: Seen[Any] = Seen(_unread_in)
