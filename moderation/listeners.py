"""What follows from reports and decisions: people are told, and open queues hear that something changed.

A notice says that there is something to read, never what: it may be read over a shoulder. The author of a thing is
told about a decision, and nothing about reports.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.forum.events import PostDeclined
from community.forum.models import Post
from groups.models import Group, Membership
from groups.policy import keepers_of
from groups.quiet import rings_at
from kit import live
from kit.events import on
from kit.live.gates import own_channel
from moderation import actions, policy, queries
from moderation.events import AppealAnswered, AppealMade, DecisionMade, ReportMade, RotaChanged
from moderation.models import Appeal, Decision, Report, Review
from people.actions import tell_in_their_language
from people.models import Member


def _independent(members: Iterable[Member | None], review: Review) -> list[Member]:
    """Those who neither wrote nor reported what the review is about, each once."""
    involved = {review.author.member_id, *review.reports.values_list("reporter_id", flat=True)}
    found = {member.pk: member for member in members if member is not None and member.pk not in involved}
    return list(found.values())


def _keepers(review: Review) -> list[Member]:
    faces = keepers_of(review.group).select_related("member")
    return _independent((face.member for face in faces), review)


def _called_to(review: Review, *, is_urgent: bool) -> list[Member]:
    """Who hears of a report: those on duty, else all who keep the group; in danger they and the safety team."""
    if is_urgent:
        everybody = [*_keepers(review), *queries.safety_team()]
        return _independent(everybody, review)
    on_duty = _independent((shift.moderator.member for shift in queries.duty_of(review.group)), review)
    return on_duty or _keepers(review) or _independent(queries.safety_team(), review)


@on(ReportMade)
def call_moderators(event: ReportMade) -> None:
    report = Report.objects.select_related("review__group", "review__author").filter(pk=event.report_id).first()
    if report is None or report.review.state != Review.State.OPEN:
        return
    review, is_urgent = report.review, report.category == Report.Category.DANGER
    text = _("Somebody may be in danger. Please look now.") if is_urgent else _("A report waits for you.")
    source = f"review:{review.key}:danger" if is_urgent else f"review:{review.key}"
    for member in _called_to(review, is_urgent=is_urgent):
        tell_in_their_language(
            member, kind="report", source=source, text=text, url=reverse("moderation:review", args=[review.key])
        )


@on(ReportMade)
def acknowledge(event: ReportMade) -> None:
    report = Report.objects.select_related("reporter").filter(pk=event.report_id).first()
    if report is None or report.reporter is None:
        return
    tell_in_their_language(
        report.reporter,
        kind="reported",
        source=f"report:{report.key}",
        text=_("We have your report. A moderator looks at it, usually within a day."),
        url=reverse("moderation:reported", args=[report.key]),
    )


@on(PostDeclined)
def decide_on_declined_post(event: PostDeclined) -> None:
    """Not letting a first post through is a decision, with its reason and its appeal, as removing one is."""
    if event.decliner_id is None:
        return
    post = Post.objects.select_related("topic__group", "author").filter(pk=event.post_id).first()
    decliner = Membership.objects.select_related("member").filter(pk=event.decliner_id).first()
    if post is not None and post.is_declined:
        actions.keep_decline(decliner.member if decliner else None, post)


@on(DecisionMade)
def tell_author(event: DecisionMade) -> None:
    decisions = Decision.objects.select_related("review__author__member", "review__group")
    decision = decisions.filter(pk=event.decision_id).first()
    author = decision.review.author.member if decision else None
    if decision is None or author is None or not policy.visible_decisions(author).filter(pk=decision.pk).exists():
        return
    if decision.review.is_decline:
        _tell_of_decline(author, decision)
        return
    is_kept = decision.outcome == Decision.Outcome.KEEP
    text = _("A moderator has written to you.") if is_kept else _("A moderator decided about something you wrote.")
    url = reverse("moderation:decision", args=[decision.key])
    tell_in_their_language(author, kind="decision", source=f"decision:{decision.key}", text=text, url=url)


def _tell_of_decline(author: Member, decision: Decision) -> None:
    review = decision.review
    tell_in_their_language(
        author,
        kind="declined",
        source=f"post:{review.subject_key}",
        text=_("A post of yours was not let through. Read why, and what you can do."),
        url=reverse("moderation:decision", args=[decision.key]),
        rings_at=rings_at(review.group),
    )


@on(DecisionMade)
def tell_reporters(event: DecisionMade) -> None:
    reports = Report.objects.filter(review__decision=event.decision_id, reporter__isnull=False)
    for report in reports.select_related("reporter"):
        tell_in_their_language(
            report.reporter,  # type: ignore[arg-type]
            kind="outcome",
            source=f"report:{report.key}",
            text=_("Something you reported has been decided."),
            url=reverse("moderation:reported", args=[report.key]),
        )


@on(AppealMade)
def call_for_another_look(event: AppealMade) -> None:
    """Everybody who may answer: those who keep the group and did not decide; if there is nobody, the safety team."""
    appeals = Appeal.objects.select_related("decision__review__group", "decision__review__author")
    appeal = appeals.filter(pk=event.appeal_id).first()
    if appeal is None:
        return
    review, decider_id = appeal.decision.review, appeal.decision.decider_id
    others = [member for member in _keepers(review) if member.pk != decider_id]
    if not others:
        others = [member for member in _independent(queries.safety_team(), review) if member.pk != decider_id]
    for member in others:
        tell_in_their_language(
            member,
            kind="appeal",
            source=f"appeal:{appeal.key}",
            text=_("Somebody asks you to look at a decision again."),
            url=reverse("moderation:answer", args=[appeal.key]),
        )


@on(AppealAnswered)
def tell_author_the_answer(event: AppealAnswered) -> None:
    appeals = Appeal.objects.select_related("decision__review__author__member")
    appeal = appeals.filter(pk=event.appeal_id).first()
    author = appeal.decision.review.author.member if appeal else None
    if appeal is None or author is None:
        return
    tell_in_their_language(
        author,
        kind="appeal_answer",
        source=f"appeal:{appeal.key}",
        text=_("There is an answer to your request for another look."),
        url=reverse("moderation:decision", args=[appeal.decision.key]),
    )


@on(AppealAnswered)
def tell_reporters_that_it_was_undone(event: AppealAnswered) -> None:
    undone = Appeal.objects.filter(pk=event.appeal_id, outcome=Appeal.Outcome.UPHELD)
    reports = Report.objects.filter(review__decision__appeal__in=undone, reporter__isnull=False)
    for report in reports.select_related("reporter"):
        tell_in_their_language(
            report.reporter,  # type: ignore[arg-type]
            kind="undone",
            source=f"report:{report.key}",
            text=_("A decision about something you reported has changed."),
            url=reverse("moderation:reported", args=[report.key]),
        )


@on(ReportMade, DecisionMade, AppealMade, AppealAnswered)
def refresh_queues(event: ReportMade | DecisionMade | AppealMade | AppealAnswered) -> None:
    """Open queues ask again, but not the author's: even that something moved would tell them of a report."""
    review = _review_of(event)
    if review is not None:
        _refresh(review.group, but=review.author.member_id)


@on(RotaChanged)
def refresh_rota(event: RotaChanged) -> None:
    group = Group.objects.filter(pk=event.group_id).first()
    if group is not None:
        _refresh(group, but=None)


def _refresh(group: Group, *, but: int | None) -> None:
    keepers = keepers_of(group).values_list("member_id", flat=True)
    for pk in {*keepers, *queries.safety_team().values_list("pk", flat=True)} - {but, None}:
        live.tell(own_channel(pk), "queue")


def _review_of(event: ReportMade | DecisionMade | AppealMade | AppealAnswered) -> Review | None:
    reviews = Review.objects.select_related("group", "author")
    if isinstance(event, ReportMade):
        return reviews.filter(reports=event.report_id).first()
    if isinstance(event, DecisionMade):
        return reviews.filter(decision=event.decision_id).first()
    return reviews.filter(decision__appeal=event.appeal_id).first()
