"""Another look: free, by somebody else, and if it succeeds everything comes back."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from community.forum.policy import visible_posts
from groups import actions as groups_actions
from kit.policy import Refused
from moderation import actions, policy
from moderation.models import Appeal, Decision
from tests import make
from tests.moderation.scene import Scene, browser_of, notices_of, staged

pytestmark = pytest.mark.django_db


def appealed(scene: Scene, outcome: str = "hide", by: object = None) -> Appeal:
    decision = scene.decide(scene.review(), outcome=outcome, by=by)
    return actions.appeal(scene.ada.member, decision, words="I meant nobody.")


def test_an_upheld_appeal_brings_everything_back() -> None:
    scene = staged()
    before = scene.post.body, scene.post.html, scene.post.created_at
    appeal = appealed(scene, "silence")
    actions.answer_appeal(scene.hana.member, appeal, outcome="upheld", answer="You are right.")
    scene.post.refresh_from_db()
    scene.ada.refresh_from_db()
    assert (scene.post.body, scene.post.html, scene.post.created_at) == before
    assert scene.post in visible_posts(scene.ben.member)
    assert scene.ada.silenced_until is None
    assert notices_of(scene.ada.member) == ["decision", "appeal_answer"]


def test_a_declined_appeal_changes_nothing() -> None:
    scene = staged()
    actions.answer_appeal(scene.hana.member, appealed(scene), outcome="declined", answer="It stays.")
    scene.post.refresh_from_db()
    assert scene.post.hidden_at


def test_the_decider_neither_sees_nor_answers_the_appeal() -> None:
    scene = staged()
    appeal = appealed(scene)
    address = reverse("moderation:answer", args=[appeal.key])
    assert appeal not in policy.visible_appeals(scene.mara.member)
    assert browser_of(scene.mara.member).get(address).status_code == 404
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer_appeal(scene.mara.member, appeal, outcome="declined", answer="No.")
    assert browser_of(scene.hana.member).get(address).status_code == 200


def test_a_reporter_does_not_answer_the_appeal() -> None:
    scene = staged()
    decision = scene.decide(scene.review(by=scene.hana.member))
    appeal = actions.appeal(scene.ada.member, decision, words="I meant nobody.")
    with pytest.raises(Refused, match="reported this yourself"):
        actions.answer_appeal(scene.hana.member, appeal, outcome="declined", answer="No.")


def test_with_one_moderator_the_safety_team_looks_again() -> None:
    scene = staged()
    groups_actions.change_role(scene.hana, scene.mara, role="member")
    appeal = appealed(scene, "silence", by=scene.hana.member)
    assert "appeal" in notices_of(scene.sol)
    assert "appeal" not in notices_of(scene.hana.member)
    actions.answer_appeal(scene.sol, appeal, outcome="upheld", answer="You are right.")
    scene.ada.refresh_from_db()
    assert scene.ada.silenced_until is None


def test_another_moderator_is_called_and_the_decider_is_not() -> None:
    scene = staged()
    appealed(scene)
    assert "appeal" in notices_of(scene.hana.member)
    assert "appeal" not in notices_of(scene.mara.member)
    assert "appeal" not in notices_of(scene.sol)


def test_only_the_author_appeals_and_only_once() -> None:
    scene = staged()
    decision = scene.decide(scene.review())
    with pytest.raises(Refused, match="Only the person"):
        actions.appeal(scene.ben.member, decision, words="Let it be.")
    actions.appeal(scene.ada.member, decision, words="I meant nobody.")
    with pytest.raises(Refused, match="already asked"):
        actions.appeal(scene.ada.member, decision, words="Really.")


@pytest.mark.parametrize(("days", "is_allowed"), [(183, True), (184, False)])
def test_an_appeal_has_six_months(days: int, is_allowed: bool) -> None:
    scene = staged()
    decision = scene.decide(scene.review())
    with time_machine.travel(decision.created_at + timedelta(days=days, seconds=-1), tick=False):
        assert bool(policy.can_appeal(scene.ada.member, decision)) is is_allowed


def test_an_answer_needs_words_and_is_given_once() -> None:
    scene = staged()
    appeal = appealed(scene)
    with pytest.raises(Refused):
        actions.answer_appeal(scene.hana.member, appeal, outcome="upheld", answer=" ")
    actions.answer_appeal(scene.hana.member, appeal, outcome="declined", answer="It stays.")
    with pytest.raises(Refused, match="already been answered"):
        actions.answer_appeal(scene.sol, appeal, outcome="upheld", answer="No, it does not.")


def test_a_silence_from_another_decision_outlives_this_appeal() -> None:
    scene = staged()
    appeal = appealed(scene, "silence")
    longer = appeal.created_at + timedelta(days=30)
    groups_actions.silence(scene.hana, scene.ada, until=longer, reason="Something else.")
    actions.answer_appeal(scene.hana.member, appeal, outcome="upheld", answer="You are right.")
    scene.ada.refresh_from_db()
    assert scene.ada.silenced_until == longer


def test_the_author_appeals_on_the_page_and_reads_the_answer_there() -> None:
    scene = staged()
    decision = scene.decide(scene.review())
    browser = browser_of(scene.ada.member)
    page = browser.post(reverse("moderation:appeal", args=[decision.key]), {"words": "I meant nobody."}, follow=True)
    assert "I meant nobody." in page.text
    address = reverse("moderation:answer", args=[Appeal.objects.get().key])
    answer = {"outcome": "upheld", "answer": "You are right."}
    assert browser_of(scene.hana.member).post(address, answer).status_code == 302
    page = browser.get(reverse("moderation:decision", args=[decision.key]))
    assert "You are right." in page.text


def test_decisions_are_read_by_nobody_else() -> None:
    scene = staged()
    decision = scene.decide(scene.review())
    address = reverse("moderation:decision", args=[decision.key])
    for other in (scene.ben.member, scene.mara.member, scene.olu, scene.sol):
        assert browser_of(other).get(address).status_code == 404
    assert Decision.objects.count() == 1


def test_two_silences_with_the_same_words_end_with_the_second_appeal() -> None:
    scene = staged()
    other = make.post(scene.ada, scene.post.topic)
    first = appealed(scene, "silence")
    review = actions.report(scene.ben.member, other, kind="post", category="abuse").review
    second = actions.appeal(scene.ada.member, scene.decide(review, outcome="silence"), words="Nor here.")
    for appeal, is_silenced in ((first, True), (second, False)):
        actions.answer_appeal(scene.hana.member, appeal, outcome="upheld", answer="You are right.")
        scene.ada.refresh_from_db()
        assert bool(scene.ada.silenced_until) is is_silenced


def test_what_two_decisions_took_away_comes_back_with_the_second_appeal() -> None:
    scene = staged()
    first = appealed(scene)
    review = actions.report(scene.ben.member, scene.post, kind="post", category="abuse").review
    second = actions.appeal(scene.ada.member, scene.decide(review, outcome="warn"), words="Nor here.")
    for appeal, is_hidden in ((first, True), (second, False)):
        actions.answer_appeal(scene.hana.member, appeal, outcome="upheld", answer="You are right.")
        scene.post.refresh_from_db()
        assert bool(scene.post.hidden_at) is is_hidden


def test_whoever_reported_is_told_kindly_that_a_decision_was_undone() -> None:
    scene = staged()
    appeal = appealed(scene)
    report, ben = scene.ben.member.reports.get(), browser_of(scene.ben.member)
    address = reverse("moderation:reported", args=[report.key])
    assert notices_of(scene.ben.member)[-1] == "outcome"
    assert "took action" in ben.get(address).text
    actions.answer_appeal(scene.hana.member, appeal, outcome="upheld", answer="You are right.")
    assert notices_of(scene.ben.member)[-2:] == ["outcome", "undone"]
    page = ben.get(address).text
    assert "took action on what you reported. Somebody else has looked at it again since, and undid that." in page
    assert "It was right to tell us." in page
    assert "You are right." not in page


def test_whoever_reported_hears_nothing_of_a_decision_that_stands() -> None:
    scene = staged()
    appeal = appealed(scene)
    before = notices_of(scene.ben.member)
    actions.answer_appeal(scene.hana.member, appeal, outcome="declined", answer="It stays.")
    assert notices_of(scene.ben.member) == before
    page = browser_of(scene.ben.member).get(reverse("moderation:reported", args=[scene.ben.member.reports.get().key]))
    assert "Thank you for looking out for others." in page.text
