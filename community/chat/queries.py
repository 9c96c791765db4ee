"""What the pages of rooms show, ready to show."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from community.chat import policy
from community.chat.models import Entry, Room, Talk
from community.chat.quoted import without_withheld
from community.chat.unread import unread_in
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Group, Membership
from kit.pages import Slice, keyset, slice_of
from kit.prepared import Prepared
from people.models import Member, Viewer
from people.muting import Muting, muting_of
from people.seen import Seen

PAGE = 50
ROOMS = 30
MOST_REQUESTS = 100  # for private talks, on one page
AROUND = PAGE // 2  # how many entries follow the one around which a page is opened
FIELDS = ("key", "number", "client_key", "html", "created_at", "edited_at", "hidden_at", "author_id")
FACE_FIELDS = ("author__key", "author__name", "author__avatar_seed", "author__picture_id")

# What chat.js makes new entries of; it puts the real keys in the place of these.
BLANK = {"key": "a" * 16, "face_key": "b" * 16, "may_report": True, "edited_at": True, "is_blank": True}
BLANK_HIDDEN = {"key": "c" * 16, "is_hidden": True}

# All that talking asks of a face and its group: whether it may, and what others see of it.
FACE_HERE = (
    "key",
    "group",
    "member",
    "only_in",
    "name",
    "avatar_seed",
    "picture",
    "role",
    "state",
    "silenced_until",
    "joined_at",
    "early_posts",
)
GROUP_HERE = (
    "group__kind",
    "group__archived_at",
    "group__has_chat",
    "group__first_days",
    "group__first_posts",
    "group__checks_first_posts",
)
OWN_PLACE = Prepared(
    lambda *, member_id, room_key: (
        Membership.objects.filter(
            Q(group__rooms__owner=None) | Q(group__rooms__owner=F("pk")),
            member_id=member_id,
            only_in="",
            state=Membership.State.ACTIVE,
            group__rooms__key=room_key,
        )
        .annotate(
            room_pk=F("group__rooms__pk"), room_owner=F("group__rooms__owner"), room_other=F("group__rooms__other")
        )
        .select_related("group")
        .only(*FACE_HERE, *GROUP_HERE)
    )
)


def own_place_at(viewer: Viewer, room_key: str) -> tuple[Membership, Room] | None:
    """The face with which the viewer belongs to the room's group, and the room, by one question."""
    if not viewer.is_authenticated:
        return None
    face = OWN_PLACE.first(member_id=viewer.pk, room_key=room_key)
    if face is None:
        return None
    face.member = viewer
    sides = {"owner_id": face.room_owner, "other_id": face.room_other}
    return face, Room(pk=face.room_pk, key=room_key, group=face.group, **sides)


def rooms_of(group: Group, *, viewer: Viewer) -> QuerySet[Room]:
    """The rooms of a group, those where something was said lately first."""
    return policy.visible_rooms(viewer).filter(group=group, owner=None).order_by("-last_number", "name")


def my_rooms(member: Member, *, cursor: str | None = None) -> Slice:
    """The rooms of all groups the member belongs to and their private talks, those where something was said last
    first, with `own_name` and `unread`, the number of entries that are new to them."""
    if cursor:
        piece = keyset(_rooms_of(member), order=MY_ORDER, cursor=cursor, size=ROOMS)
    else:
        rows = MY_ROOMS.rows(member)
        is_all = len(rows) <= ROOMS
        piece = slice_of(rows, Room.objects.all() if is_all else _rooms_of(member), order=MY_ORDER, size=ROOMS)
    unread = unread_in([row["pk"] for row in piece.items], member=member) if piece.items else {}
    return Slice([row | {"unread": unread.get(row["pk"], 0)} for row in piece.items], piece.next_cursor)


def _rooms_of(member: Member) -> QuerySet[Room, Any]:
    visible = policy.visible_rooms(member)
    of_groups = visible.filter(owner=None, group__in=groups_policy.joined_groups(member), group__has_chat=True)
    sides = visible.filter(owner__in=groups_queries.my_faces(member).order_by().values("pk"))
    rooms = Room.objects.filter(pk__in=of_groups.values("pk").union(sides.values("pk")))
    said = policy.visible_entries(member).filter(room=OuterRef("pk")).order_by("-number")
    own = groups_queries.my_faces(member).filter(group=OuterRef("group")).order_by()
    return rooms.values(
        *("pk", "key", "name", "group__name", "last_number", "closed_at", "owner", "other__name"),
        own_name=Subquery(own.values("name")[:1]),
        last_at=Coalesce(Subquery(said.values("created_at")[:1]), F("created_at")),
    )


MY_ORDER = ("-last_at", "-pk")
MY_ROOMS: Seen[Any] = Seen(lambda member: _rooms_of(member).order_by(*MY_ORDER)[: ROOMS + 1])


