"""The only code that writes in this room: reporting, deciding, appealing, and the rota."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.forum.models import Post
from groups import actions as groups_actions
from groups import policy as groups_policy
from groups.models import Group, Membership, Rule
from groups.queries import face_of, rules_of
from kit.events import announce
from kit.policy import Refused, require
from moderation import policy, queries
from moderation.events import AppealAnswered, AppealMade, DecisionMade, ReportMade, RotaChanged
from moderation.models import Appeal, Decision, Report, Review, Shift
from moderation.queries import SITE_RULE, who_decided
from moderation.subjects import POST, SUBJECTS
from people.models import Member, Viewer

SILENCE = timedelta(days=7)
Outcome = Decision.Outcome


def report(reporter: Viewer, thing: Any, *, kind: str, category: str, words: str = "", client_key: str = "") -> Report:
    """Somebody says that something is wrong with `thing`.

    The same words under the same `client_key` are the report that stands already, decided or not; see kit.once. A
    member has one report in an open review: what they say there later is added to it, and makes it no less urgent.
    """
    sent_as = queries.report_as(reporter, thing, kind=kind, category=category, words=words, client_key=client_key)
    member = reporter if reporter.is_authenticated else None
    report = Report(reporter=member, category=category, words=words, sent_as=sent_as)
    try:
        return _keep(reporter, report, thing, kind=kind)
    except (IntegrityError, Refused):
        sent_before = queries.report_sent_as(sent_as)
        if sent_before is None:
            raise
        return sent_before


@transaction.atomic
def _keep(reporter: Viewer, report: Report, thing: Any, *, kind: str) -> Report:
    require(policy.can_report(reporter, SUBJECTS[kind].author_of(thing)))
    report.review = review = _open_review(kind, thing)
    earlier = review.reports.filter(reporter=report.reporter).first() if report.reporter else None
    if earlier is not None:
        return _add(report, earlier)
    report.save(force_insert=True)
    review.report_count += 1
    review.save(update_fields=["report_count"])
    announce(ReportMade(report_id=report.pk))
    return report


def _add(report: Report, earlier: Report) -> Report:
    """What the same member says later, in the report that stands; those on duty hear of it if it is more urgent."""
    is_more_urgent = queries.urgency_of(report.category) < queries.urgency_of(earlier.category)
    if is_more_urgent:
        earlier.category = report.category
    if f"\n\n{report.words}\n\n" not in f"\n\n{earlier.words}\n\n":
        earlier.words = f"{earlier.words}\n\n{report.words}".strip()
    earlier.save(update_fields=["category", "words"])
    if is_more_urgent:
        announce(ReportMade(report_id=earlier.pk))
    return earlier


def _open_review(kind: str, thing: Any) -> Review:
    """The open review of the thing, locked; a new one keeps a copy of the words as they are now."""
    subject = SUBJECTS[kind]
    review, _is_new = Review.objects.get_or_create(
        kind=kind,
        subject_key=thing.key,
        state=Review.State.OPEN,
        defaults={
            "group": subject.group_of(thing),
            "author": subject.author_of(thing),
            "snapshot": subject.words_of(thing),
        },
    )
    locked = Review.objects.select_for_update().get(pk=review.pk)
    if locked.state == Review.State.OPEN:
        return locked
    return _open_review(kind, thing)  # decided between the two lines above: this report begins a new review


@transaction.atomic
def decide(
    decider: Member, review: Review, *, outcome: str, rule: Rule | None = None, explanation: str = ""
) -> Decision:
    """End a review. Anything but leaving the thing alone needs a rule of the group and a reason for its author."""
    review = Review.objects.select_for_update(of=("self",)).select_related("group", "author__member").get(pk=review.pk)
    _refuse_second_decision(review)
    require(policy.can_decide(decider, review))
    require(policy.can_choose(decider, review, outcome))
    _refuse_incomplete(review, outcome, rule, explanation)
    decision = Decision.objects.create(
        review=review,
        decider=decider,
        outcome=outcome,
        rule=rule,
        rule_text=_wording(rule, outcome),
        explanation=explanation,
    )
    review.state, review.decided_at = Review.State.DECIDED, decision.created_at
    review.save(update_fields=["state", "decided_at"])
    _carry_out(decision)
    announce(DecisionMade(decision_id=decision.pk))
    return decision


@transaction.atomic
def keep_decline(decider: Member | None, post: Post) -> Decision:
    """That `decider` did not let a first post through, as a decision like any other: its author can appeal.

    The post is hidden already, and needs no rule to be. Told twice, it is the decision that stands.
    """
    now = timezone.now()
    review, is_new = Review.objects.get_or_create(
        kind=POST,
        subject_key=post.key,
        is_decline=True,
        defaults={
            "group": post.topic.group,
            "author": post.author,
            "snapshot": queries.words_of(post, kind=POST, is_decline=True),
            "state": Review.State.DECIDED,
            "opened_at": post.created_at,
            "decided_at": now,
        },
    )
    if not is_new:
        return review.decision
    decision = Decision.objects.create(
        review=review, decider=decider, outcome=Outcome.HIDE, explanation=post.hidden_reason, created_at=now
    )
    announce(DecisionMade(decision_id=decision.pk))
    return decision


def _refuse_second_decision(review: Review) -> None:
    if review.state == Review.State.DECIDED:
        raise Refused(_("%(name)s has already decided this.") % {"name": who_decided(review.decision)})


def _refuse_incomplete(review: Review, outcome: str, rule: Rule | None, explanation: str) -> None:
    if outcome == Outcome.KEEP:
        return
    if not explanation.strip():
        raise Refused(_("Tell the author why, in words they can read."))
    if not rules_of(review.group).exists():
        return
    if rule is None or rule.group_id != review.group_id:
        raise Refused(_("Choose the rule of the group that this breaks."))


def _wording(rule: Rule | None, outcome: str) -> str:
    """The rule as it stands today: what is decided under it keeps these words for ever."""
    if outcome == Outcome.KEEP:
        return ""
    return str(rule) if rule else str(SITE_RULE)


def _acting_face(decider: Member, group: Group) -> Membership | None:
    """The face that keeps the group safe; None when somebody from the safety team acts, who needs none."""
    face = face_of(decider, group)
    return face if groups_policy.can_moderate(face, group) else None


def _carry_out(decision: Decision) -> None:
    review, subject = decision.review, SUBJECTS[decision.review.kind]
    if decision.outcome == Outcome.KEEP or decision.decider is None:
        return
    actor = _acting_face(decision.decider, review.group)
    thing = subject.find(review.subject_key)
    if subject.hide and thing is not None:
        subject.hide(actor, thing, reason=decision.explanation)
    if decision.outcome == Outcome.SILENCE:
        _silence(review.author, actor, decision)


def _silence(author: Membership, actor: Membership | None, decision: Decision) -> None:
    until = decision.created_at + SILENCE
    if author.silenced_until is None or author.silenced_until < until:
        groups_actions.silence(actor, author, until=until, reason=decision.explanation)


@transaction.atomic
def appeal(author: Member, decision: Decision, *, words: str) -> Appeal:
    """The author asks somebody else to look again, once."""
    decision = Decision.objects.select_for_update(of=("self",)).select_related("review__author").get(pk=decision.pk)
    require(policy.can_appeal(author, decision))
    appeal = Appeal.objects.create(decision=decision, words=words)
    announce(AppealMade(appeal_id=appeal.pk))
    return appeal


@transaction.atomic
def answer_appeal(answerer: Member, appeal: Appeal, *, outcome: str, answer: str) -> Appeal:
    """Say whether the decision stands. If it does not, everything it took away comes back."""
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("decision__review__group", "decision__review__author__member")
        .get(pk=appeal.pk)
    )
    require(policy.can_answer_appeal(answerer, appeal))
    if not answer.strip():
        raise Refused(_("Tell the author why, in words they can read."))
    appeal.outcome, appeal.answer = outcome, answer
    appeal.answered_by, appeal.answered_at = answerer, timezone.now()
    appeal.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
    if outcome == Appeal.Outcome.UPHELD:
        _undo(appeal.decision, _acting_face(answerer, appeal.decision.review.group))
    announce(AppealAnswered(appeal_id=appeal.pk))
    return appeal


def _undo(decision: Decision, actor: Membership | None) -> None:
    review, subject = decision.review, SUBJECTS[decision.review.kind]
    thing = subject.find(review.subject_key)
    if subject.restore and thing is not None and not _is_taken_away_otherwise(decision):
        subject.restore(actor, thing)
    if decision.outcome == Outcome.SILENCE and _is_silenced_by(decision):
        groups_actions.lift_silence(actor, review.author)


def _is_taken_away_otherwise(decision: Decision) -> bool:
    """Whether another decision, which still stands, took the same thing away too."""
    review = decision.review
    others = Decision.objects.filter(review__kind=review.kind, review__subject_key=review.subject_key)
    others = others.exclude(pk=decision.pk).exclude(outcome=Outcome.KEEP)
    return others.exclude(appeal__outcome=Appeal.Outcome.UPHELD).exists()


def _is_silenced_by(decision: Decision) -> bool:
    """Whether the silence comes from this decision, and from no other that still holds."""
    author = decision.review.author
    others = Decision.objects.filter(
        review__author=author, outcome=Outcome.SILENCE, created_at__gt=timezone.now() - SILENCE
    )
    others = others.exclude(pk=decision.pk).exclude(appeal__outcome=Appeal.Outcome.UPHELD)
    return author.silenced_reason == decision.explanation and not others.exists()


@transaction.atomic
def add_shift(host: Member, group: Group, *, moderator: Membership, starts_at: datetime, ends_at: datetime) -> Shift:
    """A new line of the rota: `moderator` looks after the group from `starts_at` to `ends_at`."""
    require(policy.can_plan_rota(host, group))
    require(groups_policy.can_moderate(moderator, group))
    if ends_at <= starts_at:
        raise Refused(_("A shift ends after it starts."))
    shift = Shift.objects.create(group=group, moderator=moderator, starts_at=starts_at, ends_at=ends_at)
    announce(RotaChanged(group_id=group.pk))
    return shift


@transaction.atomic
def remove_shift(host: Member, shift: Shift) -> Shift:
    require(policy.can_plan_rota(host, shift.group))
    Shift.objects.filter(pk=shift.pk).delete()
    announce(RotaChanged(group_id=shift.group_id))
    return shift
