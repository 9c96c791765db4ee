"""A reply or a topic that comes twice stands once: a double tap, a lost answer, Back, two devices, two processes."""

import re

import pytest
from django.urls import reverse

from community.forum import actions
from community.forum.models import Draft, Post, Topic
from groups import policy as groups_policy
from groups.models import Membership
from kit.models import JournalEntry
from tests import make
from tests.forum.addresses import HTMX, page_of, reply_to
from tests.forum.conftest import build_place
from tests.moderation.test_at_once import at_once

KEY = "a-key-of-this-writing"
REPLY = {"body": "So do I.", "client_key": KEY}
TOPIC = {"title": "Cold air", "body": "Does a scarf help?", "client_key": KEY}


def key_in(page: str) -> str:
    return re.search(r'name="client_key" value="([^"]+)"', page)[1]


def new_topic_in(place) -> str:
    return reverse("forum:new_topic", args=[place.group.slug])


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("more", [{}, {"without_name": "on"}])
def test_a_reply_sent_twice_stands_once_and_is_answered_twice(place, headers, more):
    client = place.client(place.ben)
    first, second = (client.post(reply_to(place.topic), REPLY | more, headers=headers) for _tap in range(2))
    assert Post.objects.filter(topic=place.topic).count() == 2
    assert JournalEntry.objects.filter(name="forum.PostPublished").count() == 2
    assert (second.status_code, second.headers.get("Location")) == (first.status_code, first.headers.get("Location"))
    assert second.headers.get("HX-Trigger") == first.headers.get("HX-Trigger")


@pytest.mark.parametrize("more", [{}, {"without_name": "on"}])
def test_a_topic_sent_twice_stands_once_and_is_answered_twice(place, more):
    client = place.client(place.ben)
    first, second = (client.post(new_topic_in(place), TOPIC | more) for _tap in range(2))
    assert Topic.objects.filter(title="Cold air").count() == 1
    assert Membership.objects.filter(member=place.ben.member).count() == (2 if more else 1)
    assert second.url == first.url == page_of(Topic.objects.get(title="Cold air")) + "#post-1"


def test_other_words_under_the_same_key_are_another_post_or_topic(place):
    client = place.client(place.ben)
    for body in ("So do I.", "So do I, at four.", "So do I."):
        client.post(reply_to(place.topic), REPLY | {"body": body})
    assert list(Post.objects.filter(author=place.ben).order_by("pk").values_list("body", flat=True)) == [
        "So do I.",
        "So do I, at four.",
    ]
    for title in ("Cold air", "Cold, dry air"):
        client.post(new_topic_in(place), TOPIC | {"title": title})
    assert Topic.objects.filter(author=place.ben).count() == 2


def test_the_same_words_never_stand_under_both_faces_because_somebody_went_back(place):
    client = place.client(place.ben)
    said = client.post(reply_to(place.topic), REPLY)
    again = client.post(reply_to(place.topic), REPLY | {"without_name": "on"})
    assert again.url == said.url
    assert Membership.objects.filter(member=place.ben.member).count() == 1


def test_one_key_in_two_topics_or_of_two_people_makes_a_post_each(place):
    other = make.topic(place.ada, title="Another")
    for who, topic in ((place.ben, place.topic), (place.ben, other), (place.ada, place.topic)):
        place.client(who).post(reply_to(topic), REPLY)
    assert Post.objects.filter(body="So do I.").count() == 3


def test_the_second_is_answered_like_the_first_whatever_has_become_of_the_topic(place, settings):
    settings.PACES = settings.PACES | {"reply": (1, 60)}
    client = place.client(place.ben)
    first = client.post(reply_to(place.topic), REPLY)
    actions.edit_post(place.ben, Post.objects.get(author=place.ben), body="So did I.")
    actions.close_topic(place.mara, place.topic)
    second = client.post(reply_to(place.topic), REPLY)
    assert (second.status_code, second.url) == (302, first.url)


