"""Private talks: asked for without a word, begun by a yes, ended by either.

What must not reach somebody looks, to whoever sent it, as if it had.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.chat import events, policy
from community.chat.actions.rooms import locked_sides
from community.chat.models import Room, Talk
from community.chat.notices import source_of_request
from community.chat.queries import side_of, talks_between
from groups import policy as groups_policy
from groups.models import Membership
from kit.events import announce
from kit.policy import Refused, require
from people import actions as people_actions


@transaction.atomic
def ask(face: Membership, other: Membership) -> Talk:
    """The face would like to talk with the other alone. It sends no words along. Asking twice is asking once."""
    talks = _lock(face.pk, other.pk)
    own, theirs = talks.get(face.pk), talks.get(other.pk)
    if own and own.is_waiting:
        return own
    require(policy.can_ask(face, other, own=own, theirs=theirs, side=side_of(face, other)))
    talk = own or Talk(asked_by=face, asked=other)
    talk.asked_at = timezone.now()
    is_kept_away = other.member is None or groups_policy.is_kept_away(face, other.member)
    is_in_peace = policy.is_in_peace(talk, their_side=side_of(other, face))
    talk.is_waiting, talk.is_to_answer = True, not is_kept_away and not is_in_peace
    if (sent_before := _save(talk)) is not None:
        return sent_before
    if talk.is_to_answer:
        Talk.objects.filter(asked_by=other, asked=face).update(is_waiting=False)  # instead they have one to answer
        announce(events.TalkAskedFor(talk_id=talk.pk))
    return talk


def _lock(one: int, other: int | None) -> dict[int, Talk]:
    """What the two have asked each other, by who asked; before their sides, as in all that is done here."""
    return {talk.asked_by_id: talk for talk in talks_between(one, other).order_by("pk").select_for_update()}


def _save(talk: Talk) -> Talk | None:
    """The same request if it was made in the same moment."""
    try:
        with transaction.atomic():
            talk.save()
    except IntegrityError:
        if again := Talk.objects.filter(asked_by=talk.asked_by, asked=talk.asked, is_waiting=True).first():
            return again
        raise Refused(_("They asked you at the same moment. You can answer under “Messages”.")) from None
    return None


@transaction.atomic
def accept(face: Membership, talk: Talk) -> Room:
    """A side for each of them. Whoever blocked the one who says yes goes on waiting, and gets none."""
    talk = _locked(talk)
    require(policy.can_accept(face, talk))
    side = _open_side(talk.asked, talk.asked_by)
    asker = talk.asked_by.member
    talk.is_waiting = asker is None or groups_policy.is_kept_away(talk.asked, asker)
    talk.is_to_answer, talk.declined_at = False, None
    talk.save(update_fields=["is_waiting", "is_to_answer", "declined_at"])
    _settle_notice(talk)
    if not talk.is_waiting:
        _open_side(talk.asked_by, talk.asked)
        announce(events.TalkBegun(talk_id=talk.pk))
    return side


def _open_side(owner: Membership, other: Membership) -> Room:
    side, is_new = Room.objects.get_or_create(owner=owner, other=other, defaults={"group_id": owner.group_id})
    if not is_new:
        side.closed_at = None
        side.save(update_fields=["closed_at"])
    return side


@transaction.atomic
def decline(face: Membership, talk: Talk) -> Talk:
    """Not now. Whoever asked is not told, and cannot ask this face again for a while."""
    talk = _locked(talk)
    require(policy.can_decline(face, talk))
    talk.is_to_answer, talk.declined_at = False, timezone.now()
    talk.save(update_fields=["is_to_answer", "declined_at"])
    _settle_notice(talk)
    return talk


@transaction.atomic
def take_back(face: Membership, talk: Talk) -> Talk:
    """Whoever asked has thought again. A yes that never reached them ends with it."""
    talk = _locked(talk)
    require(policy.can_take_back(face, talk))
    talk.is_waiting = talk.is_to_answer = False
    talk.save(update_fields=["is_waiting", "is_to_answer"])
    _settle_notice(talk)
    _close_sides(talk.asked_by_id, talk.asked_id)
    return talk


def _settle_notice(talk: Talk) -> None:
    """There is nothing left to answer."""
    if talk.asked.member is not None:
        people_actions.mark_read_of(talk.asked.member, kind="talk", source_begins=source_of_request(talk))


@transaction.atomic
def end(face: Membership, side: Room) -> Room:
    """From now on both only read what was said."""
    _lock(face.pk, side.other_id)
    side = Room.objects.select_related("owner", "other").get(pk=side.pk)
    require(policy.can_end(face, side))
    _close_sides(side.owner_id, side.other_id)
    side.refresh_from_db(fields=["closed_at"])
    return side


def _close_sides(one: int | None, other: int | None) -> None:
    now, sides = timezone.now(), [side.pk for side in locked_sides(one, other) if side.closed_at is None]
    Room.objects.filter(pk__in=sides).update(closed_at=now)
    for side_id in sides:
        announce(events.TalkEnded(side_id=side_id))


def _locked(talk: Talk) -> Talk:
    _lock(talk.asked_by_id, talk.asked_id)
    return Talk.objects.select_related("asked_by__member", "asked__member", "asked__group").get(pk=talk.pk)
