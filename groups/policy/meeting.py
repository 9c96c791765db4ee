"""Who meets whom: blocks, who may be seen to be here, and faces that were introduced to another group.

A block hides one face from whoever blocked it, and no other face of the same person: what vanishes together would tell
that it belongs together. The other way it keeps the person away under every face they have, and nothing tells them.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groups.models import Block, Introduction, Membership
from groups.policy.sight import ACTIVE, joined_groups, shown_as_belonging, visible_faces
from groups.policy.writing import can_act
from kit.policy import Verdict, no
from people.models import Member, Viewer


def is_kept_away(author: Membership, member: Member) -> bool:
    """Whether what this face addresses to the member must not reach them: they blocked a face of the same person."""
    if author.member_id is None:
        return Block.objects.filter(blocker=member, blocked=author).exists()
    return Block.objects.filter(blocker=member, blocked__member_id=author.member_id).exists()


def members_reached_by(author: Membership) -> QuerySet[Member]:
    """Those to whom this face may address something; filter it further before it is read."""
    if author.member_id is None:
        return Member.objects.exclude(blocks__blocked=author)
    return Member.objects.exclude(blocks__blocked__member_id=author.member_id)


def visible_presences(viewer: Viewer) -> QuerySet[Membership]:
    """Faces that show when they are here, and to whom: no outsiders, and nobody on either side of a block."""
    if not viewer.is_authenticated:
        return Membership.objects.none()
    mine = Membership.objects.filter(member_id=viewer.pk, state=ACTIVE, only_in="")
    shown = visible_faces(viewer).filter(shows_presence=True, state=ACTIVE, only_in="")
    keeps_away = Block.objects.filter(blocked__member_id=viewer.pk).values("blocker_id")
    return shown.filter(group__in=mine.values("group_id")).exclude(member_id__in=keeps_away)


def visible_introductions(viewer: Viewer, *, now: datetime | None = None) -> QuerySet[Introduction]:
    """Introductions made where the viewer belongs, to groups that they may read, of faces that they do not mind to
    meet. A group that anybody may read has not told anybody who somebody is elsewhere."""
    if not viewer.is_authenticated:
        return Introduction.objects.none()
    met = shown_as_belonging(visible_faces(viewer), now=now)
    told = met.filter(group__in=joined_groups(viewer))
    return Introduction.objects.filter(face__in=told.values("pk"), other__in=met.values("pk"))


def can_introduce(face: Membership, other: Membership) -> Verdict:
    """May whoever owns both say in the group of the one who they are in the group of the other?"""
    if face.member_id is None or face.member_id != other.member_id or face.group_id == other.group_id:
        return no(_("Choose one of your own names in another group."))
    if face.only_in or other.only_in:
        return no(_("A face for one topic stays without a name."))
    if not face.is_active or not other.is_active:
        return no(_("You do not belong to this group."))
    return can_act(face)
