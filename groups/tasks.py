"""What this room does by the clock."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups import actions, policy
from groups.models import Merger
from groups.quiet import rings_at
from kit.tasks import retrying, scheduled
from people import actions as people_actions


@scheduled(every=timedelta(hours=1))
def remove_unused_pictures() -> int:
    """Pictures that were sent a day ago and stand in no post, on no face and in no draft."""
    return actions.remove_unused_pictures()


@retrying(attempts=10)
def ask_members_about_merger(merger_id: int) -> int:
    """Every member of the leaving group gets the question; told again after a crash, each is still asked once."""
    merger = Merger.objects.select_related("leaving").filter(pk=merger_id, state=Merger.State.ASKING).first()
    if merger is None:
        return 0
    faces = policy.belonging_to(merger.leaving).select_related("member").order_by("pk")
    url = reverse("groups:merger", args=[merger.key])
    asked = 0
    for face in faces.iterator(chunk_size=500):
        if face.member is not None:
            people_actions.tell_in_their_language(
                face.member,
                kind="merger",
                source=f"{merger.key}:asked",
                text=_("A group of yours may become part of another one. Please say whether you come along."),
                url=url,
                rings_at=rings_at(merger.leaving),
            )
            asked += 1
    return asked


@scheduled(every=timedelta(hours=1))
def conclude_mergers() -> int:
    """Mergers whose time to answer is over."""
    due = Merger.objects.filter(state=Merger.State.ASKING, ends_at__lte=timezone.now())
    for merger in list(due):
        actions.conclude_merger(merger)
    return len(due)


@scheduled(every=timedelta(days=1))
def forget_role_offers() -> int:
    """What somebody was asked to take on more than six weeks ago."""
    return actions.forget_offers()
