"""What writing changes: numbers, counters, drafts, and what is announced."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.forum import actions
from community.forum.models import Draft, Reaction, Watch
from kit.models import JournalEntry
from kit.policy import Refused
from tests import make


def announced() -> list[str]:
    return list(JournalEntry.objects.filter(name__startswith="forum.").order_by("pk").values_list("name", flat=True))


def numbers(topic) -> list[int]:
    return list(topic.posts.order_by("number").values_list("number", flat=True))


def test_a_topic_begins_with_its_first_post(place):
    topic = actions.start_topic(place.ben, place.group, title="Inhalers", body="Which *one*?")
    assert numbers(topic) == [1]
    assert topic.posts.get().html == "<p>Which <em>one</em>?</p>\n"
    assert (topic.post_count, topic.change_number) == (1, 1)
    assert Watch.objects.filter(topic=topic, watcher=place.ben).exists()
    assert announced()[-1] == "forum.PostPublished"


def test_replies_are_numbered_without_gaps(place):
    for _turn in range(3):
        make.post(place.ben, place.topic)
    place.topic.refresh_from_db()
    assert numbers(place.topic) == [1, 2, 3, 4]
    assert (place.topic.post_count, place.topic.change_number) == (4, 4)


def test_a_refused_reply_leaves_nothing_behind(place):
    actions.close_topic(place.mara, place.topic)
    before = announced()
    with pytest.raises(Refused):
        actions.reply(place.ben, place.topic, body="Too late")
    assert numbers(place.topic) == [1]
    assert announced() == before


def test_every_change_has_a_number_of_its_own(place):
    post = make.post(place.ben, place.topic)
    assert actions.edit_post(place.ben, post, body="Better").change_number == 3
    assert actions.hide_post(place.mara, post, reason="Rule 1").change_number == 4
    assert actions.restore_post(place.mara, post).change_number == 5
    actions.close_topic(place.mara, place.topic)
    place.topic.refresh_from_db()
    assert place.topic.change_number == 6
    assert announced()[-4:] == ["forum.PostEdited", "forum.PostHidden", "forum.PostRestored", "forum.TopicClosed"]


def test_an_edit_that_changes_nothing_is_none(place):
    post = make.post(place.ben, place.topic, body="Same")
    assert actions.edit_post(place.ben, post, body="Same").edited_at is None
    assert "forum.PostEdited" not in announced()


def test_the_safety_team_removes_without_a_face(place):
    post = make.post(place.ben, place.topic)
    assert actions.hide_post(None, post, reason="Law").hidden_reason == "Law"
    assert actions.restore_post(None, post).hidden_reason == ""


def test_removing_is_refused_to_members(place):
    post = make.post(place.ben, place.topic)
    with pytest.raises(Refused):
        actions.hide_post(place.ada, post, reason="I do not like it")


def test_removing_twice_is_removing_once(place):
    post = actions.hide_post(place.mara, make.post(place.ben, place.topic), reason="Rule 1")
    again = actions.hide_post(place.mara, post, reason="Rule 2")
    assert (again.change_number, again.hidden_reason) == (post.change_number, "Rule 1")


def test_closing_pinning_and_removing_topics_can_be_undone(place):
    actions.close_topic(place.mara, place.topic)
    actions.reopen_topic(place.mara, place.topic)
    actions.pin_topic(place.mara, place.topic)
    actions.unpin_topic(place.mara, place.topic)
    actions.hide_topic(place.mara, place.topic, reason="Rule 1")
    topic = actions.restore_topic(place.mara, place.topic)
    assert (topic.closed_at, topic.pinned_at, topic.hidden_at) == (None, None, None)
    assert topic.change_number == 7


def test_a_draft_is_kept_until_the_reply_is_sent(place):
    actions.save_draft(place.ben, place.topic, body="I th")
    actions.save_draft(place.ben, place.topic, body="I think")
    assert Draft.objects.get().body == "I think"
    make.post(place.ben, place.topic)
    assert not Draft.objects.exists()


def test_an_emptied_draft_is_thrown_away(place):
    actions.save_draft(place.ben, None, title="Inhalers", body="")
    assert Draft.objects.get().title == "Inhalers"
    actions.save_draft(place.ben, None, title=" ", body=" ")
    assert not Draft.objects.exists()


def test_a_sign_is_given_once_and_can_be_taken_back(place):
    post = place.topic.posts.get()
    actions.react(place.ben, post, kind="thanks")
    actions.react(place.ben, post, kind="thanks")
    assert Reaction.objects.count() == 1
    actions.unreact(place.ben, post, kind="thanks")
    assert Reaction.objects.count() == 0


def test_counters_can_be_built_again(place):
    make.post(place.ben, place.topic)
    last = make.post(place.ada, place.topic)
    type(place.topic).objects.update(post_count=17, last_post_at=place.topic.created_at)
    topic = actions.recount(place.topic)
    assert (topic.post_count, topic.change_number, topic.last_post_at) == (3, 3, last.created_at)


def test_a_reply_costs_few_queries(place):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        actions.reply(place.ben, place.topic, body="Quick")
    deeds = [query["sql"].split()[0] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert deeds == ["SELECT", "UPDATE", "INSERT", "INSERT", "DELETE", "INSERT"]
