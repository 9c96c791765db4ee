"""Who may report, who sees a review, who decides it, and who may look at a decision again.

Two rules stand above the rest. The author of a thing never learns that it was reported, nor by whom. And nobody is
punished for being in danger: where every report says "I am worried", only words of support may follow.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Group, Membership
from groups.policy.sight import ACTIVE, KEEPERS
from kit.policy import Verdict, no, yes
from moderation.models import Appeal, Decision, Report, Review, Shift
from moderation.subjects import SUBJECTS
from people import policy as people_policy
from people.models import Viewer

APPEAL_PERIOD = timedelta(days=183)
KEEP = Decision.Outcome.KEEP
_RESTRICTS_ONLY_VISIBILITY = (Decision.Outcome.HIDE,)


def _kept_safe_by(viewer: Viewer) -> QuerySet[Group]:
    if people_policy.is_safety_team(viewer):
        return Group.objects.all()
    return groups_policy.moderated_groups(viewer)


def _can_keep_safe(viewer: Viewer, group: Group) -> Verdict:
    if people_policy.is_safety_team(viewer):
        return yes()
    return groups_policy.can_moderate(groups_queries.face_of(viewer, group), group)


def visible_queues(viewer: Viewer) -> QuerySet[Group]:
    """Groups whose reports the viewer looks after."""
    return _kept_safe_by(viewer)


def visible_reviews(viewer: Viewer) -> QuerySet[Review]:
    """Reviews of the groups that the viewer keeps safe, but none about the viewer's own words."""
    if not viewer.is_authenticated:
        return Review.objects.none()
    return Review.objects.filter(group__in=_kept_safe_by(viewer)).exclude(author__member_id=viewer.pk)


def visible_reports(viewer: Viewer) -> QuerySet[Report]:
    """A member's own reports. One from a signed-out visitor is known by its key alone."""
    if viewer.is_authenticated:
        return Report.objects.filter(reporter_id=viewer.pk)
    return Report.objects.filter(reporter__isnull=True)


def visible_decisions(viewer: Viewer) -> QuerySet[Decision]:
    """Decisions about the viewer's own words. One that left them alone is told only if it brings words of support."""
    if not viewer.is_authenticated:
        return Decision.objects.none()
    other_reports = Report.objects.filter(review=OuterRef("review")).exclude(category=Report.Category.DANGER)
    is_support = Q(outcome=KEEP) & ~Q(explanation="") & ~Exists(other_reports)
    return Decision.objects.filter(~Q(outcome=KEEP) | is_support, review__author__member_id=viewer.pk)


def visible_appeals(viewer: Viewer) -> QuerySet[Appeal]:
    """Appeals that the viewer may answer or has answered: never against a decision of their own."""
    appeals = Appeal.objects.filter(decision__review__in=visible_reviews(viewer))
    return appeals.exclude(decision__decider_id=viewer.pk)


def visible_shifts(viewer: Viewer) -> QuerySet[Shift]:
    return Shift.objects.filter(group__in=_kept_safe_by(viewer))


def running_shifts() -> QuerySet[Shift]:
    """Who is on duty at this moment; a shift of somebody who no longer keeps the group counts for nothing."""
    now = timezone.now()
    shifts = Shift.objects.filter(starts_at__lte=now, ends_at__gt=now)
    return shifts.filter(moderator__state=ACTIVE, moderator__role__in=KEEPERS)


def is_about_safety_only(review: Review) -> bool:
    """Whether every report says that somebody is worried, and none that something is wrong with the words."""
    categories = {report.category for report in review.reports.all()}
    return categories == {Report.Category.DANGER}


def can_report(viewer: Viewer, author: Membership) -> Verdict:
    """Anyone may report what they can see, signed in or not; one's own words are edited instead."""
    if viewer.is_authenticated and author.member_id == viewer.pk:
        return no(_("This is yours. You can change it or take it back yourself."))
    return yes()


def can_decide(viewer: Viewer, review: Review) -> Verdict:
    if review.state != Review.State.OPEN:
        return no(_("This has already been decided."))
    if viewer.is_authenticated and review.author.member_id == viewer.pk:
        return no(_("This is about your own words. Somebody else decides."))
    if any(report.reporter_id == viewer.pk for report in review.reports.all()):
        return no(_("You reported this yourself. Somebody else decides."))
    return _can_keep_safe(viewer, review.group)


def can_choose(viewer: Viewer, review: Review, outcome: str) -> Verdict:
    """May this review end this way? For whether the viewer may decide at all, ask `can_decide`."""
    if outcome == KEEP:
        return yes()
    if is_about_safety_only(review):
        return no(_("Somebody worries about this person. Nobody is punished for being in danger: leave the words, "
                    "and write to them."))  # fmt: skip
    if outcome in _RESTRICTS_ONLY_VISIBILITY and SUBJECTS[review.kind].hide is None:
        return no(_("A profile cannot be hidden. Warn its owner, or stop them writing for a week."))
    if outcome == Decision.Outcome.SILENCE:
        return _can_silence(viewer, review)
    return yes()


def _can_silence(viewer: Viewer, review: Review) -> Verdict:
    face = groups_queries.face_of(viewer, review.group)
    if people_policy.is_safety_team(viewer) and not groups_policy.can_moderate(face, review.group):
        return yes()
    return groups_policy.can_silence(face, review.author)


def can_appeal(viewer: Viewer, decision: Decision) -> Verdict:
    if not viewer.is_authenticated or decision.review.author.member_id != viewer.pk:
        return no(_("Only the person whose words these are can ask for another look."))
    if decision.outcome == KEEP:
        return no(_("Nothing was taken away, so there is nothing to undo."))
    if Appeal.objects.filter(decision=decision).exists():
        return no(_("You have already asked for another look."))
    if timezone.now() > decision.created_at + APPEAL_PERIOD:
        return no(_("Another look can be asked for within six months. That time is over."))
    return yes()


def can_answer_appeal(viewer: Viewer, appeal: Appeal) -> Verdict:
    review = appeal.decision.review
    if appeal.outcome:
        return no(_("This has already been answered."))
    if appeal.decision.decider_id == viewer.pk:
        return no(_("You made this decision. Somebody else looks at it again."))
    if review.author.member_id == viewer.pk:
        return no(_("This is about your own words. Somebody else looks at it again."))
    if any(report.reporter_id == viewer.pk for report in review.reports.all()):
        return no(_("You reported this yourself. Somebody else looks at it again."))
    return _can_keep_safe(viewer, review.group)


def can_plan_rota(viewer: Viewer, group: Group) -> Verdict:
    return groups_policy.can_host(groups_queries.face_of(viewer, group), group)
