"""Who may know a group, read in it, speak in it, and run it. Roles are tested here and nowhere else."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groups.models import Group, Invitation, Membership
from kit.policy import Verdict, no, yes
from people import policy as people_policy
from people.models import Viewer

ACTIVE = Membership.State.ACTIVE
GONE = (Membership.State.REMOVED, Membership.State.BANNED)
KEEPERS = (Membership.Role.MODERATOR, Membership.Role.HOST)


def _belongs(viewer: Viewer) -> Q:
    if not viewer.is_authenticated:
        return Q(pk__in=[])
    return Q(pk__in=Membership.objects.filter(member_id=viewer.pk, state=ACTIVE).values("group_id"))


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
    faces = Membership.objects.filter(group__in=readable_groups(viewer)).exclude(state=Membership.State.REQUESTED)
    if not viewer.is_authenticated:
        return faces
    return faces.exclude(blocked_by__blocker_id=viewer.pk)


def keepers_of(group: Group) -> QuerySet[Membership]:
    """Those who run the group and keep it safe."""
    return Membership.objects.filter(group=group, state=ACTIVE, role__in=KEEPERS)


def hosts_of(group: Group) -> QuerySet[Membership]:
    return Membership.objects.filter(group=group, state=ACTIVE, role=Membership.Role.HOST)


def is_keeper(face: Membership) -> bool:
    return face.state == ACTIVE and face.role in KEEPERS


def visible_requests(viewer: Viewer) -> QuerySet[Membership]:
    """People who asked to join a group that the viewer runs."""
    if not viewer.is_authenticated:
        return Membership.objects.none()
    hosted = Membership.objects.filter(member_id=viewer.pk, state=ACTIVE, role=Membership.Role.HOST)
    return Membership.objects.filter(state=Membership.State.REQUESTED, group__in=hosted.values("group_id"))


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


def can_join(viewer: Viewer, group: Group, *, face: Membership | None, invited: bool = False) -> Verdict:
    """May the viewer come in, or at least ask? `face` is the one they have or had there."""
    if not viewer.is_authenticated:
        return no(_("Sign in to join a group."))
    if group.archived_at:
        return no(_("This group is closed. It can still be read."))
    if face and face.state == ACTIVE:
        return no(_("You already belong to this group."))
    if face and face.state == Membership.State.REQUESTED:
        return no(_("You have asked to join. A host will answer."))
    if face and face.state in GONE:
        return no(_("You cannot join this group again by yourself. Write to its hosts."))
    if group.joining == Group.Joining.INVITATION and not invited:
        return no(_("This group is joined by invitation only."))
    return people_policy.can_take_part(viewer)


def can_speak_in(face: Membership | None, group: Group) -> Verdict:
    """May this face write in the group? Every rule of writing in a room of the group begins here."""
    if face is None or face.member is None or face.group_id != group.pk or not face.is_active:
        return no(_("Only members of the group can write here."))
    if group.archived_at:
        return no(_("This group is closed. It can still be read."))
    return _can_write_as(face)


def _can_write_as(face: Membership) -> Verdict:
    """May whoever owns this face, which belongs, put words under it?"""
    if face.silenced_until and face.silenced_until > timezone.now():
        until = date_format(timezone.localtime(face.silenced_until), "DATETIME_FORMAT")
        return no(_("You can read here, and write again from %(until)s.") % {"until": until})
    return _can_act(face)


def _can_act(face: Membership) -> Verdict:
    """Whoever only reads on the whole site for a while acts in no group either, whatever their role there."""
    if face.member is None:
        return no(_("This account is closed."))
    return people_policy.can_take_part(face.member)


def can_describe(face: Membership) -> Verdict:
    """May they change the name and the words about themselves? The group reads them, as it reads what they write."""
    if not face.is_active:
        return no(_("You do not belong to this group."))
    return _can_write_as(face)


def is_last_host(face: Membership) -> bool:
    return face.role == Membership.Role.HOST and not hosts_of(face.group).exclude(pk=face.pk).exists()


def can_leave(face: Membership) -> Verdict:
    if not face.is_active:
        return no(_("You do not belong to this group."))
    if is_last_host(face):
        return no(_("You are the only host. Make somebody else a host before you leave."))
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
    return _can_act(face)


def can_host(face: Membership | None, group: Group) -> Verdict:
    """May this face run the group: settle requests, invite, give roles, remove?"""
    if face is None or face.group_id != group.pk or not face.is_active:
        return no(_("Only the group's hosts can do this."))
    if face.role != Membership.Role.HOST:
        return no(_("Only the group's hosts can do this."))
    return _can_act(face)


def can_remove(actor: Membership | None, face: Membership) -> Verdict:
    if actor is not None and actor.pk == face.pk:
        return no(_("To go yourself, leave the group."))
    if face.role == Membership.Role.HOST:
        return no(_("A host cannot be removed by another host."))
    if not face.is_active:
        return no(_("This person no longer belongs to the group."))
    return can_host(actor, face.group)


def can_change_role(actor: Membership | None, face: Membership) -> Verdict:
    """May the actor make this face a host, a moderator, or neither?"""
    verdict = can_host(actor, face.group)
    if not verdict:
        return verdict
    if not face.is_active or face.member_id is None:
        return no(_("This person no longer belongs to the group."))
    if is_last_host(face):
        return no(_("You are the only host. Make somebody else a host first."))
    if actor is not None and face.role == Membership.Role.HOST and face.pk != actor.pk:
        return no(_("A host stays one until they give it up themselves."))
    return yes()


def can_silence(actor: Membership | None, face: Membership) -> Verdict:
    if actor is not None and actor.pk == face.pk:
        return no(_("You cannot silence yourself."))
    if face.role == Membership.Role.HOST:
        return no(_("A host cannot be silenced."))
    return can_moderate(actor, face.group)


def can_block(viewer: Viewer, face: Membership) -> Verdict:
    if not viewer.is_authenticated:
        return no(_("Sign in to block somebody."))
    if face.member_id == viewer.pk:
        return no(_("That is you."))
    return yes()


def can_found(viewer: Viewer) -> Verdict:
    if not viewer.is_authenticated:
        return no(_("Sign in to found a group."))
    return people_policy.can_take_part(viewer)