def test_a_preview_keeps_the_key_and_a_sent_form_has_a_new_one(place):
    client = place.client(place.ben)
    key = key_in(client.get(page_of(place.topic)).text)
    shown = client.post(reply_to(place.topic), {"body": "Hm.", "client_key": key, "preview": "1"}, headers=HTMX)
    assert key_in(shown.text) == key
    sent = client.post(reply_to(place.topic), {"body": "Hm.", "client_key": key}, headers=HTMX)
    assert key_in(sent.text) != key
    key = key_in(client.get(new_topic_in(place)).text)
    assert key_in(client.post(new_topic_in(place), {"title": "", "client_key": key}).text) == key


def test_a_page_that_is_asked_for_again_by_back_carries_the_key_that_was_sent(place):
    """Browsers put the words back into the form, and not the key."""
    client = place.client(place.ben)
    for address, send_to, words in (
        (page_of(place.topic), reply_to(place.topic), {"body": "So do I."}),
        (new_topic_in(place), new_topic_in(place), {"title": "Cold air", "body": "A scarf?"}),
    ):
        answers = [
            client.post(send_to, words | {"client_key": key_in(client.get(address).text)}).url for _time in range(2)
        ]
        assert answers[0] == answers[1]
    assert Post.objects.filter(author=place.ben).count() == 2


def test_what_was_drafted_on_one_device_and_sent_on_two_stands_once(place):
    phone, laptop = place.client(place.ben), place.client(place.ben)
    key = key_in(phone.get(page_of(place.topic)).text)
    drafted = {"body": "So do I.", "client_key": key}
    phone.post(reverse("forum:draft", args=[place.topic.key]), drafted)
    assert key_in(laptop.get(page_of(place.topic)).text) == key
    phone.post(reply_to(place.topic), drafted)
    phone.post(reverse("forum:draft", args=[place.topic.key]), drafted)  # on its way when the words were sent
    laptop.post(reply_to(place.topic), drafted)
    assert Post.objects.filter(author=place.ben).count() == 1
    assert not Draft.objects.exists()


def test_a_draft_with_other_words_outlives_a_second_tap(place):
    client = place.client(place.ben)
    client.post(reply_to(place.topic), REPLY)
    actions.save_draft(place.ben, place.topic, body="And another thing")
    client.post(reply_to(place.topic), REPLY)
    assert Draft.objects.get().body == "And another thing"


def test_without_a_key_everything_is_as_it_was(place):
    for _time in range(2):
        place.client(place.ben).post(reply_to(place.topic), {"body": "So do I."})
    assert Post.objects.filter(author=place.ben).count() == 2


def test_no_page_of_another_shows_what_a_post_was_sent_as(place):
    client = place.client(place.ben)
    client.post(reply_to(place.topic), REPLY)
    sent_as = Post.objects.get(author=place.ben).sent_as
    for page in (page_of(place.topic), reverse("forum:since", args=[place.topic.key, 0])):
        text = place.client(place.ada).get(page).text
        assert (KEY in text, sent_as in text) == (False, False)
    assert KEY not in sent_as


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("without_name", [False, True])
def test_two_processes_that_get_the_same_at_once_write_it_once(without_name):
    place = build_place()
    said = {"without_name": without_name, "client_key": KEY}
    replies = at_once(*[lambda: actions.reply(place.ben, place.topic, body="So do I.", **said)] * 3)
    topics = at_once(*[lambda: actions.start_topic(place.ben, place.group, title="Air", body="?!", **said)] * 3)
    assert len({post.pk for post in replies}) == len({topic.pk for topic in topics}) == 1
    assert Post.objects.count() == 3
    place.topic.refresh_from_db()
    assert (place.topic.post_count, place.topic.change_number) == (2, 2)
    # A face for one topic is made for each that stands, and none for what did not become one.
    assert Membership.objects.exclude(only_in="").count() == (2 if without_name else 0)
    assert groups_policy.belonging_to(place.group).count() == 4
