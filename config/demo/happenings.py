"""What people of the demo were told about, in the order in which it happened, so that notices stand in that order."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from community.forum.events import PostPublished
from community.forum.listeners import notify_watchers
from community.forum.models import Post
from config.demo import lately, safety
from config.demo.written import WrittenCommunity
from groups.events import FaceJoined, JoiningAsked
from groups.listeners import tell_hosts_of_request, welcome_newcomer
from groups.models import Group, Membership
from kit.delivery import deliver_due
from people.models import Member, Notice

Happening = tuple[datetime, Callable[[], object]]
Faces = dict[str, Membership]
NEWS = timedelta(hours=40)  # what is younger has not been read yet
UNTIL_READ = timedelta(hours=5)


def relive(
    written: WrittenCommunity, people: dict[str, Member], groups: dict[str, Group], faces: dict[str, Faces]
) -> None:
    happenings = [*_arrivals(faces), *_replies(), *_moderation(written, groups, faces)]
    happenings += [(deed.at, _heard(lately.happen, deed, groups, faces)) for deed in written.deeds]
    last = 0
    for at, happen in sorted(happenings, key=lambda happening: happening[0]):
        happen()
        last = _put_back(at, after=last)
    deliver_due(limit=5_000)


def _put_back(at: datetime, *, after: int) -> int:
    """Give new notices the time of what caused them; the last one's id is what to go on from."""
    new = list(Notice.objects.filter(pk__gt=after).values_list("pk", flat=True))
    if not new:
        return after
    read_at = at + UNTIL_READ if at < timezone.now() - NEWS else None
    Notice.objects.filter(pk__in=new).update(created_at=at, read_at=read_at)
    return max(new)


def _arrivals(faces: dict[str, Faces]) -> list[Happening]:
    """Straight to the listeners instead of by the journal: nobody has a page open that would have to hear of it."""
    happenings: list[Happening] = []
    for face in (face for named in faces.values() for face in named.values() if not face.only_in):
        if face.state == Membership.State.REQUESTED:
            happenings.append((face.joined_at, partial(tell_hosts_of_request, JoiningAsked(face_id=face.pk))))
        else:
            happenings.append((face.joined_at, partial(welcome_newcomer, FaceJoined(face_id=face.pk))))
    return happenings


def _replies() -> list[Happening]:
    """Notices of replies that nobody has read yet; older ones are long gone from everybody's mind."""
    posts = Post.objects.filter(created_at__gt=timezone.now() - NEWS).values_list("pk", "created_at")
    return [(at, partial(notify_watchers, PostPublished(post_id=pk))) for pk, at in posts]


def _moderation(written: WrittenCommunity, groups: dict[str, Group], faces: dict[str, Faces]) -> list[Happening]:
    happenings: list[Happening] = []
    for review in written.reviews:
        group, named = groups[review.group], faces[review.group]
        thing = safety.find(review, group)
        for report in review.reports:
            happenings.append((report.at, _heard(safety.make_report, report, review.kind, thing, named)))
        if review.decision:
            decide = _heard(safety.make_decision, review.decision, thing, group, named)
            happenings.append((review.decision.at, decide))
        if review.appeal:
            happenings.append((review.appeal.at, _heard(safety.make_appeal, review.appeal, thing)))
    return happenings


def _heard(deed: Callable[..., object], *details: object) -> Callable[[], object]:
    """The deed, and at once whatever follows from it by the journal."""

    def do_and_deliver() -> None:
        deed(*details)
        deliver_due(limit=1_000)

    return do_and_deliver
