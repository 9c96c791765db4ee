"""What the pages of rooms show, ready to show."""

from typing import Any

from django.db.models import F, QuerySet

from community.chat import policy
from community.chat.models import Room
from groups.models import Group, Membership
from kit.pages import keyset
from kit.prepared import Prepared
from people.models import Viewer

PAGE = 50
AROUND = PAGE // 2  # how many entries follow the one around which a page is opened
FIELDS = ("key", "number", "client_key", "html", "created_at", "edited_at", "hidden_at", "author_id")
FACE_FIELDS = ("author__key", "author__name", "author__avatar_seed")

# What chat.js makes new entries of; it puts the real keys in the place of these.
BLANK = {"key": "a" * 16, "face_key": "b" * 16, "may_change": True, "may_report": True, "edited_at": True}
BLANK_HIDDEN = {"key": "a" * 16, "is_hidden": True}

# All that talking asks of a face and its group: whether it may, and what others see of it.
FACE_HERE = ("key", "group", "member", "name", "avatar_seed", "role", "state", "silenced_until")
OWN_PLACE = Prepared(
    lambda *, member_id, room_key: (
        Membership.objects.filter(member_id=member_id, state=Membership.State.ACTIVE, group__rooms__key=room_key)
        .annotate(room_pk=F("group__rooms__pk"))
        .select_related("group")
        .only(*FACE_HERE, "group__archived_at")
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
    return face, Room(pk=face.room_pk, key=room_key, group=face.group)


def rooms_of(group: Group, *, viewer: Viewer) -> QuerySet[Room]:
    """The rooms of a group, those where something was said lately first."""
    return policy.visible_rooms(viewer).filter(group=group).order_by("-last_number", "name")


def entries_of(
    room: Room, *, viewer: Viewer, face: Membership | None, cursor: str | None = None, around: int | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The newest entries, or those before the cursor or around a number, in the order of talking; and the cursor of
    older ones."""
    rows = policy.visible_places(room, viewer=viewer).values(*FIELDS, *FACE_FIELDS, "id")
    if around is not None:
        rows = rows.filter(number__lte=around + AROUND)
    piece = keyset(rows, order=("-number", "-id"), cursor=cursor, size=PAGE)
    return [_shown(row, face) for row in reversed(piece.items)], piece.next_cursor


def number_of(key: str, room: Room, *, viewer: Viewer) -> int | None:
    """The number of the entry, if it has a place in this room for the viewer and is not among the newest."""
    number = policy.visible_places(room, viewer=viewer).filter(key=key).values_list("number", flat=True).first()
    return number if number is not None and number + AROUND < room.last_number else None


def entries_changed(room: Room, *, viewer: Viewer, face: Membership | None, since: int) -> list[dict[str, Any]]:
    """What was said, edited, hidden or restored after this change, as it is now."""
    places = policy.visible_places(room, viewer=viewer).filter(change_number__gt=since)
    rows = places.order_by("change_number").values(*FIELDS, *FACE_FIELDS, "change_number")
    return [_shown(row, face) for row in rows[:PAGE]]


def _shown(row: dict[str, Any], face: Membership | None) -> dict[str, Any]:
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
        "is_mine": is_mine,
        "may_change": is_mine and policy.is_editable(created_at=row["created_at"]),
        "may_report": face is not None and not is_mine,
    }
