"""Speaking without one's name: a further face for one topic, which ends with the everyday one.

What happens to one face of a member in a group happens to all of them there, and shows on that one alone.
"""

from datetime import timedelta
from secrets import randbelow

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from groups import policy, queries
from groups.models import Membership, RoleOffer
from groups.names import name_key
from kit.policy import require
from people import actions as people_actions

STILL_SHOWN = (7, 28)  # days for which it does not show on a face that it ended with another; a chance number between
TRIES = 5


@transaction.atomic
def speak_without_name(face: Membership, *, place: str) -> Membership:
    """The face under which this member speaks without their name in one topic, `place` being its key."""
    require(policy.can_speak_without_name(face, face.group))
    faces = Membership.objects.filter(group=face.group_id, member=face.member_id, only_in=place)
    nameless = faces.first()
    for _try in range(TRIES):
        if nameless is None:
            nameless = _new_face(face, place) or faces.first()
    if nameless is None:
        raise RuntimeError("No name was free.")
    nameless.group, nameless.member = face.group, face.member
    return nameless


def _new_face(face: Membership, place: str) -> Membership | None:
    """None if somebody took the name meanwhile, or the same member came by a second tab."""
    name = queries.fresh_name(face.group)
    try:
        with transaction.atomic():
            return Membership.objects.create(
                group_id=face.group_id, member_id=face.member_id, only_in=place, name=name, name_key=name_key(name)
            )
    except IntegrityError:
        return None


def count_early_post(face: Membership) -> None:
    """Of the first things a face says the group counts as many as its first days take, and no more; one at least,
    for a group that looks at first posts looks at one."""
    if face.early_posts < max(1, face.group.first_posts):
        # Not by what was read: somebody may write in two tabs at once.
        Membership.objects.filter(pk=face.pk).update(early_posts=F("early_posts") + 1)
        face.early_posts += 1


def discount_early_post(face: Membership) -> None:
    """What was looked at and not shown counts for nothing: a face that is declined three times is still new."""
    Membership.objects.filter(pk=face.pk, early_posts__gt=0).update(early_posts=F("early_posts") - 1)


def faces_beside(face: Membership) -> list[Membership]:
    """The other faces of the same member in the group, the everyday one first."""
    if face.member_id is None:
        return []
    others = Membership.objects.select_for_update().filter(group=face.group_id, member=face.member_id)
    return list(others.exclude(pk=face.pk).order_by("only_in"))


def end_together(face: Membership, state: str) -> Membership | None:
    """End the face, and with it all others of its member here; the everyday one if it belonged until now.

    Whoever looks after the group is not removed from it by what they said without their name: only that face ends. And
    an everyday face that has asked to come back goes on asking: a request that vanished would tell whose face it was.
    """
    others = [one for one in faces_beside(face) if one.state != Membership.State.REQUESTED]
    if any(policy.is_keeper(other) for other in others):
        others = []
    everyday = next((one for one in [face, *others] if one.is_active and not one.only_in), None)
    for one in [face, *others]:
        _end_one(one, state, is_seen=one is face)
    return everyday


def _end_one(face: Membership, state: str, *, is_seen: bool) -> None:
    was_shown = not face.seems_gone
    if face.state != Membership.State.BANNED:  # whoever removes a face that only seems to belong knows nothing of that
        face.state = state if is_seen or not face.only_in else _state_beside(face)
    face.left_at, face.role = timezone.now(), Membership.Role.MEMBER
    if is_seen and state != Membership.State.LEFT:
        face.removed_at, face.removed_for_good = face.left_at, state == Membership.State.BANNED
    first, last = STILL_SHOWN
    pause = timedelta(days=first + randbelow(last - first), minutes=randbelow(24 * 60))
    hides_end = was_shown and not is_seen and not face.only_in
    face.stays_shown_until = timezone.now() + pause if hides_end else None
    face.save(update_fields=["state", "left_at", "role", "removed_at", "removed_for_good", "stays_shown_until"])
    if not hides_end:  # where the end shows nowhere, a host goes on waiting for an answer
        end_offers(face)


def _state_beside(face: Membership) -> str:
    """What becomes of a face for one topic whose everyday one ends; one that was removed before is seen to stay so."""
    return face.state if face.state == Membership.State.REMOVED else Membership.State.LEFT


def end_offers(face: Membership) -> None:
    """Nobody is asked any more what this face was asked, nor what it asked others as a host."""
    end_asking(RoleOffer.objects.filter(Q(face=face) | Q(offered_by=face)), state=RoleOffer.State.OVER)


def end_asking(offers: QuerySet[RoleOffer], *, state: str) -> int:
    """Those of the offers that wait for an answer wait no more, and no notice calls anybody to them; return how many
    there were."""
    waiting = list(offers.filter(state=RoleOffer.State.ASKED).select_related("face__member"))
    RoleOffer.objects.filter(pk__in=[offer.pk for offer in waiting]).update(state=state)
    for offer in waiting:
        if offer.face.member is not None:
            people_actions.mark_read_of(offer.face.member, kind="role", source_begins=offer.key)
    return len(waiting)


def begin_again(face: Membership) -> None:
    """Whoever comes back has the faces again under which they spoke without their name."""
    others = Membership.objects.filter(group=face.group_id, member=face.member_id, state=Membership.State.LEFT)
    others.exclude(only_in="").update(state=Membership.State.ACTIVE, left_at=None)
