"""What addresses of groups name and their pages list, as far as whoever asks may see it."""

from django.db.models import Q, QuerySet

from groups import policy
from groups.models import Group, Introduction, Membership, Merger, Picture, RoleOffer
from people.models import Viewer
from people.seen import Seen

KNOWN_GROUP: Seen[Group] = Seen(
    lambda viewer, *, slug: policy.visible_groups(viewer).filter(slug=slug).select_related("picture")
)
READ_GROUP: Seen[Group] = Seen(lambda viewer, *, slug: policy.readable_groups(viewer).filter(slug=slug))
FACE: Seen[Membership] = Seen(
    lambda viewer, *, slug, key: policy.visible_faces(viewer).filter(group__slug=slug, key=key).select_related("group")
)
MERGER: Seen[Merger] = Seen(
    lambda viewer, *, key: policy.visible_mergers(viewer).filter(key=key).select_related("leaving", "staying")
)
OFFER: Seen[RoleOffer] = Seen(
    lambda viewer, *, slug, key: (
        policy.visible_offers(viewer)
        .filter(face__group__slug=slug, key=key)
        .select_related("face__group", "offered_by")
    )
)
PICTURE: Seen[Picture] = Seen(
    lambda viewer, *, key: policy.visible_pictures(viewer).filter(key=key).select_related("group")
)
FACE_WITH_PICTURE: Seen[Membership] = Seen(
    lambda viewer, *, key: (
        policy.visible_faces(viewer)
        .filter(key=key, picture__isnull=False, picture__hidden_at__isnull=True)
        .select_related("picture__group")
    )
)
GROUP_WITH_PICTURE: Seen[Group] = Seen(
    lambda viewer, *, slug: (
        policy.visible_groups(viewer)
        .filter(slug=slug, picture__isnull=False, picture__hidden_at__isnull=True)
        .select_related("picture__group")
    )
)
FORMER_ADDRESS: Seen[Group] = Seen(
    lambda viewer, *, slug: policy.visible_groups(viewer).filter(former_addresses__slug=slug)
)
INTRODUCTIONS: Seen[Introduction] = Seen(
    lambda viewer, *, face_id, now: (
        policy.visible_introductions(viewer, now=now)
        .filter(face_id=face_id)
        .select_related("other__group")
        .order_by("pk")
    )
)


def _mergers(viewer: Viewer, *, group_id: int) -> QuerySet[Merger]:
    mergers = policy.visible_mergers(viewer).exclude(state=Merger.State.DROPPED)
    mergers = mergers.filter(Q(leaving=group_id) | Q(staying=group_id, state__in=policy.LIVE))
    return mergers.select_related("leaving", "staying").order_by("-created_at")


MERGERS: Seen[Merger] = Seen(_mergers)
