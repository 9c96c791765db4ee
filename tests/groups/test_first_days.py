"""In its first days a face writes, and sends nothing by which others are often harmed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.chat import actions as chat_actions
from community.chat.models import Entry
from community.forum.models import Post, Topic
from groups import actions, policy
from groups.models import Group, Membership
from kit.policy import Refused
from tests import make

pytestmark = pytest.mark.django_db
LINK = "Look at https://example.org/cure"


@pytest.fixture
def group() -> Group:
    return make.group("Asthma")


@pytest.fixture
def newcomer(group: Group) -> Membership:
    return actions.join(make.member("nia"), group, name="Nia")


@pytest.fixture
def topic(group: Group) -> Topic:
    return make.topic(make.host_of(group))


def reply(face: Membership, topic: Topic, body: str) -> object:
    browser = Client()
    browser.force_login(face.member)
    return browser.post(reverse("forum:reply", args=[topic.key]), {"body": body}, follow=True)


def test_a_link_is_refused_with_what_may_be_done_and_from_when_and_the_words_stay(
    newcomer: Membership, topic: Topic
) -> None:
    answer = reply(newcomer, topic, LINK)
    assert answer.status_code == 422
    assert "In your first days here you can write" in answer.text
    assert "once you have written 3 more times" in answer.text
    assert "example.org/cure" in answer.text
    assert reverse("people:help") in answer.text  # whoever is in danger finds help all the same
    assert reply(newcomer, topic, "Hello.").status_code == 200


@pytest.mark.parametrize(("days", "posts", "may"), [(4, 3, True), (4, 2, False), (2, 3, False), (2, 0, False)])
def test_both_the_days_and_the_posts_must_have_passed(
    newcomer: Membership, topic: Topic, days: int, posts: int, may: bool
) -> None:
    for _post in range(posts):
        make.post(Membership.objects.select_related("group", "member").get(pk=newcomer.pk), topic)
    Membership.objects.filter(pk=newcomer.pk).update(joined_at=timezone.now() - timedelta(days=days))
    assert (reply(newcomer, topic, LINK).status_code == 200) is may


def test_the_sentence_says_what_is_still_missing(newcomer: Membership, group: Group) -> None:
    newcomer.early_posts = 3
    assert "more time" not in policy.can_send_more(newcomer, group).reason
    newcomer.joined_at, newcomer.early_posts = timezone.now() - timedelta(days=9), 2
    assert "Write 1 more time first." in policy.can_send_more(newcomer, group).reason
    newcomer.early_posts = 3
    assert policy.can_send_more(newcomer, group)


def test_each_group_says_how_long_its_first_days_are(newcomer: Membership, group: Group, topic: Topic) -> None:
    Group.objects.filter(pk=group.pk).update(first_days=0, first_posts=0)
    assert reply(newcomer, topic, LINK).status_code == 200


def test_those_who_keep_the_group_are_not_asked_to_wait(newcomer: Membership, group: Group, topic: Topic) -> None:
    newcomer = make.promoted(newcomer)
    assert reply(newcomer, topic, LINK).status_code == 200


def test_chat_waits_as_well_and_counts_as_well(newcomer: Membership, group: Group) -> None:
    room = make.room(group)
    with pytest.raises(Refused, match="first days"):
        chat_actions.say(newcomer, room, body=LINK, client_key="one")
    assert not Entry.objects.exists()
    chat_actions.say(newcomer, room, body="Hello.", client_key="two")
    assert Membership.objects.get(pk=newcomer.pk).early_posts == 1


def test_a_face_is_as_old_as_itself_whoever_has_it(group: Group, topic: Topic) -> None:
    old = make.face(make.member("ada"), group, "Willow")
    with pytest.raises(Refused, match="Without your name"):
        make.post(old, topic, body=LINK, without_name=True)
    make.post(old, topic, body=LINK)
    make.post(old, topic, body="Only words.", without_name=True)
    other = actions.join(old.member, make.group("Night owls"), name="River")
    with pytest.raises(Refused, match="first days"):
        make.post(other, make.topic(make.host_of(other.group)), body=LINK)


def test_a_link_is_not_edited_in_either(newcomer: Membership, topic: Topic) -> None:
    post = make.post(newcomer, topic, body="Hello.")
    browser = Client()
    browser.force_login(newcomer.member)
    answer = browser.post(reverse("forum:edit_post", args=[post.key]), {"body": LINK})
    assert answer.status_code == 422
    assert "first days" in answer.text
    assert Post.objects.get(pk=post.pk).body == "Hello."


def test_a_new_topic_comes_back_with_the_sentence_and_its_words(newcomer: Membership, group: Group) -> None:
    browser = Client()
    browser.force_login(newcomer.member)
    address = reverse("forum:new_topic", args=[group.slug])
    answer = browser.post(address, {"title": "A cure", "body": LINK})
    assert answer.status_code == 422
    assert "first days" in answer.text
    assert "A cure" in answer.text


def test_the_page_about_the_group_says_it_before_anybody_tries(newcomer: Membership, group: Group) -> None:
    browser = Client()
    browser.force_login(newcomer.member)
    text = browser.get(reverse("groups:group", args=[group.slug])).text
    assert "In your first days here you can write" in text
    assert "here is help at once" in text
    browser.force_login(group.memberships.get(role="host").member)
    assert "In your first days" not in browser.get(reverse("groups:group", args=[group.slug])).text


# --- Told beforehand ------------------------------------------------------------------------------------------------


def told(face: Membership | None) -> str:
    return Template("{% load newcomers %}{% before_writing face %}").render(Context({"face": face}))


def test_a_newcomer_is_told_before_writing_what_will_not_be_sent_and_that_the_post_will_wait(
    newcomer: Membership, group: Group, django_assert_num_queries: Callable
) -> None:
    with django_assert_num_queries(0):
        page = told(newcomer)
    assert "not yet send links, pictures or private messages" in page
    assert reverse("people:help") in page
    assert "before others see them" not in page
    Group.objects.filter(pk=group.pk).update(checks_first_posts=True)
    again = Membership.objects.select_related("group", "member").get(pk=newcomer.pk)
    assert "reads your first posts before others see them" in told(again)


def test_whoever_is_no_newcomer_looks_after_the_group_or_may_not_write_is_told_nothing(group: Group) -> None:
    Group.objects.filter(pk=group.pk).update(checks_first_posts=True)
    ada = make.face(make.member("ada"), Group.objects.get(pk=group.pk), "Willow")
    for face in (ada, make.host_of(group), make.silenced(make.face(make.member("ben"), group)), None):
        assert "notice" not in told(face)