def talks_between(one: int | None, other: int | None) -> QuerySet[Talk]:
    """What two faces have asked each other, one of each at most."""
    return Talk.objects.filter(Q(asked_by=one, asked=other) | Q(asked_by=other, asked=one))


def side_of(owner: Membership, other: Membership) -> Room | None:
    return Room.objects.filter(owner=owner, other=other).first()


def side_begun_with(key: str, *, member: Member) -> Room | None:
    """The member's side of the talk that began with this request, as long as it goes on."""
    talk = TALK.first(key=key)
    if talk is None:
        return None
    return SIDE_OF_TWO.first(member, one=talk.asked_id, other=talk.asked_by_id)


def _side_of_two(viewer: Viewer, *, one: int, other: int) -> QuerySet[Room]:
    pair = Q(owner=one, other=other) | Q(owner=other, other=one)
    return policy.visible_rooms(viewer).filter(pair, closed_at=None)


TALK = Prepared(lambda *, key: Talk.objects.filter(key=key))
SIDE_OF_TWO: Seen[Room] = Seen(_side_of_two)


def requests_of(member: Member) -> list[Talk]:
    """Requests for private talks that the member has to answer, and their own that wait; those to answer first."""
    found = [talk for talk in REQUESTS.rows(member) if not policy.is_gone(_other(talk, member))]
    return sorted(found, key=lambda talk: talk.asked.member_id != member.pk)


def _requests_of(member: Member) -> QuerySet[Talk]:
    talks = policy.visible_talks(member).select_related("asked_by", "asked", "asked__group")
    return talks.order_by("-asked_at")[:MOST_REQUESTS]


REQUESTS: Seen[Talk] = Seen(_requests_of)


def _other(talk: Talk, member: Member) -> Membership:
    return talk.asked_by if talk.asked.member_id == member.pk else talk.asked


def entries_of(
    room: Room, *, viewer: Viewer, face: Membership | None, cursor: str | None = None, around: int | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The newest entries, or those before the cursor or around a number, in the order of talking; and the cursor of
    older ones."""
    if cursor is None and around is None:
        newest = NEWEST.rows(viewer, room_id=room.pk)
        piece = slice_of(newest, Entry.objects.all(), order=ORDER, size=PAGE)
    else:
        rows = _places(viewer, room_id=room.pk)
        if around is not None:
            rows = rows.filter(number__lte=around + AROUND)
        piece = keyset(rows, order=ORDER, cursor=cursor, size=PAGE)
    muting = muting_of(viewer)
    entries = without_withheld(list(reversed(piece.items)), viewer=viewer)
    return [_shown(row, face, muting) for row in entries], piece.next_cursor


def _places(viewer: Viewer, *, room_id: int) -> QuerySet[Entry, Any]:
    return policy.visible_places(Room(pk=room_id), viewer=viewer).values(*FIELDS, *FACE_FIELDS, "id")


ORDER = ("-number", "-id")
NEWEST: Seen[Any] = Seen(lambda viewer, *, room_id: _places(viewer, room_id=room_id).order_by(*ORDER)[: PAGE + 1])


def number_of(key: str, room: Room, *, viewer: Viewer) -> int | None:
    """The number of the entry, if it has a place in this room for the viewer and is not among the newest."""
    number = policy.visible_places(room, viewer=viewer).filter(key=key).values_list("number", flat=True).first()
    return number if number is not None and number + AROUND < room.last_number else None


def entries_changed(room: Room, *, viewer: Viewer, face: Membership | None, since: int) -> list[dict[str, Any]]:
    """What was said, edited, hidden or restored after this change, as it is now."""
    places = policy.visible_places(room, viewer=viewer).filter(change_number__gt=since)
    rows = places.order_by("change_number").values(*FIELDS, *FACE_FIELDS, "change_number")
    muting = muting_of(viewer)
    return [_shown(row, face, muting) for row in without_withheld(list(rows[:PAGE]), viewer=viewer)]


def _shown(row: dict[str, Any], face: Membership | None, muting: Muting) -> dict[str, Any]:
    """One entry for the template; the words of a hidden one do not come along."""
    shown = {"key": row["key"], "number": row["number"], "is_hidden": row["hidden_at"] is not None}
    shown["change_number"] = row.get("change_number")
    if shown["is_hidden"]:
        return shown
    is_mine = face is not None and row["author_id"] == face.pk
    return shown | {
        "sent_as": row["client_key"],
        "html": row["html"],
        "created_at": row["created_at"],
        "edited_at": row["edited_at"],
        "face_key": row["author__key"],
        "name": row["author__name"],
        "avatar_seed": row["author__avatar_seed"],
        "picture_id": row["author__picture_id"],
        "is_mine": is_mine,
        "is_muted": not is_mine and muting.holds_html(row["html"]),
        "may_change": is_mine and policy.is_editable(created_at=row["created_at"]),
        "may_report": face is not None and not is_mine,
    }
