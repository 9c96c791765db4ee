"""Which groups, faces, requests and invitations a viewer may know."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from groups.models import Group, Invitation, Membership
from people.models import Viewer

ACTIVE = Membership.State.ACTIVE
KEEPERS = (Membership.Role.MODERATOR, Membership.Role.HOST)


def _belongs(viewer: Viewer) -> Q:
    if not viewer.is_authenticated:
        return Q(pk__in=[])
    everyday = Membership.objects.filter(member_id=viewer.pk, only_in="", state=ACTIVE)  # by which one belongs
    return Q(pk__in=everyday.values("group_id"))


def visible_groups(viewer: Viewer) -> QuerySet[Group]:
    """Groups whose existence the viewer may know."""
    return Group.objects.filter(~Q(visibility=Group.Visibility.HIDDEN) | _belongs(viewer))


def readable_groups(viewer: Viewer) -> QuerySet[Group]:
    """Groups whose inside the viewer may read."""
    return Group.objects.filter(Q(visibility=Group.Visibility.OPEN) | _belongs(viewer))


def joined_groups(viewer: Viewer) -> QuerySet[Group]:
    """Groups that the viewer belongs to now."""
    return Group.objects.filter(_belongs(viewer))


def moderated_groups(viewer: Viewer) -> QuerySet[Group]:
    """Groups that the viewer keeps safe."""
    if not viewer.is_authenticated:
        return Group.objects.none()
    kept = Membership.objects.filter(member_id=viewer.pk, state=ACTIVE, role__in=KEEPERS)
    return Group.objects.filter(pk__in=kept.values("group_id"))


def visible_faces(viewer: Viewer) -> QuerySet[Membership]:
    """Faces that have belonged to a group the viewer reads, without those that the viewer blocked."""
    never_belonged = Q(state=Membership.State.REQUESTED, left_at__isnull=True)
    faces = Membership.objects.filter(group__in=readable_groups(viewer)).exclude(never_belonged)
    if not viewer.is_authenticated:
        return faces
    return faces.exclude(blocked_by__blocker_id=viewer.pk)


def keepers_of(group: Group) -> QuerySet[Membership]:
    """Those who run the group and keep it safe."""
    return Membership.objects.filter(group=group, state=ACTIVE, role__in=KEEPERS)


def shown_as_belonging(faces: QuerySet[Membership], *, now: datetime | None = None) -> QuerySet[Membership]:
    """Those that belong as far as anybody sees: those that do, and those whose end nobody shall see yet."""
    return faces.filter(Q(state=ACTIVE) | Q(stays_shown_until__gt=now or timezone.now()))


def belonging_to(group: Group) -> QuerySet[Membership]:
    """The everyday faces of those who belong now."""
    return Membership.objects.filter(group=group, state=ACTIVE, only_in="")


def hosts_of(group: Group) -> QuerySet[Membership]:
    return Membership.objects.filter(group=group, state=ACTIVE, role=Membership.Role.HOST)


def is_keeper(face: Membership) -> bool:
    return face.state == ACTIVE and face.role in KEEPERS


def is_shown_as_keeper(face: Membership) -> bool:
    """What others see of it; whether it may still do anything is another question."""
    return not face.seems_gone and face.role in KEEPERS


def visible_requests(viewer: Viewer) -> QuerySet[Membership]:
    """People who asked to join a group that the viewer runs."""
    if not viewer.is_authenticated:
        return Membership.objects.none()
    hosted = Membership.objects.filter(member_id=viewer.pk, state=ACTIVE, role=Membership.Role.HOST)
    return Membership.objects.filter(state=Membership.State.REQUESTED, group__in=hosted.values("group_id"))


def visible_removals(viewer: Viewer) -> QuerySet[Membership]:
    """Faces that were removed from groups which the viewer runs: those very faces, and none that ended with them."""
    if not viewer.is_authenticated:
        return Membership.objects.none()
    hosted = Membership.objects.filter(member_id=viewer.pk, state=ACTIVE, role=Membership.Role.HOST)
    return visible_faces(viewer).filter(removed_at__isnull=False, group__in=hosted.values("group_id"))


def visible_invitations(viewer: Viewer) -> QuerySet[Invitation]:
    """Invitations that whoever holds their link may still use; they end with the hosting of whoever made them."""
    hosts = Membership.objects.filter(state=ACTIVE, role=Membership.Role.HOST)
    return Invitation.objects.filter(
        revoked_at__isnull=True,
        uses_left__gt=0,
        expires_at__gt=timezone.now(),
        group__archived_at__isnull=True,
        made_by__in=hosts,
    )
