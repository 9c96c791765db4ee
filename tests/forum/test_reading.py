"""How long a topic takes to read: words are counted as they come and go, and shown in steps."""

import pytest
from django.urls import reverse

from community.forum import actions
from community.forum.reading import time_to_read
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        *[(8, "A minute"), (200, "A minute"), (201, "3 minutes"), (600, "3 minutes")],
        *[(601, "10 minutes"), (2000, "10 minutes"), (6000, "30 minutes")],
    ],
)
def test_the_time_to_read_is_the_shortest_step_that_is_enough(words: int, shown: str) -> None:
    assert time_to_read(words) == f"{shown} to read"


def test_a_very_long_topic_says_so() -> None:
    assert time_to_read(6001) == "More than 30 minutes to read"


def test_words_are_counted_through_everything_that_happens_to_posts() -> None:
    group = make.group()
    host, ada = make.host_of(group), make.face(make.member("ada"), group)
    topic = make.topic(ada, body="One two three.")
    assert topic.word_count == 3
    post = make.post(ada, topic, body="Four five.")
    counted = []
    actions.edit_post(ada, post, body="Four five six seven.")
    counted.append(count_of(topic))
    actions.hide_post(host, post, reason="Not here.")
    counted.append(count_of(topic))
    actions.restore_post(host, post)
    counted.append(count_of(topic))
    assert counted == [7, 3, 7]


def test_the_count_can_be_built_again() -> None:
    group = make.group()
    topic = make.topic(make.host_of(group), body="One two three.")
    removed = make.post(make.host_of(group), topic, body="Four five.")
    actions.hide_post(None, removed, reason="Not here.")
    type(topic).objects.update(word_count=99)
    assert actions.recount(topic).word_count == 3


def test_the_list_and_the_topic_say_how_long_it_takes(client) -> None:
    group = make.group(visibility="open")
    topic = make.topic(make.host_of(group), body="word " * 700)
    for place in (reverse("forum:topics", args=[group.slug]), reverse("forum:topic", args=[topic.key])):
        assert "10 minutes to read" in client.get(place).text


def test_an_open_page_keeps_the_time_when_something_changes(client) -> None:
    group = make.group(visibility="open")
    topic = make.topic(make.host_of(group))
    assert "A minute to read" in client.get(reverse("forum:since", args=[topic.key, 0])).text


def count_of(topic: object) -> int:
    return type(topic).objects.get(pk=topic.pk).word_count
