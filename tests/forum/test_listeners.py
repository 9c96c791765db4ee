"""What follows from writing: notices that tell nothing, and news that carry nothing."""

import pytest
from django.urls import reverse

from community.forum import actions
from groups import actions as group_actions
from kit import live
from kit.events import deliver_due
from kit.models import JournalEntry
from people import actions as people_actions
from people.models import Notice
from tests import make


def told(member) -> list[Notice]:
    return list(Notice.objects.filter(member=member, kind="reply").order_by("pk"))


def test_whoever_follows_a_topic_is_told_about_a_reply(place):
    post = make.post(place.ben, place.topic, body="My secret remedy")
    deliver_due()
    (notice,) = told(place.ada.member)
    assert notice.url == reverse("forum:post", args=[post.key])
    assert notice.text == "There is a new reply in a topic you follow."
    assert told(place.ben.member) == []
    assert told(place.mara.member) == []


def test_being_told_twice_is_being_told_once(place):
    make.post(place.ben, place.topic)
    deliver_due()
    JournalEntry.objects.filter(name="forum.PostPublished").update(delivered_at=None, heard=[])
    deliver_due()
    assert len(told(place.ada.member)) == 1


def test_one_notice_stands_for_a_topic_until_it_is_read(place):
    first = make.post(place.ben, place.topic)
    for _number in range(2):
        make.post(place.ben, place.topic)
        deliver_due()
    (notice,) = told(place.ada.member)
    assert notice.url == reverse("forum:post", args=[first.key])
    people_actions.mark_read(place.ada.member, notice)
    make.post(place.ben, place.topic)
    make.post(place.ben, make.topic(place.ada))
    deliver_due()
    assert len(told(place.ada.member)) == 3


def test_nobody_is_told_about_somebody_they_blocked(place):
    group_actions.block(place.ada.member, place.ben)
    make.post(place.ben, place.topic)
    deliver_due()
    assert told(place.ada.member) == []


def test_nobody_is_told_who_has_left(place):
    group_actions.leave(place.ada)
    make.post(place.ben, place.topic)
    deliver_due()
    assert told(place.ada.member) == []


def test_nobody_is_told_about_what_was_removed_meanwhile(place):
    post = make.post(place.ben, place.topic)
    actions.hide_post(place.mara, post, reason="Rule 1")
    deliver_due()
    assert told(place.ada.member) == []


def test_a_notice_speaks_the_language_of_its_reader(place):
    place.ada.member.language = "cy"
    place.ada.member.save(update_fields=["language"])
    make.post(place.ben, place.topic)
    deliver_due()
    assert len(told(place.ada.member)) == 1


@pytest.fixture
def news(monkeypatch) -> list[tuple[str, str]]:
    """What leaves for the live hubs."""
    heard: list[tuple[str, str]] = []

    def carry(_group: str, message: dict[str, str]) -> None:
        heard.append((message.get("channel", ""), message.get("news", "")))

    monkeypatch.setattr(live, "carry", carry)
    return heard


@pytest.mark.django_db(transaction=True)
def test_open_pages_hear_that_something_changed_and_never_what(place_for, news):
    place = place_for()
    topic, group = f"topic:{place.topic.key}", f"group:{place.group.key}"
    deliver_due()
    assert (group, "topic") in news
    for deed, expected in [
        (lambda: make.post(place.ben, place.topic), {(topic, "reply"), (group, "reply")}),
        (lambda: actions.edit_post(place.ada, place.topic.posts.get(number=1), body="New"), {(topic, "change")}),
        (lambda: actions.hide_post(None, place.topic.posts.get(number=2), reason="x"), {(topic, "change")}),
        (lambda: actions.restore_post(None, place.topic.posts.get(number=2)), {(topic, "change")}),
        (lambda: actions.close_topic(place.mara, place.topic), {(topic, "change"), (group, "topic")}),
        (lambda: actions.hide_topic(None, place.topic, reason="x"), {(topic, "change"), (group, "topic")}),
    ]:
        news.clear()
        deed()
        deliver_due()
        assert {item for item in news if str(item[0]).startswith(("topic:", "group:"))} == expected
