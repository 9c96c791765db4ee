"""Deciding: with a rule and a reason, by somebody who has no part in it, and once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.forum.policy import visible_posts
from groups import actions as groups_actions
from groups.models import Rule
from kit.policy import Refused
from moderation import actions, policy
from moderation.models import Decision, Review
from tests import make
from tests.moderation.scene import browser_of, notices_of, staged

pytestmark = pytest.mark.django_db


def test_a_hidden_post_is_gone_for_everybody_else() -> None:
    scene = staged()
    scene.decide(scene.review())
    assert scene.post not in visible_posts(scene.ben.member)


@pytest.mark.parametrize("kind", ["topic", "entry"])
def test_topics_and_messages_are_hidden_too(kind: str) -> None:
    scene = staged()
    thing = scene.post.topic if kind == "topic" else make.entry(scene.ada, make.room(scene.group))
    review = actions.report(scene.ben.member, thing, kind=kind, category="rules").review
    scene.decide(review)
    thing.refresh_from_db()
    assert thing.hidden_at


def test_a_silence_hides_and_stops_writing_for_a_week() -> None:
    scene = staged()
    decision = scene.decide(scene.review(), outcome="silence")
    scene.ada.refresh_from_db()
    scene.post.refresh_from_db()
    assert scene.post.hidden_at
    assert scene.ada.silenced_until == decision.created_at + timedelta(days=7)


def test_a_longer_silence_is_not_cut_short() -> None:
    scene = staged()
    longer = timezone.now() + timedelta(days=30)
    groups_actions.silence(scene.hana, scene.ada, until=longer, reason="A month's pause.")
    scene.decide(scene.review(), outcome="silence")
    scene.ada.refresh_from_db()
    assert scene.ada.silenced_until == longer


def test_a_profile_is_warned_and_never_hidden() -> None:
    scene = staged()
    review = actions.report(scene.ben.member, scene.ada, kind="face", category="rules").review
    with pytest.raises(Refused, match="cannot be hidden"):
        scene.decide(review)
    scene.decide(review, outcome="warn")
    assert notices_of(scene.ada.member) == ["decision"]


def test_anything_but_keeping_needs_a_rule_and_a_reason() -> None:
    scene = staged()
    review = scene.review()
    foreign = staged().rule
    for rule, explanation in ((None, "Because."), (scene.rule, "  "), (foreign, "Because.")):
        with pytest.raises(Refused):
            actions.decide(scene.mara.member, review, outcome="hide", rule=rule, explanation=explanation)
    scene.post.refresh_from_db()
    assert scene.post.hidden_at is None
    assert not Decision.objects.exists()


def test_a_group_without_rules_decides_under_the_rule_of_the_site() -> None:
    scene = staged()
    groups_actions.set_rules(scene.hana, scene.group, texts=[])
    decision = actions.decide(scene.mara.member, scene.review(), outcome="hide", explanation="It attacks a person.")
    assert "hurt anybody" in decision.rule_text


def test_a_decision_keeps_the_rule_as_it_stood() -> None:
    scene = staged()
    decision = scene.decide(scene.review())
    groups_actions.set_rules(scene.hana, scene.group, texts=["Anything goes."])
    decision.refresh_from_db()
    page = browser_of(scene.ada.member).get(reverse("moderation:decision", args=[decision.key]))
    assert "Be kind." in page.text
    assert "Anything goes." not in page.text


def test_the_second_moderator_reads_who_was_first_and_nothing_happens_twice() -> None:
    scene = staged()
    review = scene.review()
    scene.decide(review)
    with pytest.raises(Refused, match="Juniper has already decided"):
        scene.decide(review, by=scene.hana.member, outcome="silence")
    scene.ada.refresh_from_db()
    assert scene.ada.silenced_until is None
    assert Decision.objects.count() == 1


def test_the_second_moderators_page_says_so_too() -> None:
    scene = staged()
    review = scene.review()
    scene.decide(review)
    late = {"outcome": "silence", "rule": scene.rule.pk, "explanation": "It attacks."}
    address = reverse("moderation:decide", args=[review.key])
    answer = browser_of(scene.hana.member).post(address, late)
    assert answer.status_code == 409
    assert "Juniper has already decided" in answer.text


def test_neither_author_nor_reporter_decides() -> None:
    scene = staged()
    review = scene.review(by=scene.mara.member)
    assert not policy.can_decide(scene.mara.member, review)
    assert policy.can_decide(scene.hana.member, review)
    make.promoted(scene.ada)
    assert not policy.can_decide(scene.ada.member, review)
    assert review not in policy.visible_reviews(scene.ada.member)


def test_members_and_outsiders_decide_nothing() -> None:
    scene = staged()
    review = scene.review()
    for nobody in (scene.ben.member, scene.olu, staged().mara.member):
        assert not policy.can_decide(nobody, review)
        assert review not in policy.visible_reviews(nobody)


def test_the_safety_team_decides_anywhere_and_needs_no_face() -> None:
    scene = staged(visibility="hidden")
    scene.decide(scene.review(), by=scene.sol, outcome="silence")
    scene.post.refresh_from_db()
    scene.ada.refresh_from_db()
    assert scene.post.hidden_at
    assert scene.ada.silenced_until


def test_a_host_is_not_silenced_by_a_moderator() -> None:
    scene = staged()
    post = make.post(scene.hana, scene.post.topic)
    review = actions.report(scene.ben.member, post, kind="post", category="abuse").review
    with pytest.raises(Refused, match="host cannot be silenced"):
        scene.decide(review, outcome="silence")
    post.refresh_from_db()
    assert post.hidden_at is None


@pytest.mark.parametrize("outcome", ["hide", "warn", "silence"])
def test_nobody_is_punished_for_being_in_danger(outcome: str) -> None:
    scene = staged()
    review = scene.review(category="danger")
    with pytest.raises(Refused, match="Nobody is punished"):
        scene.decide(review, outcome=outcome)
    scene.post.refresh_from_db()
    assert scene.post.hidden_at is None


def test_fifty_worried_reports_change_nothing_by_themselves() -> None:
    scene = staged(visibility="open")
    for _number in range(50):
        scene.report(by=make.member(), category="danger")
    assert Review.objects.count() == 1
    scene.ada.refresh_from_db()
    assert scene.post in visible_posts(scene.ben.member)
    assert scene.ada.silenced_until is None


def test_words_of_support_reach_the_author_and_say_nothing_of_reports() -> None:
    scene = staged()
    review = scene.review(category="danger", words="She wrote that she cannot go on.")
    decision = actions.decide(scene.mara.member, review, outcome="keep", explanation="We are glad you are here.")
    assert notices_of(scene.ada.member) == ["decision"]
    page = browser_of(scene.ada.member).get(reverse("moderation:decision", args=[decision.key])).text
    assert "We are glad you are here." in page
    assert "116 123" in page
    assert "report" not in page.split("<main", 1)[1].split("</main", 1)[0].lower()


def test_an_ordinary_keep_tells_the_author_nothing() -> None:
    scene = staged()
    review = scene.review()
    decision = actions.decide(scene.mara.member, review, outcome="keep", explanation="A quarrel, no attack.")
    assert notices_of(scene.ada.member) == []
    assert browser_of(scene.ada.member).get(reverse("moderation:decision", args=[decision.key])).status_code == 404


def test_author_and_reporter_are_told() -> None:
    scene = staged()
    report = scene.report()
    decision = scene.decide(report.review)
    assert notices_of(scene.ada.member) == ["decision"]
    assert notices_of(scene.ben.member) == ["reported", "outcome"]
    page = browser_of(scene.ada.member).get(reverse("moderation:decision", args=[decision.key]))
    for words in ("Be kind.", "It attacks a person.", "No machine took part", "Another look"):
        assert words in page.text
    told = browser_of(scene.ben.member).get(reverse("moderation:reported", args=[report.key]))
    assert "took action" in told.text


def test_the_author_never_learns_who_reported_or_how_many() -> None:
    scene = staged()
    for reporter in (scene.ben.member, scene.hana.member):
        report = scene.report(by=reporter, words="A sentence of the reporter.")
    decision = scene.decide(report.review)
    assert notices_of(scene.ada.member)
    browser = browser_of(scene.ada.member)
    pages = [
        browser.get(reverse("moderation:decision", args=[decision.key])).text,
        browser.get(reverse("people:notices")).text,
    ]
    secrets = ["Rowan", scene.ben.key, report.key, report.review.key, "A sentence of the reporter", "2 reports"]
    for page in pages:
        assert not [secret for secret in secrets if secret in page]


def test_changed_rules_do_not_break_what_was_decided() -> None:
    scene = staged()
    decision = scene.decide(scene.review())
    Rule.objects.all().delete()
    decision.refresh_from_db()
    assert decision.rule is None
    assert decision.rule_text == "1. Be kind."
