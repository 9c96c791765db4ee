"""Reports, decisions, appeals and the rota of the demo: done by the actions, with their times put back after."""

from datetime import datetime

from django.utils import timezone

from community.chat.models import Entry
from community.forum.models import Post, Topic
from config.demo.clock import Clock
from config.demo.written import WrittenAppeal, WrittenDecision, WrittenReport, WrittenReview
from groups.models import Group, Membership
from moderation import actions
from moderation.models import Appeal, Decision, Report, Review, Shift
from people.models import Member

Thing = Post | Topic | Entry | Membership
Faces = dict[str, Membership]
FIRST_DAY = -2  # the rota begins the day before yesterday, so that somebody is on duty at any hour
HANDING_OVER = 8  # o'clock


def plan_rota(names: list[str], group: Group, faces: Faces) -> None:
    """One day after the other, from eight to eight; the names come round as often as they are needed."""
    clock = Clock(timezone.now())
    Shift.objects.bulk_create(
        Shift(
            group=group,
            moderator=faces[name],
            starts_at=clock.day(day, HANDING_OVER),
            ends_at=clock.day(day + 1, HANDING_OVER),
        )
        for day, name in enumerate(names, start=FIRST_DAY)
    )


def find(written: WrittenReview, group: Group) -> Thing:
    """The thing that a review is about."""
    if written.kind == "face":
        return Membership.objects.get(group=group, name=written.words)
    if written.kind == "entry":
        return Entry.objects.get(room__group=group, body__contains=written.words)
    if written.kind == "topic":
        return Topic.objects.get(group=group, title=written.words)
    return Post.objects.get(topic__group=group, topic__title=written.words, number=written.number)


def owner_of(face: Membership) -> Member:
    return Member.objects.get(memberships=face)


def make_report(written: WrittenReport, kind: str, thing: Thing, faces: Faces) -> None:
    report = actions.report(
        owner_of(faces[written.reporter]), thing, kind=kind, category=written.category, words=written.words
    )
    _put_back(report, created_at=written.at)
    if report.review.reports.count() == 1:
        _put_back(report.review, opened_at=written.at)


def make_decision(written: WrittenDecision, thing: Thing, group: Group, faces: Faces) -> None:
    review = Review.objects.get(subject_key=thing.key, state=Review.State.OPEN)
    decision = actions.decide(
        owner_of(faces[written.decider]),
        review,
        outcome=written.outcome,
        rule=group.rules.get(number=written.rule) if written.rule else None,
        explanation=written.explanation,
    )
    _put_back(decision, created_at=written.at)
    _put_back(review, decided_at=written.at)


def make_appeal(written: WrittenAppeal, thing: Thing) -> None:
    decision = Decision.objects.select_related("review__author").get(review__subject_key=thing.key)
    appeal = actions.appeal(owner_of(decision.review.author), decision, words=written.words)
    _put_back(appeal, created_at=written.at)


def _put_back(row: Report | Review | Decision | Appeal, **times: datetime) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**times)
