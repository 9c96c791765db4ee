"""Who may read and talk in rooms, open them, and look after what is said there."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from community.chat.models import Entry, Room
from groups import policy as groups_policy
from groups.models import Group, Membership
from kit.policy import Verdict, no
from people.models import Viewer

EDITING_TIME = timedelta(minutes=15)


def visible_rooms(viewer: Viewer) -> QuerySet[Room]:
    return Room.objects.filter(group__in=groups_policy.readable_groups(viewer))


def visible_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Entries whose words the viewer may read."""
    entries = Entry.objects.filter(room__in=visible_rooms(viewer))
    if not viewer.is_authenticated:
        return entries.filter(hidden_at__isnull=True)
    kept = Q(room__group__in=groups_policy.moderated_groups(viewer))
    mine = Q(author__member_id=viewer.pk)
    met = ~Q(author__in=Membership.objects.filter(blocked_by__blocker_id=viewer.pk).values("pk"))
    return entries.filter((Q(hidden_at__isnull=True) & met) | mine | kept)


def visible_places(room: Room, *, viewer: Viewer) -> QuerySet[Entry]:
    """Every place in the room's talk: removed entries too, whose words nobody reads there, but nobody whom the
    viewer blocked."""
    places = Entry.objects.filter(room_id=room.pk)
    if not viewer.is_authenticated:
        return places
    return places.exclude(author__blocked_by__blocker_id=viewer.pk)


def can_speak(face: Membership | None, room: Room) -> Verdict:
    if not room.group.has_chat:
        return no(_("The hosts have switched the live chat of this group off. It can still be read."))
    if room.closed_at:
        return no(_("This room is closed. It can still be read."))
    return groups_policy.can_speak_in(face, room.group)


def can_open_room(face: Membership | None, group: Group) -> Verdict:
    if group.archived_at:
        return no(_("This group is closed. It can still be read."))
    if not group.has_chat:
        return no(_("The hosts have switched the live chat of this group off. It can still be read."))
    return groups_policy.can_host(face, group)


def can_close_room(host: Membership | None, room: Room) -> Verdict:
    """May this face end the talk in the room, or let it go on?"""
    return can_open_room(host, room.group)


def is_editable(*, created_at: datetime) -> bool:
    """Whether an entry of this age may still be changed by its author."""
    return created_at > timezone.now() - EDITING_TIME


def can_edit(face: Membership | None, entry: Entry) -> Verdict:
    if face is None or entry.author_id != face.pk:
        return no(_("Only the author can change a message."))
    if entry.hidden_at:
        return no(_("This message was removed by the moderators."))
    if not is_editable(created_at=entry.created_at):
        return no(_("A message can be changed for 15 minutes. Write a new one instead."))
    return can_speak(face, entry.room)


def can_hide(face: Membership | None, entry: Entry) -> Verdict:
    """May this face remove the entry, or bring it back?"""
    return groups_policy.can_moderate(face, entry.room.group)
