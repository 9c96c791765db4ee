"""Coming in and going: joining, asking, inviting, leaving, being removed."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import policy
from groups.events import FaceJoined, FaceLeft, JoiningAsked, JoiningDeclined
from groups.models import Group, Invitation, Membership
from groups.names import name_key
from kit.events import announce
from kit.policy import Refused, require
from people.models import Member


def _locked(face: Membership) -> Membership:
    """The face as it is now, nobody else changing it: its group is locked first, as everywhere in this room."""
    Group.objects.select_for_update().get(pk=face.group_id)
    return Membership.objects.select_for_update(of=("self",)).select_related("group", "member").get(pk=face.pk)


def _count(group: Group, change: int) -> None:
    Group.objects.filter(pk=group.pk).update(member_count=F("member_count") + change)


def _enter(member: Member, group: Group, *, name: str, about: str, invited: bool) -> Membership:
    face = Membership.objects.select_for_update().filter(group=group, member=member).first()
    require(policy.can_join(member, group, face=face, invited=invited))
    asks = group.joining == Group.Joining.REQUEST and not invited
    face = face or Membership(group=group, member=member)
    face.name, face.name_key, face.about = name, name_key(name), about
    face.state = Membership.State.REQUESTED if asks else Membership.State.ACTIVE
    face.role, face.joined_at, face.left_at = Membership.Role.MEMBER, timezone.now(), None
    try:
        with transaction.atomic():
            face.save()
    except IntegrityError:
        raise Refused(_("Somebody here already has a name like this. Choose another one.")) from None
    if asks:
        announce(JoiningAsked(face_id=face.pk))
        return face
    _count(group, 1)
    announce(FaceJoined(face_id=face.pk))
    return face


@transaction.atomic
def join(member: Member, group: Group, *, name: str, about: str = "") -> Membership:
    """A face in the group: active at once, or asking where the hosts decide."""
    group = Group.objects.select_for_update().get(pk=group.pk)
    return _enter(member, group, name=name, about=about, invited=False)


@transaction.atomic
def accept_invitation(member: Member, invitation: Invitation, *, name: str, about: str = "") -> Membership:
    group = Group.objects.select_for_update().get(pk=invitation.group_id)
    left = policy.visible_invitations(member).filter(pk=invitation.pk).update(uses_left=F("uses_left") - 1)
    if not left:
        raise Refused(_("This invitation has been used up or has ended. Ask for a new one."))
    return _enter(member, group, name=name, about=about, invited=True)


@transaction.atomic
def approve(actor: Membership, request: Membership) -> Membership:
    request = _locked(request)
    require(policy.can_host(actor, request.group))
    if request.state != Membership.State.REQUESTED:
        raise Refused(_("Somebody has already answered this request."))
    request.state, request.joined_at = Membership.State.ACTIVE, timezone.now()
    request.save(update_fields=["state", "joined_at"])
    _count(request.group, 1)
    announce(FaceJoined(face_id=request.pk))
    return request


@transaction.atomic
def decline(actor: Membership, request: Membership) -> Membership:
    request = _locked(request)
    require(policy.can_host(actor, request.group))
    if request.state != Membership.State.REQUESTED:
        raise Refused(_("Somebody has already answered this request."))
    request.state, request.left_at = Membership.State.LEFT, timezone.now()
    request.save(update_fields=["state", "left_at"])
    announce(JoiningDeclined(face_id=request.pk))
    return request


@transaction.atomic
def invite(actor: Membership, group: Group, *, uses: int = 1, days: int = 7) -> Invitation:
    """A link for `uses` people that ends after `days` days."""
    require(policy.can_host(actor, group))
    ends = timezone.now() + timedelta(days=days)
    return Invitation.objects.create(group=group, made_by=actor, uses_left=uses, expires_at=ends)


@transaction.atomic
def revoke_invitation(actor: Membership, invitation: Invitation) -> Invitation:
    require(policy.can_host(actor, invitation.group))
    invitation.revoked_at = timezone.now()
    invitation.save(update_fields=["revoked_at"])
    return invitation


def _end(face: Membership, state: str) -> Membership:
    face.state, face.left_at, face.role = state, timezone.now(), Membership.Role.MEMBER
    face.save(update_fields=["state", "left_at", "role"])
    _count(face.group, -1)
    announce(FaceLeft(face_id=face.pk, member_id=face.member_id))
    return face


@transaction.atomic
def leave(face: Membership) -> Membership:
    face = _locked(face)
    require(policy.can_leave(face))
    return _end(face, Membership.State.LEFT)


@transaction.atomic
def remove(actor: Membership, face: Membership, *, for_good: bool = False) -> Membership:
    """Takes a face out of the group; `for_good` bans it."""
    face = _locked(face)
    require(policy.can_remove(actor, face))
    return _end(face, Membership.State.BANNED if for_good else Membership.State.REMOVED)
