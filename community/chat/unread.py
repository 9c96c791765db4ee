"""How much is new to a member in each of their rooms."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Case, DateTimeField, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from community.chat import policy
from community.chat.models import ReadMark, Room
from groups import queries as groups_queries
from people.models import Member

MOST = 100  # nobody counts on: pages say 99+
FIRST_LOOK = timedelta(days=14)  # how far back is new to a face that never opened the room


class CountOf(Subquery):
    """How many rows a query finds; a slice of it ends the counting."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field: Any = IntegerField()


def unread_in(room_ids: Iterable[int], *, member: Member) -> dict[int, int]:
    """By room, how many entries the member has not read, up to MOST; one query for all of them."""
    marks = ReadMark.objects.filter(room=OuterRef("pk"), face__member_id=member.pk)
    own = groups_queries.my_faces(member).filter(group=OuterRef("group")).order_by()
    first_look = Value(timezone.now() - FIRST_LOOK, DateTimeField())
    never_opened = Q(read_to=None, owner=None)
    news = policy.visible_news(member).filter(
        room=OuterRef("pk"), number__gt=OuterRef("begins_after"), created_at__gte=OuterRef("begins_at")
    )
    rooms = Room.objects.filter(pk__in=list(room_ids)).annotate(
        read_to=Subquery(marks.values("number")[:1]),
        joined_at=Subquery(own.values("joined_at")[:1]),
        begins_after=Coalesce("read_to", 0),
        begins_at=Case(When(never_opened, then=Greatest("joined_at", first_look)), default=F("created_at")),
    )
    return dict(rooms.values_list("pk", CountOf(news.values("pk")[:MOST])))
