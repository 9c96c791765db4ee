"""Who may come in, go, look after a group's safety, and run it."""

from datetime import datetime

from django.utils.translation import gettext as _

from groups.models import Group, Membership
from groups.policy.sight import ACTIVE, KEEPERS, hosts_of
from groups.policy.writing import can_act
from kit.policy import Verdict, no, yes
from people import policy as people_policy
from people.models import Viewer

GONE = (Membership.State.REMOVED, Membership.State.BANNED)


def can_join(viewer: Viewer, group: Group, *, face: Membership | None, invited_at: datetime | None = None) -> Verdict:
    """May the viewer come in, or at least ask? `face` is the one they have or had there; `invited_at` says when the
    invitation was made that they hold."""
    verdict = _can_come(viewer, group, face=face, invited_at=invited_at)
    return can_be_in(viewer, group) if verdict else verdict


def is_consent_missing(
    viewer: Viewer, group: Group, *, face: Membership | None, invited_at: datetime | None = None
) -> bool:
    """Whether all that keeps them from coming in is what they have not said yet about health."""
    if group.kind != Group.Kind.CONDITION or people_policy.can_share_health(viewer):
        return False
    return bool(_can_come(viewer, group, face=face, invited_at=invited_at))


def _can_come(viewer: Viewer, group: Group, *, face: Membership | None, invited_at: datetime | None) -> Verdict:
    """The same, as far as it lies with the group. Nobody signs in for one that is closed."""
    if group.archived_at:
        return no(_("This group is closed. It can still be read."))
    if not viewer.is_authenticated:
        return no(_("Sign in to join a group."))
    if face and face.state == ACTIVE:
        return no(_("You already belong to this group."))
    if face and face.state == Membership.State.REQUESTED and not invited_at:
        return no(_("You have asked to join. A host will answer."))
    if face and face.state in GONE and not _is_asked_back(face, invited_at):
        return no(_why_not_again(face))
    if group.joining == Group.Joining.INVITATION and not invited_at:
        return no(_("This group is joined by invitation only."))
    return yes()


def _why_not_again(face: Membership) -> str:
    if face.state == Membership.State.BANNED:
        return _("One of the hosts has removed you for good. You cannot join this group again unless they allow it.")
    return _(
        "One of the hosts has removed you. You cannot join this group again by yourself: if you would like to come "
        "back, ask one of them for a new invitation."
    )


def _is_asked_back(face: Membership, invited_at: datetime | None) -> bool:
    """Whoever was removed, and not for good, comes back by an invitation that was made after it."""
    if face.state == Membership.State.BANNED or invited_at is None or face.left_at is None:
        return False
    return invited_at > face.left_at


def can_be_in(viewer: Viewer, group: Group) -> Verdict:
    """May they belong to it at all? Where a condition is talked about, they agree first that we may keep it."""
    if group.kind == Group.Kind.CONDITION and not (agreed := people_policy.can_share_health(viewer)):
        return agreed
    return people_policy.can_take_part(viewer)


def is_last_host(face: Membership) -> bool:
    return face.role == Membership.Role.HOST and not hosts_of(face.group).exclude(pk=face.pk).exists()


def is_alone(face: Membership) -> bool:
    """Whether nobody else belongs to the group of this face."""
    others = Membership.objects.filter(group=face.group_id, state=ACTIVE, only_in="")
    return not others.exclude(pk=face.pk).exists()


def can_leave(face: Membership) -> Verdict:
    if face.only_in:
        return no(_("This is a face for one topic. It ends when you leave the group under your name."))
    if not face.is_active:
        return no(_("You do not belong to this group."))
    if is_last_host(face) and not is_alone(face):
        return no(_("You are the only host. Make somebody else a host before you leave."))
    return yes()


def can_withdraw(request: Membership) -> Verdict:
    """May whoever asked to join think again?"""
    if request.state != Membership.State.REQUESTED:
        return no(_("Somebody has already answered this request."))
    return yes()


def can_see_members(face: Membership | None, group: Group) -> Verdict:
    if face is None or face.group_id != group.pk or not face.is_active:
        return no(_("Only members see who belongs to the group."))
    return yes()


def can_moderate(face: Membership | None, group: Group) -> Verdict:
    """May this face look after the safety of the group?"""
    if face is None or face.group_id != group.pk or not face.is_active:
        return no(_("Only the group's moderators can do this."))
    if face.role not in KEEPERS:
        return no(_("Only the group's moderators can do this."))
    return can_act(face)


def can_host(face: Membership | None, group: Group) -> Verdict:
    """May this face run the group: settle requests, invite, give roles, remove?"""
    if face is None or face.group_id != group.pk or not face.is_active:
        return no(_("Only the group's hosts can do this."))
    if face.role != Membership.Role.HOST:
        return no(_("Only the group's hosts can do this."))
    return can_act(face)


def can_invite(face: Membership | None, group: Group) -> Verdict:
    if group.archived_at:
        return no(_("This group is closed. It can still be read."))
    return can_host(face, group)


def can_remove(actor: Membership | None, face: Membership) -> Verdict:
    if actor is not None and actor.member_id == face.member_id:
        return no(_("To go yourself, leave the group."))
    if face.role == Membership.Role.HOST:
        return no(_("A host cannot be removed by another host."))
    if face.seems_gone:
        return no(_("This person no longer belongs to the group."))
    return can_host(actor, face.group)


def can_readmit(actor: Membership | None, face: Membership) -> Verdict:
    """May the actor let somebody who was removed come back, if they like? Of whoever only left it is not refused: the
    difference would show whose everyday face ended with one for a topic."""
    if face.member_id is None or not face.seems_gone or face.state == Membership.State.REQUESTED:
        return no(_("Nothing keeps this person from joining."))
    return can_host(actor, face.group)


def can_silence(actor: Membership | None, face: Membership) -> Verdict:
    if actor is not None and actor.member_id == face.member_id:
        return no(_("You cannot silence yourself."))
    if face.role == Membership.Role.HOST:
        return no(_("A host cannot be silenced."))
    return can_moderate(actor, face.group)


def can_found(viewer: Viewer) -> Verdict:
    if not viewer.is_authenticated:
        return no(_("Sign in to found a group."))
    return people_policy.can_take_part(viewer)
