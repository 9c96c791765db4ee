"""Who may give and take roles, and answer when asked to take one on.

Whoever is to do more is asked first, and what the hosts see until the answer is the same for a face that belongs and
for one that only seems to (`stays_shown_until`), from which no answer comes.
"""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Membership, RoleOffer
from groups.policy.running import can_host, can_moderate, is_last_host
from groups.policy.sight import ACTIVE, hosts_of
from groups.policy.writing import can_write_as
from kit.policy import Verdict, no, yes
from people.models import Viewer

RANKS = {Membership.Role.MEMBER: 0, Membership.Role.MODERATOR: 1, Membership.Role.HOST: 2}
State = RoleOffer.State


def visible_offers(viewer: Viewer) -> QuerySet[RoleOffer]:
    """What the viewer has been asked, where they belong; not by a face that they do not want to meet."""
    if not viewer.is_authenticated:
        return RoleOffer.objects.none()
    mine = RoleOffer.objects.filter(face__member_id=viewer.pk, face__state=ACTIVE, is_heard=True)
    return mine.exclude(offered_by__blocked_by__blocker_id=viewer.pk)


def open_offers() -> QuerySet[RoleOffer]:
    """What waits for an answer."""
    return RoleOffer.objects.filter(state=State.ASKED, ends_at__gt=timezone.now())


def is_more(face: Membership, *, role: str) -> bool:
    """Whether with this role the face could do more than now, so that it is asked first."""
    return RANKS[Membership.Role(role)] > RANKS[Membership.Role(face.role)]


def is_less(face: Membership, *, role: str) -> bool:
    """Whether with this role the face could do less than now."""
    return RANKS[Membership.Role(role)] < RANKS[Membership.Role(face.role)]


def is_hosting(role: str) -> bool:
    """Whether the role is to run the group, not only to keep it safe."""
    return role == Membership.Role.HOST


def can_change_role(actor: Membership | None, face: Membership) -> Verdict:
    """May the actor take a role from this face, or ask it to take one on? One's own anybody may give up."""
    is_own = actor is not None and actor.pk == face.pk
    verdict = can_moderate(actor, face.group) if is_own else can_host(actor, face.group)
    if not verdict:
        return verdict
    if face.only_in:
        return no(_("Somebody who speaks without their name cannot look after the group."))
    if face.seems_gone or face.member_id is None:
        return no(_("This person no longer belongs to the group."))
    if is_last_host(face):
        return no(_("You are the only host. Make somebody else a host first."))
    if face.role == Membership.Role.HOST and not is_own:
        return no(_("A host stays one until they give it up themselves."))
    return yes()


def can_give_role(actor: Membership | None, face: Membership, *, role: str) -> Verdict:
    """May the actor make this face what `role` says: at once, or by asking where it is more than now?"""
    verdict = can_change_role(actor, face)
    if not verdict or not is_more(face, role=role):
        return verdict
    return can_ask(actor, face)


def can_ask(actor: Membership | None, face: Membership) -> Verdict:
    """May the actor, a host, ask this face to do more? Once at a time."""
    verdict = can_host(actor, face.group)
    if verdict and open_offers().filter(face=face).exists():
        return no(_("They have been asked and have not answered yet. Take that back first."))
    return verdict


def can_hand_over(actor: Membership | None, heir: Membership) -> Verdict:
    """May the actor ask this face to be the host in their place?"""
    if actor is not None and actor.pk == heir.pk:
        return no(_("You run the group already."))
    if heir.seems_gone or heir.member_id is None or heir.only_in:
        return no(_("This person no longer belongs to the group."))
    if heir.role == Membership.Role.HOST:
        return no(_("They are a host already. You can give up your own part on the page with your name."))
    return can_ask(actor, heir)


def can_answer_offer(face: Membership | None, offer: RoleOffer) -> Verdict:
    """May this face still say yes or no to what it was asked?"""
    if face is None or face.pk != offer.face_id or not face.is_active:
        return no(_("Somebody else was asked."))
    if offer.state in {State.ACCEPTED, State.DECLINED}:
        return no(_("You have answered this already."))
    if offer.state == State.TAKEN_BACK:
        return no(_("You are not asked any more: it was taken back."))
    if offer.ends_at <= timezone.now():
        return no(_("The time to answer is over: it was two weeks."))
    if offer.state == State.OVER or not hosts_of(face.group).filter(pk=offer.offered_by_id).exists():
        return no(_("This is over: whoever asked you no longer runs the group, or you left it since."))
    return yes()


def can_accept_offer(face: Membership | None, offer: RoleOffer) -> Verdict:
    """Whoever may not write just now looks after nobody either; they may say yes once that is over."""
    verdict = can_answer_offer(face, offer)
    return can_write_as(face) if verdict and face is not None else verdict
