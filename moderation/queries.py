"""What the pages of moderation show, ready to show."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forum.models import Post
from groups.models import Group, Membership
from groups.queries import face_of
from kit import markdown, once
from moderation import policy
from moderation.models import Appeal, Decision, Report, Review, Shift
from moderation.subjects import POST, SUBJECTS
from people.models import Member, Viewer

Category = Report.Category
URGENT, SERIOUS, ORDINARY = 0, 1, 2
URGENCIES: dict[int, str | Promise] = {
    URGENT: gettext_lazy("Somebody may be in danger"),
    SERIOUS: gettext_lazy("Can hurt somebody"),
    ORDINARY: gettext_lazy("Other reports"),
}
# Under which a group without rules of its own decides.
SITE_RULE = gettext_lazy("What is said here must not hurt anybody or break the law.")
ALARMING = (Category.ABUSE, Category.PRIVATE, Category.HARMFUL_ADVICE)  # of what is serious
QUEUE_ORDER = ("urgency", "opened_at", "pk")


def queue_of(viewer: Viewer, *, group: Group | None = None) -> QuerySet[Review]:
    """What waits: somebody's safety before hurt, hurt before the rest; within each, what waits longest."""
    reviews = policy.visible_reviews(viewer).filter(state=Review.State.OPEN)
    if group is not None:
        reviews = reviews.filter(group=group)
    return (
        reviews.annotate(urgency=_urgency())
        .select_related("group", "author")
        .prefetch_related("reports")
        .order_by(*QUEUE_ORDER)
    )


def urgency_of(category: str) -> int:
    """Of a report by itself; the lower, the more urgent."""
    if category == Category.DANGER:
        return URGENT
    return SERIOUS if category in ALARMING else ORDINARY


def place_of_report(kind: str, thing: Any) -> str:
    """Where a thing is reported, as client keys know it."""
    return f"report {kind} {thing.key}"


def report_as(reporter: Viewer, thing: Any, *, kind: str, category: str, words: str, client_key: str) -> str | None:
    """What a report is sent as, see kit.once."""
    return once.sent_as(client_key, category, words, writer=reporter.pk, place=place_of_report(kind, thing))


def report_sent_as(sent_as: str | None) -> Report | None:
    """The report that stands already, if this was sent before."""
    return Report.objects.filter(sent_as=sent_as).first() if sent_as else None


def _urgency() -> Case:
    reports = Report.objects.filter(review=OuterRef("pk"))
    return Case(
        When(Exists(reports.filter(category=Category.DANGER)), then=Value(URGENT)),
        When(Exists(reports.filter(category__in=ALARMING)), then=Value(SERIOUS)),
        default=Value(ORDINARY),
        output_field=IntegerField(),
    )


def appeals_waiting(viewer: Viewer) -> QuerySet[Appeal]:
    appeals = policy.visible_appeals(viewer).filter(outcome="")
    return appeals.select_related("decision__review__group", "decision__review__author").order_by("created_at", "pk")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue."""

    review: Review
    kind: str | Promise
    excerpt: str
    urgency: str | Promise
    categories: list[str]


def lines_of(reviews: list[Any]) -> list[Waiting]:
    """The reviews of `queue_of` with what a moderator reads about each."""
    return [
        Waiting(
            review=review,
            kind=SUBJECTS[review.kind].name,
            excerpt=Truncator(markdown.plain(review.snapshot)).words(24),
            urgency=URGENCIES[review.urgency],
            categories=sorted({str(report.get_category_display()) for report in review.reports.all()}),
        )
        for review in reviews
    ]


def words_of(thing: Any, *, kind: str, is_decline: bool) -> str:
    """The words of a thing as they are now; whoever declined a first post read the title of its topic, too."""
    words = SUBJECTS[kind].words_of(thing)
    return f"{thing.topic.title}\n\n{words}" if is_decline and thing.number == 1 else words


def on_duty(viewer: Viewer) -> QuerySet[Shift]:
    """Who looks after the viewer's groups at this moment."""
    shifts = policy.running_shifts().filter(pk__in=policy.visible_shifts(viewer).values("pk"))
    return shifts.select_related("group", "moderator").order_by("group__name", "ends_at")


def duty_of(group: Group) -> QuerySet[Shift]:
    """The shifts of the group that run at this moment."""
    return policy.running_shifts().filter(group=group).select_related("moderator__member")


def rota_of(group: Group, *, viewer: Viewer) -> QuerySet[Shift]:
    """Shifts that run or are still to come."""
    shifts = policy.visible_shifts(viewer).filter(group=group, ends_at__gt=timezone.now())
    return shifts.select_related("moderator", "group").order_by("starts_at", "pk")


def earlier_decisions(review: Review) -> QuerySet[Decision]:
    """What was decided before about the same face in the same group."""
    decisions = Decision.objects.filter(review__author_id=review.author_id).exclude(review_id=review.pk)
    return decisions.select_related("review", "appeal").order_by("-created_at", "-pk")


def who_decided(decision: Decision) -> str:
    """The name that colleagues know the decider by."""
    decider: Member | None = decision.decider
    face: Membership | None = face_of(decider, decision.review.group) if decider else None
    if face is None or not face.is_active:
        return _("The safety team")
    return face.name


def safety_team() -> QuerySet[Member]:
    return Member.objects.filter(is_safety_team=True, is_active=True)


def own_decisions(viewer: Viewer) -> QuerySet[Decision]:
    """Decisions about the viewer's words, with all that the page shows of one."""
    return policy.visible_decisions(viewer).select_related("review__group", "review__author", "appeal")


def own_decline(viewer: Viewer, post: Post) -> Decision | None:
    """The decision not to let this post of the viewer's through; None about what was declined before there were such
    decisions."""
    about = {"review__kind": POST, "review__subject_key": post.key, "review__is_decline": True}
    return policy.visible_decisions(viewer).filter(**about).first()


def reviews_to_read(viewer: Viewer) -> QuerySet[Review]:
    reviews = policy.visible_reviews(viewer).select_related("group", "author__member", "decision__decider")
    return reviews.prefetch_related("reports")


def appeals_to_read(viewer: Viewer) -> QuerySet[Appeal]:
    related = ("decision__review__group", "decision__review__author__member")
    return policy.visible_appeals(viewer).select_related(*related).prefetch_related("decision__review__reports")
