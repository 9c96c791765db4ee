"""What hosts may do with a whole group: close it, show it to others, look at first posts, and join it to another."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.models import Group, Membership, Merger
from groups.policy.running import can_host
from groups.policy.sight import ACTIVE, KEEPERS
from kit.policy import Verdict, no, yes
from people.models import Viewer

WIDTHS = {Group.Visibility.HIDDEN: 0, Group.Visibility.LISTED: 1, Group.Visibility.OPEN: 2}
LIVE = (Merger.State.PROPOSED, Merger.State.ASKING)


def can_archive(face: Membership | None, group: Group) -> Verdict:
    if group.archived_at:
        return no(_("This group is closed already."))
    return can_host(face, group)


def can_reopen(face: Membership | None, group: Group) -> Verdict:
    if not group.archived_at:
        return no(_("This group is not closed."))
    if Merger.objects.filter(leaving=group, state=Merger.State.DONE).exists():
        return no(_("This group became part of another one and stays closed."))
    return can_host(face, group)


def can_show_to(group: Group, visibility: str) -> Verdict:
    """May the group be seen like this from now on? What was written stays with the readers it was written for."""
    if WIDTHS[Group.Visibility(visibility)] <= WIDTHS[Group.Visibility(group.visibility)]:
        return yes()
    if group.memberships.filter(only_in="").exclude(state=Membership.State.REQUESTED).count() <= 1:
        return yes()
    return no(
        _(
            "People came here because not more people could see it. A group can only become less visible. "
            "To be found by more people, start another group and invite those who like."
        )
    )


def is_checked_first(face: Membership) -> bool:
    """Whether somebody looks at what this face writes before others read it. A face is as old as itself: one for a
    single topic is new there whoever has it, for what appears at once would tell that its author is not."""
    group = face.group
    if not group.checks_first_posts or face.role in KEEPERS:
        return False
    return face.early_posts < max(1, group.first_posts)


def visible_mergers(viewer: Viewer) -> QuerySet[Merger]:
    """Mergers that the viewer may know: the hosts of both groups, and once everybody is asked the leaving group."""
    if not viewer.is_authenticated:
        return Merger.objects.none()
    mine = Membership.objects.filter(member_id=viewer.pk, state=ACTIVE, only_in="")
    hosted = mine.filter(role=Membership.Role.HOST).values("group_id")
    asked = Q(state__in=[Merger.State.ASKING, Merger.State.DONE], leaving__in=mine.values("group_id"))
    return Merger.objects.filter(asked | Q(leaving__in=hosted) | Q(staying__in=hosted))


def can_propose_merger(face: Membership | None, leaving: Group, *, staying: Group) -> Verdict:
    """May the host ask the hosts of the other group to take this one in?"""
    if leaving.pk == staying.pk:
        return no(_("This is the same group."))
    if leaving.archived_at or staying.archived_at:
        return no(_("This group is closed. It can still be read."))
    if Merger.objects.filter(Q(leaving=leaving) | Q(staying=leaving) | Q(leaving=staying), state__in=LIVE).exists():
        return no(_("One of the two groups is just about to become part of another. Wait until that is over."))
    return can_host(face, leaving)


def can_agree_to_merger(face: Membership | None, merger: Merger) -> Verdict:
    """May this face of the staying group say yes or no to the other's hosts?"""
    if merger.state != Merger.State.PROPOSED:
        return no(_("Somebody has already answered this."))
    if merger.leaving.archived_at or merger.staying.archived_at:
        return no(_("This group is closed. It can still be read."))
    return can_host(face, merger.staying)


def can_drop_merger(face: Membership | None, merger: Merger) -> Verdict:
    """May this face, a host of either group, stop it?"""
    if merger.state not in LIVE:
        return no(_("This is over."))
    if face is not None and face.group_id == merger.staying_id:
        return can_host(face, merger.staying)
    return can_host(face, merger.leaving)


def can_answer_merger(face: Membership | None, merger: Merger) -> Verdict:
    """May this face say whether it comes along?"""
    if face is None or face.group_id != merger.leaving_id or not face.is_active or face.only_in:
        return no(_("Only members of the group are asked."))
    if merger.state != Merger.State.ASKING or merger.ends_at is None or merger.ends_at <= timezone.now():
        return no(_("The time to answer is over."))
    return yes()
