"""What the pages of groups show, ready to show."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from groups import policy
from groups.models import Block, Group, Invitation, Membership, Rule
from kit.prepared import Prepared
from people.models import Viewer

FACE = Prepared(lambda *, group_id, member_id: Membership.objects.filter(group_id=group_id, member_id=member_id))


def face_of(viewer: Viewer, group: Group) -> Membership | None:
    """The viewer's own face in the group, whatever its state."""
    if not viewer.is_authenticated:
        return None
    face: Membership | None = FACE.first(group_id=group.pk, member_id=viewer.pk)
    if face is not None:
        # Already at hand: later questions of policy must not fetch them again.
        face.group, face.member = group, viewer
    return face


def hidden_faces(viewer: Viewer) -> frozenset[int]:
    """Ids of the faces that the viewer has blocked and must not meet anywhere."""
    if not viewer.is_authenticated:
        return frozenset()
    return frozenset(Block.objects.filter(blocker_id=viewer.pk).values_list("blocked_id", flat=True))


def my_faces(viewer: Viewer) -> QuerySet[Membership]:
    """Every group the viewer belongs to or asked to join, with their own face there."""
    if not viewer.is_authenticated:
        return Membership.objects.none()
    states = (Membership.State.ACTIVE, Membership.State.REQUESTED)
    mine = Membership.objects.filter(member_id=viewer.pk, state__in=states)
    return mine.select_related("group").order_by("group__name", "pk")


def directory(viewer: Viewer, *, words: str = "", kind: str = "") -> QuerySet[Group]:
    """Groups to find: open and listed ones; hidden ones stand in nobody's directory."""
    groups = policy.visible_groups(viewer).exclude(visibility=Group.Visibility.HIDDEN)
    groups = groups.filter(archived_at__isnull=True)
    if kind:
        groups = groups.filter(kind=kind)
    for word in words.split()[:8]:
        groups = groups.filter(Q(name__icontains=word) | Q(purpose__icontains=word))
    return groups


def members_of(group: Group, *, viewer: Viewer) -> QuerySet[Membership]:
    """The faces that belong now, by name."""
    return policy.visible_faces(viewer).filter(group=group, state=Membership.State.ACTIVE)


def requests_of(group: Group, *, viewer: Viewer) -> QuerySet[Membership]:
    return policy.visible_requests(viewer).filter(group=group).order_by("joined_at")


def invitations_of(group: Group, *, viewer: Viewer) -> QuerySet[Invitation]:
    return policy.visible_invitations(viewer).filter(group=group).order_by("-created_at")


def rules_of(group: Group) -> QuerySet[Rule]:
    return Rule.objects.filter(group=group).order_by("number")


def size_band(group: Group) -> str:
    """How big a group is, for outsiders: coarse, so that nobody can watch a single person come or go."""
    if group.member_count < 10:
        return _("Fewer than 10 people")
    for least, most in ((10, 50), (50, 250), (250, 1000)):
        if group.member_count < most:
            return _("%(least)d to %(most)d people") % {"least": least, "most": most}
    return _("More than 1,000 people")


def my_blocks(viewer: Viewer) -> QuerySet[Block]:
    return Block.objects.filter(blocker_id=viewer.pk).select_related("blocked__group").order_by("-created_at")
