"""What happens to a face that stays: words, roles, silence, and blocks between people."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groups import policy
from groups.events import FaceBlocked, FaceChanged, FaceUnblocked
from groups.models import Block, Group, Membership
from groups.names import name_key
from kit.events import announce
from kit.policy import Refused, require
from people.models import Member


def _changed(face: Membership) -> Membership:
    announce(FaceChanged(face_id=face.pk, member_id=face.member_id))
    return face


@transaction.atomic
def describe(face: Membership, *, name: str, about: str) -> Membership:
    """The member changes what the group calls them; it changes everywhere at once."""
    require(policy.can_describe(face))
    face.name, face.name_key, face.about = name, name_key(name), about
    try:
        with transaction.atomic():
            face.save(update_fields=["name", "name_key", "about"])
    except IntegrityError:
        raise Refused(_("Somebody here already has a name like this. Choose another one.")) from None
    return _changed(face)


@transaction.atomic
def change_role(actor: Membership, face: Membership, *, role: str) -> Membership:
    """Make the face a host, a moderator or a member; a group is never left without a host."""
    Group.objects.select_for_update().get(pk=face.group_id)  # one at a time: two last hosts must not both step down
    face = Membership.objects.select_for_update().select_related("group").get(pk=face.pk)
    require(policy.can_change_role(actor, face))
    face.role = role
    face.save(update_fields=["role"])
    return _changed(face)


@transaction.atomic
def silence(actor: Membership | None, face: Membership, *, until: datetime, reason: str) -> Membership:
    """The face may read but not write until then; its owner reads why. `actor` is None when the safety team acts."""
    face = Membership.objects.select_for_update().select_related("group").get(pk=face.pk)
    if actor is not None:
        require(policy.can_silence(actor, face))
    face.silenced_until, face.silenced_reason = until, reason
    face.save(update_fields=["silenced_until", "silenced_reason"])
    return _changed(face)


@transaction.atomic
def lift_silence(actor: Membership | None, face: Membership) -> Membership:
    face = Membership.objects.select_for_update().select_related("group").get(pk=face.pk)
    if actor is not None:
        require(policy.can_moderate(actor, face.group))
    face.silenced_until, face.silenced_reason = None, ""
    face.save(update_fields=["silenced_until", "silenced_reason"])
    return _changed(face)


@transaction.atomic
def block(blocker: Member, face: Membership) -> Block:
    """`blocker` no longer meets this face; nothing tells the person behind it."""
    require(policy.can_block(blocker, face))
    block, is_new = Block.objects.get_or_create(blocker=blocker, blocked=face)
    if is_new:
        announce(FaceBlocked(block_id=block.pk, blocker_id=blocker.pk))
    return block


@transaction.atomic
def unblock(blocker: Member, block: Block) -> Block:
    require(policy.can_block(blocker, block.blocked))
    Block.objects.filter(blocker=blocker, pk=block.pk).delete()
    announce(FaceUnblocked(blocker_id=blocker.pk, blocked_id=block.blocked_id))
    return block
