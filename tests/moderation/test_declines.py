"""First posts that were not let through: their author reads why, and can have somebody else look again."""

import pytest
from django.urls import reverse

from community.forum import actions as forum_actions
from community.forum.events import PostDeclined
from community.forum.models import Post, Topic
from community.forum.policy import visible_posts, visible_topics
from groups import actions as groups_actions
from groups.models import Membership
from kit.events import announce, deliver_due
from kit.models import JournalEntry
from kit.policy import Refused
from moderation import actions, policy
from moderation.models import Appeal, Decision, Report, Review
from people.models import Notice
from tests import make
from tests.moderation.scene import Scene, browser_of, notices_of, staged

pytestmark = pytest.mark.django_db
WORDS = "Nightingales cough from three o'clock on."
REASON = "Please leave out the doctor's name."


@pytest.fixture
def scene() -> Scene:
    """As always, in a group that looks at first posts; Nia is new there."""
    staging = staged(visibility="open")
    staging.group = groups_actions.change_ways(staging.hana, staging.group, checks_first_posts=True, first_posts=1)
    for name in ("ada", "ben", "mara", "hana"):  # as they are read anew, with the ways of the group
        setattr(staging, name, Membership.objects.select_related("group", "member").get(pk=getattr(staging, name).pk))
    staging.nia = groups_actions.join(make.member("nia"), staging.group, name="Wren")
    deliver_due()
    return staging


def declined(scene: Scene, post: Post | None = None, *, by: Membership | None = None) -> Decision:
    """A reply of Nia's, or the given post, that Hana did not let through."""
    post = post or make.post(scene.nia, scene.post.topic, body=WORDS)
    forum_actions.decline_post(by or scene.hana, post, reason=REASON)
    deliver_due()
    return Decision.objects.get(review__subject_key=post.key)


def post_of(decision: Decision) -> Post:
    return Post.objects.select_related("topic__group", "author").get(key=decision.review.subject_key)


def upheld(decision: Decision, *, by: Membership) -> Post:
    appeal = actions.appeal(decision.review.author.member, decision, words="She said I may name her.")
    actions.answer_appeal(by.member, appeal, outcome="upheld", answer="You are right.")
    return post_of(decision)


# --- The decision -------------------------------------------------------------------------------------------------


def test_a_decline_is_a_decision_that_its_author_reads_and_nobody_else(scene: Scene) -> None:
    decision = declined(scene)
    assert (decision.outcome, decision.explanation, decision.decider) == ("hide", REASON, scene.hana.member)
    assert (decision.rule, decision.rule_text) == (None, "")
    assert (decision.review.state, decision.review.report_count) == ("decided", 0)
    assert decision.review.decided_at == decision.created_at
    address = reverse("moderation:decision", args=[decision.key])
    page = browser_of(scene.nia.member).get(address).text
    assert "Please leave out the doctor&#x27;s name." in page
    assert "Nightingales cough" in page
    assert "It was not let through" in page
    assert "Rule, as it stood then" not in page
    assert "Ask for another look" in page
    assert scene.hana.name not in page
    for other in (scene.ben.member, scene.hana.member, scene.mara.member, scene.sol):
        assert browser_of(other).get(address).status_code == 404


def test_the_author_gets_one_notice_in_their_language_and_it_leads_to_the_decision(scene: Scene) -> None:
    post = make.post(scene.nia, scene.post.topic, body=WORDS)
    deliver_due()
    before = list(Notice.objects.values_list("pk", flat=True))
    decision = declined(scene, post)
    notice = Notice.objects.exclude(pk__in=before).get()
    assert (notice.member, notice.kind) == (scene.nia.member, "declined")
    assert notice.text == "A post of yours was not let through. Read why, and what you can do."
    assert notice.url == reverse("moderation:decision", args=[decision.key])


def test_a_decline_that_is_told_twice_is_one_decision_and_one_notice(scene: Scene) -> None:
    decision = declined(scene)
    JournalEntry.objects.filter(name="forum.PostDeclined").update(delivered_at=None, heard=[])
    deliver_due()
    actions.keep_decline(scene.hana.member, post_of(decision))
    deliver_due()
    assert Decision.objects.get() == decision
    assert Review.objects.count() == 1
    assert notices_of(scene.nia.member).count("declined") == 1


