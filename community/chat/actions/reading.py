"""How far a face has read: kept for its owner alone, and told to nobody."""

from django.db import transaction

from community.chat import before_eyes, policy
from community.chat.models import ReadMark, Room
from groups.models import Membership
from kit.policy import require
from people import actions as people_actions
from people import queries as people_queries
from people.models import Member


def read_up_to(face: Membership, room: Room, *, number: int) -> int:
    """Up to here nothing in the room is new to the face; it never goes back, nor further than was said. Return how far
    it has read."""
    require(policy.can_keep_place(face, room))
    number = min(number, room.last_number)
    known = ReadMark.objects.filter(face=face, room=room).values_list("number", flat=True).first()
    if known is None or known < number:  # else, as most often, nothing is locked and nothing written
        known = _move(face, room, number)
    if room.is_private and face.member is not None:
        _end_notices(face.member, room)
    return known


@transaction.atomic
def _move(face: Membership, room: Room, number: int) -> int:
    mark, is_first = ReadMark.objects.get_or_create(face=face, room=room, defaults={"number": number})
    if not is_first:
        ReadMark.objects.filter(pk=mark.pk, number__lt=number).update(number=number)  # two tabs never go back
    return number


def _end_notices(member: Member, side: Room) -> None:
    """Whoever reads the talk need not be told of it any more."""
    waiting = {"kind": "private", "source_begins": before_eyes.source_of(side)}
    if people_queries.without_unread_notice([member], **waiting):
        return
    people_actions.mark_read_of(member, **waiting)
    if hasattr(member, "unread"):
        del member.unread  # the page that is being made counts anew
