"""Who may read and talk in rooms, open them, ask for private talks, and look after what is said."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from community.chat.models import Entry, Room, Talk
from groups import policy as groups_policy
from groups.models import Group, Membership
from kit.policy import Verdict, no, yes
from people.models import Member, Viewer

EDITING_TIME = timedelta(minutes=15)
PAUSE = timedelta(days=30)  # before the same person may be asked for a private talk again


def visible_rooms(viewer: Viewer) -> QuerySet[Room]:
    """The rooms of groups that the viewer reads, and their own sides of private talks, which nobody else may know."""
    return Room.objects.filter(_in_sight(viewer))


def _in_sight(viewer: Viewer, room: str = "") -> Q:
    """The same of what stands in rooms, `room` being the way there: no database has to list all rooms for that."""
    of_group = {f"{room}owner": None, f"{room}group__in": groups_policy.readable_groups(viewer)}
    if not viewer.is_authenticated:
        return Q(**of_group)
    own_side = {f"{room}owner__in": _own_faces(viewer)}
    return Q(**of_group) | Q(**own_side) & ~Q(**{f"{room}other__in": _unmet(viewer)})


def _own_faces(member: Member) -> QuerySet[Membership]:
    return Membership.objects.filter(member=member, only_in="", state=Membership.State.ACTIVE)


def _unmet(member: Member) -> QuerySet[Membership]:
    return Membership.objects.filter(blocked_by__blocker=member)


def visible_talks(viewer: Viewer) -> QuerySet[Talk]:
    """Requests for private talks that the viewer has made or has to answer, with people whom they want to meet."""
    if not viewer.is_authenticated:
        return Talk.objects.none()
    mine, unmet = _own_faces(viewer), _unmet(viewer)
    made = Q(is_waiting=True, asked_by__in=mine) & ~Q(asked__in=unmet)
    to_answer = Q(is_to_answer=True, asked__in=mine) & ~Q(asked_by__in=unmet)
    return Talk.objects.filter(made | to_answer)


def visible_entries(viewer: Viewer) -> QuerySet[Entry]:
    """Entries whose words the viewer may read."""
    entries = Entry.objects.filter(_in_sight(viewer, "room__"))
    if not viewer.is_authenticated:
        return entries.filter(hidden_at__isnull=True)
    kept = Q(room__group__in=groups_policy.moderated_groups(viewer))
    mine = Q(author__member_id=viewer.pk)
    met = ~Q(author__in=_unmet(viewer))
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
        return _chat_is_off()
    if room.is_private:
        return _can_speak_privately(face, room)
    if room.closed_at:
        return no(_("This room is closed. It can still be read."))
    return groups_policy.can_speak_in(face, room.group)


def _chat_is_off() -> Verdict:
    return no(_("The hosts have switched the live chat of this group off. It can still be read."))


def _can_speak_privately(face: Membership | None, side: Room) -> Verdict:
    if side.closed_at:
        return no(_("This talk has ended. It can still be read."))
    if face is None or face.pk != side.owner_id:
        return no(_("Only the two who talk can write here."))
    if side.other is None or is_gone(side.other):
        return no(_("This person no longer belongs to the group. What was said can still be read."))
    return groups_policy.can_speak_in(face, side.group)


def is_gone(face: Membership) -> bool:
    """Whether nobody can be talked with under this face any more, as far as anybody sees."""
    return face.seems_gone or face.member_id is None


def is_reached(side: Room, *, author: Membership) -> bool:
    """Whether what the author says now comes to this side of their talk. They never learn that it does not."""
    if side.closed_at or side.owner is None or side.owner.member is None:
        return False
    return not groups_policy.is_kept_away(author, side.owner.member)


def can_open_room(face: Membership | None, group: Group) -> Verdict:
    if group.archived_at:
        return no(_("This group is closed. It can still be read."))
    if not group.has_chat:
        return _chat_is_off()
    return groups_policy.can_host(face, group)


def can_close_room(host: Membership | None, room: Room) -> Verdict:
    """May this face close the room, or open it again?"""
    if room.is_private:
        return no(_("A private talk is ended by one of the two, and nobody else."))
    return can_open_room(host, room.group)


def can_end(face: Membership | None, side: Room) -> Verdict:
    """May this face end its private talk? Nobody needs anybody's leave for that."""
    if face is None or face.pk != side.owner_id:
        return no(_("A private talk is ended by one of the two, and nobody else."))
    if side.closed_at:
        return no(_("This talk has ended. It can still be read."))
    return yes()


def can_ask(
    face: Membership, other: Membership, *, own: Talk | None, theirs: Talk | None, side: Room | None
) -> Verdict:
    """May this face ask the other for a private talk? `own` is what it asked last, `theirs` what the other did, and
    `side` its own of the talk that there was."""
    if not other.group.has_chat:
        return _chat_is_off()
    if is_gone(other):
        return no(_("This person no longer belongs to the group."))
    if theirs and theirs.is_to_answer:
        return no(_("They have asked you. You can answer under “Messages”."))
    if side and not side.closed_at:
        return no(_("You talk with each other already."))
    if own and own.is_waiting:
        return no(_("You have asked. You are told if they say yes. If they do not, nobody has to give a reason."))
    if not other.welcomes_talks:
        return no(_("This person does not want to be asked for private talks."))
    verdict = groups_policy.can_send_more(face, other.group)
    return _can_ask_again(own, side) if verdict else verdict


def _can_ask_again(own: Talk | None, side: Room | None) -> Verdict:
    times = [side.closed_at] if side and side.closed_at else []
    if own:
        times.append(own.asked_at)
    free_at = max((time + PAUSE for time in times), default=timezone.now())
    if free_at <= timezone.now():
        return yes()
    day = date_format(timezone.localtime(free_at), "DATE_FORMAT")
    return no(_("Leave them some time. You can ask again after %(day)s.") % {"day": day})


def is_in_peace(talk: Talk) -> bool:
    """Whether whoever is asked said no so lately that another request does not come to them yet."""
    return talk.declined_at is not None and talk.declined_at + PAUSE > timezone.now()


def can_decline(face: Membership | None, talk: Talk) -> Verdict:
    if face is None or talk.asked_id != face.pk or not talk.is_to_answer:
        return no(_("This request is no longer there."))
    return yes()


def can_accept(face: Membership | None, talk: Talk) -> Verdict:
    verdict = can_decline(face, talk)
    if not verdict:
        return verdict
    if is_gone(talk.asked_by):
        return no(_("This person no longer belongs to the group."))
    if not talk.asked.group.has_chat:
        return _chat_is_off()
    return groups_policy.can_speak_in(face, talk.asked.group)


def can_take_back(face: Membership | None, talk: Talk) -> Verdict:
    if face is None or talk.asked_by_id != face.pk or not talk.is_waiting:
        return no(_("This request is no longer there."))
    return yes()


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
