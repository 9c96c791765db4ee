"""Taking roles away, and asking people to take one on, or the whole group: nobody does more than they said yes to."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import policy
from groups.actions.belonging import locked_face
from groups.actions.nameless import end_asking, end_offers
from groups.events import FaceChanged, RoleEnded, RoleOfferAnswered, RoleOffered
from groups.models import Membership, RoleOffer
from kit.events import announce
from kit.policy import Refused, require

TIME_TO_ANSWER = timedelta(days=14)
KEPT_AFTERWARDS = timedelta(days=30)
State = RoleOffer.State


def _put(face: Membership, role: str) -> Membership:
    face.role = role
    face.save(update_fields=["role"])
    announce(FaceChanged(face_id=face.pk, member_id=face.member_id))
    return face


@transaction.atomic
def change_role(actor: Membership, face: Membership, *, role: str) -> Membership:
    """Take a role away or give up one's own, at once; a group is never left without a host. What the face was asked
    is over with it."""
    face = locked_face(face)  # one at a time: two last hosts must not both step down
    require(policy.can_change_role(actor, face))
    if policy.is_more(face, role=role):
        raise Refused(_("Nobody gets more to do without being asked."))
    end_offers(face)
    if policy.is_less(face, role=role):
        at = timezone.now().isoformat()
        announce(RoleEnded(face_id=face.pk, actor_id=actor.pk, role=face.role, ended_at=at))
    return _put(face, role)


@transaction.atomic
def offer_role(actor: Membership, face: Membership, *, role: str) -> RoleOffer:
    """Ask somebody to be a moderator or a host beside the others."""
    face = locked_face(face)
    require(policy.can_give_role(actor, face, role=role))
    if not policy.is_more(face, role=role):
        raise Refused(_("They do this already."))
    return _ask(actor, face, role=role)


@transaction.atomic
def hand_over(actor: Membership, heir: Membership) -> RoleOffer:
    """Ask somebody to be the host in the place of the actor, who is a member like the others from their yes on."""
    heir = locked_face(heir)
    require(policy.can_hand_over(actor, heir))
    return _ask(actor, heir, role=Membership.Role.HOST, steps_down=True)


def _ask(actor: Membership, face: Membership, *, role: str, steps_down: bool = False) -> RoleOffer:
    """An earlier question that nobody answered makes room. For whoever will never hear of it all is the same."""
    end_offers(face)
    is_kept_away = face.member is not None and policy.is_kept_away(actor, face.member)
    offer = RoleOffer.objects.create(
        face=face,
        offered_by=actor,
        role=role,
        steps_down=steps_down,
        is_heard=face.is_active and not is_kept_away,
        ends_at=timezone.now() + TIME_TO_ANSWER,
    )
    announce(RoleOffered(offer_id=offer.pk))
    return offer


def _locked(offer: RoleOffer) -> RoleOffer:
    """The offer as it is now, with the group and both faces kept from all other changes of roles."""
    face = locked_face(offer.face)
    offers = RoleOffer.objects.select_for_update(of=("self",)).select_related("offered_by")
    offer = offers.get(pk=offer.pk)
    offer.face = face
    return offer


@transaction.atomic
def accept_offer(face: Membership, offer: RoleOffer) -> RoleOffer:
    """From now on the face has the role; whoever handed over steps down in the same deed."""
    offer = _answer(face, offer, accepts=True)
    offer.face = _put(offer.face, offer.role)
    if offer.steps_down:
        end_offers(offer.offered_by)
        offer.offered_by = _step_down(offer.offered_by, heir=offer.face)
    return offer


def _step_down(host: Membership, *, heir: Membership) -> Membership:
    at = timezone.now().isoformat()
    announce(RoleEnded(face_id=host.pk, actor_id=host.pk, role=host.role, ended_at=at, heir_id=heir.pk))
    return _put(host, Membership.Role.MEMBER)


@transaction.atomic
def decline_offer(face: Membership, offer: RoleOffer) -> RoleOffer:
    return _answer(face, offer, accepts=False)


def _answer(face: Membership, offer: RoleOffer, *, accepts: bool) -> RoleOffer:
    offer = _locked(offer)
    asked = offer.face if face.pk == offer.face_id else face
    require(policy.can_accept_offer(asked, offer) if accepts else policy.can_answer_offer(asked, offer))
    offer.state = State.ACCEPTED if accepts else State.DECLINED
    offer.save(update_fields=["state"])
    announce(RoleOfferAnswered(offer_id=offer.pk))
    return offer


@transaction.atomic
def take_offer_back(actor: Membership, face: Membership) -> Membership:
    """Any host of the group may; the face is not asked any more, nor called to it by a notice."""
    face = locked_face(face)
    require(policy.can_host(actor, face.group))
    if not end_asking(policy.open_offers().filter(face=face), state=State.TAKEN_BACK):
        raise Refused(_("There is nothing to take back: they have answered, or the time to answer is over."))
    return face


def forget_offers() -> int:
    """Remove what was asked long ago, whatever became of it; return how many."""
    return RoleOffer.objects.filter(ends_at__lt=timezone.now() - KEPT_AFTERWARDS).delete()[0]
