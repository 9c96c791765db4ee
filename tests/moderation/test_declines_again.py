"""First posts that were not let through: somebody else looks again, and what they undo is as if it had never been."""

import pytest
from django.urls import reverse

from community.forum import actions as forum_actions
from community.forum.models import Post, Topic
from community.forum.policy import visible_posts, visible_topics
from groups import actions as groups_actions
from groups.models import Membership
from kit.events import deliver_due
from kit.models import JournalEntry
from kit.policy import Refused
from moderation import actions
from moderation.models import Appeal, Decision
from people.models import Notice
from tests import make
from tests.moderation.declining import WORDS, declined, post_of, scene, scene_as_made
from tests.moderation.scene import Scene, browser_of, notices_of

__all__ = ["scene", "scene_as_made"]
pytestmark = pytest.mark.django_db


def upheld(decision: Decision, *, by: Membership) -> Post:
    appeal = actions.appeal(decision.review.author.member, decision, words="She said I may name her.")
    actions.answer_appeal(by.member, appeal, outcome="upheld", answer="You are right.")
    return post_of(decision)


def test_somebody_other_than_who_declined_looks_again(scene: Scene) -> None:
    decision = declined(scene)
    browser = browser_of(scene.nia.member)
    browser.post(reverse("moderation:appeal", args=[decision.key]), {"words": "She said I may."})
    appeal = Appeal.objects.get()
    assert "appeal" in notices_of(scene.mara.member)
    assert "appeal" not in notices_of(scene.hana.member)
    assert "appeal" not in notices_of(scene.sol)
    address = reverse("moderation:answer", args=[appeal.key])
    assert browser_of(scene.hana.member).get(address).status_code == 404
    with pytest.raises(Refused, match="Somebody else"):
        actions.answer_appeal(scene.hana.member, appeal, outcome="declined", answer="No.")
    page = browser_of(scene.mara.member).get(address).text
    assert "when it was reported" not in page
    assert "not let through" in page


def test_with_nobody_else_in_the_group_the_safety_team_looks_again(scene: Scene) -> None:
    groups_actions.change_role(scene.hana, scene.mara, role="member")
    appeal = actions.appeal(scene.nia.member, declined(scene), words="She said I may.")
    assert "appeal" in notices_of(scene.sol)
    actions.answer_appeal(scene.sol, appeal, outcome="upheld", answer="You are right.")
    assert post_of(appeal.decision) in visible_posts(scene.ben.member)


def test_a_decline_that_stands_changes_nothing(scene: Scene) -> None:
    decision = declined(scene)
    appeal = actions.appeal(scene.nia.member, decision, words="Please.")
    actions.answer_appeal(scene.mara.member, appeal, outcome="declined", answer="It stays.")
    assert post_of(decision).is_declined


def everything_about(post: Post) -> dict[str, object]:
    """What readers, counters, search and notices know of it, in words that are the same for two such posts."""
    deliver_due()
    topic = Topic.objects.get(pk=post.topic_id)
    recounted = forum_actions.recount(topic)
    face = Membership.objects.get(pk=post.author_id)
    return {
        "number": post.number,
        "states": (post.waits, post.hidden_at, post.hidden_reason, topic.waits, topic.hidden_at),
        "counted": (topic.word_count, topic.post_count),
        "recounted": (recounted.word_count, recounted.post_count),
        "is_last": topic.last_post_at > post.created_at,
        "early_posts": face.early_posts,
        "is_newest_change": post.change_number == topic.change_number,
        "replies": Notice.objects.filter(kind="reply", url=reverse("forum:post", args=[post.key])).count(),
        "mentions": Notice.objects.filter(kind="mention", source=f"post:{post.key}").count(),
        "published": JournalEntry.objects.filter(name="forum.PostPublished", payload={"post_id": post.pk}).count(),
    }


@pytest.mark.parametrize("without_name", [False, True])
def test_an_upheld_appeal_does_to_a_reply_what_show_it_does(scene: Scene, without_name: bool) -> None:
    known = []
    for settle in (lambda post: forum_actions.let_through(scene.mara, post), None):
        topic = make.topic(scene.ben, body="Who coughs?")
        writer = scene.ada if without_name else groups_actions.join(make.member(), scene.group, name=f"N{len(known)}")
        post = make.post(writer, topic, body=f"@Juniper {WORDS}", without_name=without_name)
        assert post.waits
        if settle:
            settle(post)
        else:
            upheld(declined(scene, post), by=scene.mara)
        post.refresh_from_db()
        assert post in visible_posts(scene.olu)
        known.append(everything_about(post))
    assert known[0] == known[1]
    assert known[1]["replies"] == known[1]["published"] == 1


