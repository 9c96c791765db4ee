"""First posts that were not let through: their author reads why, and those who look after the group see it."""

import pytest
from django.urls import reverse

from community.forum.events import PostDeclined
from community.forum.models import Post
from kit.events import announce, deliver_due
from kit.models import JournalEntry
from moderation import actions, policy
from moderation.models import Decision, Report, Review
from people.models import Notice
from tests import make
from tests.moderation.declining import REASON, WORDS, declined, post_of, scene, scene_as_made
from tests.moderation.scene import Scene, browser_of, notices_of

__all__ = ["scene", "scene_as_made"]
pytestmark = pytest.mark.django_db


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
