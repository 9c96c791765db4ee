"""Invitations: a link that lets people in, counts them, ends by itself and can be taken back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import policy
from groups.actions.belonging import enter
from groups.models import Group, Invitation, Membership
from kit.policy import Refused, require
from people.models import Member


@transaction.atomic
def invite(actor: Membership, group: Group, *, uses: int = 1, days: int = 7) -> Invitation:
    """A link for `uses` people that ends after `days` days."""
    require(policy.can_invite(actor, group))
    ends = timezone.now() + timedelta(days=days)
    return Invitation.objects.create(group=group, made_by=actor, uses_left=uses, expires_at=ends)


@transaction.atomic
def revoke_invitation(actor: Membership, invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("group").get(pk=invitation.pk)
    require(policy.can_host(actor, invitation.group))
    if invitation.revoked_at is None:
        invitation.revoked_at = timezone.now()
        invitation.save(update_fields=["revoked_at"])
    return invitation


@transaction.atomic
def accept_invitation(member: Member, invitation: Invitation, *, name: str, about: str = "") -> Membership:
    """One place of the invitation is taken and a face begins, or neither; a second tap takes no second place."""
    group = Group.objects.select_for_update().get(pk=invitation.group_id)
    own = Membership.objects.filter(group=group, member=member, only_in="", name=name, about=about)
    if face := own.filter(state=Membership.State.ACTIVE).first():
        face.group = group
        return face
    left = policy.visible_invitations(member).filter(pk=invitation.pk).update(uses_left=F("uses_left") - 1)
    if not left:
        raise Refused(_("This invitation has been used up or has ended. Ask for a new one."))
    return enter(member, group, name=name, about=about, invited_at=invitation.created_at)
