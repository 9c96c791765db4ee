"""Who may read and talk in rooms, open them, ask for private talks, and look after what is said."""

import re
from datetime import datetime, timedelta
from html import unescape

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.chat.models import Entry, Room, Talk
from community.chat.pause import is_recent, last_day
from groups import policy as groups_policy
from groups.models import Group, Membership
from kit.policy import Verdict, no, yes
from people.models import Member, Viewer

EDITING_TIME = timedelta(minutes=15)
LINK = re.compile(r'<a\b[^>]*\bhref="(?P<address>(?!/[^/])[^"]*)"')


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


def visible_news(member: Member) -> QuerySet[Entry]:
    """What others have said and the member meets there. What was removed is new to nobody, moderators included."""
    said = visible_entries(member).filter(hidden_at__isnull=True).exclude(author__in=_unmet(member))
    return said.exclude(author__in=_own_faces(member))


def can_keep_place(face: Membership | None, room: Room) -> Verdict:
    """May this face have it kept how far it has read here?"""
    if face is None or not face.is_active or face.group_id != room.group_id:
        return no(_("You do not belong to this group."))
    if room.is_private and face.pk != room.owner_id:
        return no(_("You do not belong to this group."))
    return yes()


def can_speak(face: Membership | None, room: Room) -> Verdict:
    if not room.group.has_chat:
        return _chat_is_off()
    if room.is_private:
        return _can_speak_privately(face, room)
    if room.closed_at:
        return no(_("This room is closed. It can still be read."))
    return groups_policy.can_speak_in(face, room.group)


def can_say(face: Membership, room: Room, *, html: str) -> Verdict:
    """May this face say here what was cooked to this HTML? Whoever is new hears what to take out."""
    verdict = groups_policy.can_say(face, room.group, html=html)
    if verdict or not groups_policy.can_speak_in(face, room.group):
        return verdict
    link = LINK.search(html)
    if link is None:
        return no(_("This holds a picture. In your first days here you cannot send any yet. Take it out, and send the "
                    "rest."))  # fmt: skip
    text = _("This holds a link: %(link)s. In your first days here you cannot send any yet. Take it out, and send the "
             "rest.")  # fmt: skip
    return no(text % {"link": Truncator(unescape(link["address"])).chars(80)})


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
    ended_at = side.closed_at if side else None
    if own and (ended_at is None or own.asked_at > ended_at):
        if day := last_day(own.asked_at):
            return no(_("You asked not long ago. You can ask again after %(day)s.") % {"day": day})
    elif ended_at and (day := last_day(ended_at)):
        text = _("This talk has ended. You can ask again after %(day)s, and so can they.")
        return no(text % {"day": day})
    return yes()


def is_in_peace(talk: Talk, *, their_side: Room | None) -> bool:
    """Whether whoever is asked said no, or saw a talk with the same person end, so lately that another request does
    not come to them yet."""
    return is_recent(talk.declined_at) or is_recent(their_side.closed_at if their_side else None)


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