def test_a_decline_from_before_has_no_decision_and_keeps_its_notice(scene: Scene) -> None:
    post = make.post(scene.nia, scene.post.topic, body=WORDS)
    Post.objects.filter(pk=post.pk).update(waits=False, hidden_reason=REASON)
    announce(PostDeclined(post_id=post.pk))
    JournalEntry.objects.filter(name="forum.PostDeclined").update(payload={"post_id": post.pk})
    deliver_due()
    assert not Decision.objects.exists()
    notice = Notice.objects.get(member=scene.nia.member, kind="declined")
    assert notice.url == reverse("forum:post", args=[post.key])
    link = reverse("moderation:declined", args=[post.key])
    answer = browser_of(scene.nia.member).get(link)
    assert answer.headers["Location"] == f"{reverse('groups:group', args=[scene.group.slug])}#keepers-heading"


def test_the_declined_post_links_its_author_to_the_decision_and_others_find_nothing_there(scene: Scene) -> None:
    decision = declined(scene)
    link = reverse("moderation:declined", args=[post_of(decision).key])
    topic = reverse("forum:topic", args=[scene.post.topic.key])
    nia = browser_of(scene.nia.member)
    assert link in nia.get(topic).text
    assert "ask another of those" not in nia.get(topic).text
    assert nia.get(link).headers["Location"] == reverse("moderation:decision", args=[decision.key])
    for other in (scene.ben.member, scene.hana.member, scene.mara.member):
        browser = browser_of(other)
        assert link not in browser.get(topic).text
        assert browser.get(link).status_code == 404
    assert nia.get(reverse("moderation:declined", args=[scene.post.key])).status_code == 404


def test_hosts_read_that_the_author_can_ask_for_another_look(scene: Scene) -> None:
    make.post(scene.nia, scene.post.topic, body=WORDS)
    page = browser_of(scene.hana.member).get(reverse("forum:waiting", args=[scene.group.slug])).text
    assert "Its author reads this, and can ask somebody other than you for another look." in page


# --- Another look -------------------------------------------------------------------------------------------------


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


# --- What those who look after the group see ----------------------------------------------------------------------


def test_moderators_recognise_a_declined_first_post_and_no_report_is_counted(scene: Scene) -> None:
    decision = declined(scene)
    browser = browser_of(scene.mara.member)
    queue = reverse("moderation:queue")
    assert "Nothing waits for you." in browser.get(queue).text
    actions.appeal(scene.nia.member, decision, words="She said I may.")
    shown = browser.get(queue).text
    assert "She said I may." in shown
    assert "First post, not let through" in shown
    page = browser.get(reverse("moderation:review", args=[decision.review.key])).text
    assert "Nobody reported it" in page
    assert "What people say" not in page
    assert "when it was reported" not in page
    other = make.post(scene.nia, scene.post.topic, body="Another.")
    report = actions.report(scene.mara.member, other, kind="post", category="rules")
    page = browser.get(reverse("moderation:review", args=[report.review.key])).text
    assert "First post, not let through" in page
    assert Report.objects.count() == 1


def test_nobody_else_is_told_anything(scene: Scene) -> None:
    decision = declined(scene)
    told = {member.pk: notices_of(member) for member in (scene.ben.member, scene.ada.member, scene.olu)}
    actions.appeal(scene.nia.member, decision, words="She said I may.")
    assert all(notices_of(member) == told[member.pk] for member in (scene.ben.member, scene.ada.member, scene.olu))
    assert not policy.visible_decisions(scene.ada.member).exists()


def test_the_everyday_name_of_a_nameless_author_stands_nowhere(scene: Scene) -> None:
    post = make.post(scene.ada, scene.post.topic, body=WORDS, without_name=True)
    decision = declined(scene, post)
    appeal = actions.appeal(scene.ada.member, decision, words="She said I may.")
    mara = browser_of(scene.mara.member)
    for name, key in (("answer", appeal.key), ("review", decision.review.key)):
        page = mara.get(reverse(f"moderation:{name}", args=[key])).text
        assert scene.ada.name not in page
        assert post.author.name in page