def test_an_upheld_appeal_shows_a_whole_topic_whose_first_post_was_declined(scene: Scene) -> None:
    topic = make.topic(scene.nia, title="Coughing at night", body=WORDS)
    decision = declined(scene, topic.posts.get())
    assert decision.review.snapshot == f"Coughing at night\n\n{WORDS}"
    topic.refresh_from_db()
    assert topic not in visible_topics(scene.ben.member)
    post = upheld(decision, by=scene.mara)
    assert topic in visible_topics(scene.ben.member)
    assert (post.topic.waits, post.topic.hidden_at, post.topic.word_count) == (False, None, 6)
    assert everything_about(post)["published"] == 1
    topics = browser_of(scene.ben.member).get(reverse("forum:topics", args=[scene.group.slug])).text
    assert "Coughing at night" in topics
    assert make.post(scene.ben, Topic.objects.get(pk=topic.pk)).number == 2


def test_what_comes_after_all_is_found_and_its_author_hears_of_it_once(scene: Scene) -> None:
    decision = declined(scene)
    found = reverse("search:search")
    assert "Nightingales" not in browser_of(scene.ben.member).get(found, {"q": "nightingales"}).text
    before = notices_of(scene.nia.member)
    post = upheld(decision, by=scene.mara)
    assert notices_of(scene.nia.member) == [*before, "appeal_answer"]
    page = browser_of(scene.ben.member).get(found, {"q": "coughing"}).text
    assert reverse("forum:post", args=[post.key]) in page
    forum_actions.restore_post(scene.mara, post)  # asked again, nothing more happens
    assert everything_about(post)["published"] == 1


def test_it_cannot_be_changed_meanwhile_and_what_was_cooked_anew_is_counted_as_it_is(scene: Scene) -> None:
    decision = declined(scene)
    with pytest.raises(Refused, match="did not let this through"):
        forum_actions.edit_post(scene.nia, post_of(decision), body="Something else entirely.")
    post = upheld(decision, by=scene.mara)
    topic = post.topic
    assert topic.word_count == forum_actions.recount(topic).word_count


def test_what_was_let_through_after_all_can_be_reported_and_hidden_like_any_other(scene: Scene) -> None:
    post = upheld(declined(scene), by=scene.mara)
    report = actions.report(scene.ben.member, post, kind="post", category="abuse")
    assert report.review.report_count == 1
    second = scene.decide(report.review)
    post.refresh_from_db()
    assert post.hidden_at
    assert not post.is_declined
    upheld(second, by=scene.hana)
    post.refresh_from_db()
    assert post.hidden_at is None


def test_what_was_reported_and_decided_too_comes_when_both_are_undone(scene: Scene) -> None:
    post = make.post(scene.nia, scene.post.topic, body=WORDS)
    report = actions.report(scene.mara.member, post, kind="post", category="abuse")
    first = declined(scene, post)
    second = scene.decide(report.review, by=scene.hana.member)
    post = upheld(first, by=scene.mara)
    assert post.is_declined
    appeal = actions.appeal(scene.nia.member, second, words="Nor here.")
    actions.answer_appeal(scene.sol, appeal, outcome="upheld", answer="You are right.")
    assert everything_about(post_of(second))["published"] == 1
    assert post_of(second) in visible_posts(scene.olu)


def test_a_topic_that_was_declined_does_not_come_back_because_another_decision_about_it_is_undone(
    scene: Scene,
) -> None:
    topic = make.topic(scene.nia, title="Coughing at night", body=WORDS)
    report = actions.report(scene.mara.member, topic, kind="topic", category="rules")
    declined(scene, topic.posts.get())
    upheld_topic = actions.appeal(scene.nia.member, scene.decide(report.review, by=scene.hana.member), words="No.")
    actions.answer_appeal(scene.sol, upheld_topic, outcome="upheld", answer="You are right.")
    topic.refresh_from_db()
    assert topic not in visible_topics(scene.ben.member)
    assert topic.is_declined
