"""Who may see a picture, and put one into a group."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from groups.models import Group, Membership, Picture
from groups.policy.sight import moderated_groups, readable_groups, visible_groups
from groups.policy.writing import can_send_more
from kit.policy import Verdict, no, yes
from people.models import Viewer


def visible_pictures(viewer: Viewer) -> QuerySet[Picture]:
    """Pictures in what the viewer may read; hidden ones only for their sender and the group's moderators, and those
    that stand in nothing yet only for their sender."""
    shown = Q(used_at__isnull=False, hidden_at__isnull=True)
    outside = Q(pk__in=visible_groups(viewer).filter(picture__isnull=False).values("picture"), hidden_at__isnull=True)
    inside = Picture.objects.filter(Q(group__in=readable_groups(viewer)) | outside)
    if not viewer.is_authenticated:
        return inside.filter(shown)
    met = ~Q(sender__in=Membership.objects.filter(blocked_by__blocker_id=viewer.pk)) | outside
    kept = Q(group__in=moderated_groups(viewer), used_at__isnull=False)
    mine = Q(sender__member_id=viewer.pk)
    return inside.filter((shown & met) | kept | mine)


def can_add_picture(face: Membership | None, group: Group) -> Verdict:
    if not group.has_pictures:
        return no(_("This group has no pictures in its posts. Describe in words what one would see."))
    return can_send_more(face, group)


def can_use_pictures(face: Membership, keys: Collection[str]) -> Verdict:
    """May what this face writes show these pictures? They must stand in the same group: elsewhere, the same picture
    would tell two faces of one member to be the same person."""
    if not keys:
        return yes()
    at_hand = Q(sender__member_id=face.member_id) | Q(used_at__isnull=False)
    found = Picture.objects.filter(at_hand, group=face.group_id, key__in=keys, hidden_at__isnull=True)
    if found.count() < len(set(keys)):
        return no(_("A picture in this text is not here any more, or belongs to another group. Add it again."))
    return can_add_picture(face, face.group)
