"""What lists of pages are prepared, and with which values they are asked in a world."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from community.chat import queries as chat_queries
from community.chat import unread
from community.forum.models import Post
from community.forum.queries import news
from groups import at_hand as groups_at_hand
from groups import queries as groups_queries
from groups.models import Membership
from kit.prepared import Value
from people.seen import Seen
from search import queries as search_queries
from tests.matrix.world import World

Values = dict[str, Value]


def _rooms(world: World) -> Values:
    rooms = [world.room.pk] + [unread.NO_ROOM] * (unread.AT_ONCE - 1)
    return {"first_look": _long_ago(world)["since"]} | {f"room{place}": pk for place, pk in enumerate(rooms)}


def _keys(_world: World) -> Values:
    keys = Post.objects.order_by("pk").values_list("key", flat=True)
    return {f"key{place}": key for place, key in enumerate(keys)}


def _long_ago(_world: World) -> Values:
    return {"since": timezone.now() - timedelta(days=400)}


def _no_more(_world: World) -> Values:
    return {}


def _group(world: World) -> Values:
    return {"group_id": world.group.pk}


def _introduced(world: World) -> Values:
    return {"face_id": world.author.pk, "now": timezone.now()}


def show_presence(world: World) -> None:
    """Whoever is present shows it, so that there is somebody to see."""
    Membership.objects.filter(group=world.group).update(shows_presence=True)


LISTS: dict[str, tuple[Seen, Callable[[World], Values]]] = {
    "rooms": (chat_queries.MY_ROOMS, _no_more),
    "requests for talks": (chat_queries.REQUESTS, _no_more),
    "unread": (unread.UNREAD, _rooms),
    "new topics": (news.NEWEST, _no_more),
    "new topics since": (news.NEWEST_SINCE, _long_ago),
    "introductions": (groups_at_hand.INTRODUCTIONS, _introduced),
    "mergers": (groups_at_hand.MERGERS, _group),
    "present": (groups_queries.PRESENT, _group),
    "hits": (search_queries.FACTS, _keys),
    "hits to read": (search_queries.READ, _keys),
    "groups to search": (search_queries.GROUPS, _no_more),
}
FOR_MEMBERS = {"rooms", "requests for talks", "unread", "new topics", "new topics since"}  # no visitor is shown them
