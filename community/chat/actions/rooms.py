"""Rooms of a group: opened, closed and opened again by its hosts."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from community.chat import events, policy
from community.chat.models import Room
from groups.models import Group, Membership
from kit.events import announce
from kit.policy import Refused, require


@transaction.atomic
def open_room(host: Membership, group: Group, *, name: str) -> Room:
    require(policy.can_open_room(host, group))
    try:
        with transaction.atomic():
            room = Room.objects.create(group=group, name=name)
    except IntegrityError:
        raise Refused(_("There is a room of this name already.")) from None
    announce(events.RoomOpened(room_id=room.pk))
    return room


@transaction.atomic
def close_room(host: Membership, room: Room) -> Room:
    """From now on the room is only read."""
    room = locked_room(room)
    require(policy.can_close_room(host, room))
    if room.closed_at:
        return room
    room.closed_at = timezone.now()
    room.save(update_fields=["closed_at"])
    announce(events.RoomClosed(room_id=room.pk))
    return room


@transaction.atomic
def reopen_room(host: Membership, room: Room) -> Room:
    room = locked_room(room)
    require(policy.can_close_room(host, room))
    if not room.closed_at:
        return room
    room.closed_at = None
    room.save(update_fields=["closed_at"])
    announce(events.RoomReopened(room_id=room.pk))
    return room


def locked_room(room: Room) -> Room:
    """The room as it is now, kept from all other writers until the transaction ends."""
    return Room.objects.select_for_update(of=("self",)).get(pk=room.pk)


def locked_sides(one: int | None, other: int | None) -> list[Room]:
    """The sides of the talk of two faces, kept from all other writers; in one order, so that no two of these wait for
    each other."""
    sides = Room.objects.filter(Q(owner=one, other=other) | Q(owner=other, other=one)).order_by("pk")
    return list(sides.select_for_update(of=("self",)).select_related("group", "owner__member", "other__member"))
