"""What happens to a face that stays: words, silence, and blocks between people."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from groups import policy
from groups.actions.belonging import locked_face
from groups.actions.nameless import faces_beside
from groups.events import FaceBlocked, FaceChanged, FaceRenamed, FaceUnblocked
from groups.models import Block, Membership
from groups.names import name_key
from kit.events import announce
from kit.keys import new_key
from kit.policy import Refused, require
from people.models import Member


def _changed(face: Membership) -> Membership:
    announce(FaceChanged(face_id=face.pk, member_id=face.member_id))
    return face


@transaction.atomic
def describe(
    face: Membership,
    *,
    name: str,
    about: str = "",
    shows_presence: bool = False,
    welcomes_talks: bool = True,
    new_drawing: bool = False,
) -> Membership:
    """The member changes what the group calls them; it changes everywhere at once. A new drawing is one by chance."""
    require(policy.can_describe(face))
    face.name, face.name_key, face.about, face.shows_presence = name, name_key(name), about, shows_presence
    face.welcomes_talks = welcomes_talks
    face.avatar_seed = new_key() if new_drawing else face.avatar_seed
    try:
        with transaction.atomic():
            face.save(update_fields=["name", "name_key", "about", "shows_presence", "welcomes_talks", "avatar_seed"])
    except IntegrityError:
        raise Refused(_("Somebody here already has a name like this. Choose another one.")) from None
    announce(FaceRenamed(face_id=face.pk))
    return face


@transaction.atomic
def silence(actor: Membership | None, face: Membership, *, until: datetime, reason: str) -> Membership:
    """The face may read but not write until then; its owner reads why. `actor` is None when the safety team acts."""
    face = locked_face(face)
    if actor is not None:
        require(policy.can_silence(actor, face))
    face.silenced_until, face.silenced_reason = until, reason or _("A moderator decided so.")
    face.save(update_fields=["silenced_until", "silenced_reason"])
    _silence_together(face)
    return _changed(face)


@transaction.atomic
def lift_silence(actor: Membership | None, face: Membership) -> Membership:
    face = locked_face(face)
    if actor is not None:
        require(policy.can_moderate(actor, face.group))
    face.silenced_until, face.silenced_reason = None, ""
    face.save(update_fields=["silenced_until", "silenced_reason"])
    _silence_together(face)
    return _changed(face)


def _silence_together(face: Membership) -> None:
    """All faces of a member in the group are silent as long as one is; the reason stands with that one alone."""
    faces = [face, *faces_beside(face)]
    ends = [one.silenced_until for one in faces if one.silenced_until and one.silenced_reason]
    for one in faces:
        if not one.silenced_reason:
            one.silenced_until = max(ends, default=None)
            one.save(update_fields=["silenced_until"])


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
