"""What is new in all of one's groups since one last looked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from community.forum import actions
from groups import actions as group_actions
from tests import make

pytestmark = pytest.mark.django_db
NEW = reverse("forum:new")


@pytest.fixture
def ada():
    return make.member("ada")


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


def group_of(ada, name: str, own_name: str, **fields: object):
    group = make.group(name, **fields)
    make.face(ada, group, own_name)
    return group


def said_in(group, title: str):
    return make.topic(make.host_of(group), title=title)


def test_topics_of_all_groups_stand_together_each_with_the_name_one_has_there(client, ada):
    said_in(group_of(ada, "Asthma", "Fern"), "Spacers")
    said_in(group_of(ada, "Knitting", "Purl", visibility="hidden"), "Sleeves")
    page = client.get(NEW).text
    for words in (
        "Asthma",
        "Here you are <bdi>Fern</bdi>.",
        "Spacers",
        "Knitting",
        "Here you are <bdi>Purl</bdi>.",
        "Sleeves",
    ):
        assert words in page
    assert page.index("Sleeves") < page.index("Spacers")


def test_groups_of_others_stay_out_of_it_even_where_anyone_may_read(client, ada):
    said_in(make.group("Open to all", visibility="open"), "Everybody reads")
    assert "Everybody reads" not in client.get(NEW).text


def test_what_somebody_said_who_is_blocked_or_left_behind_is_not_news(client, ada):
    group = group_of(ada, "Asthma", "Fern")
    unmet = make.face(make.member("olu"), group)
    make.topic(unmet, title="Unmet")
    group_actions.block(ada, unmet)
    past = group_of(ada, "Past", "Moss")
    said_in(past, "Long ago")
    group_actions.leave(past.memberships.get(member=ada))
    page = client.get(NEW).text
    assert "Unmet" not in page
    assert "Long ago" not in page


def test_ones_own_last_word_is_no_news(client, ada):
    topic = said_in(group_of(ada, "Asthma", "Fern"), "Spacers")
    make.post(topic.group.memberships.get(member=ada), topic)
    assert "Spacers" not in client.get(NEW).text
    assert "Spacers" in client.get(NEW, {"show": "all"}).text
    make.post(make.host_of(topic.group), topic)
    assert "Spacers" in client.get(NEW).text


def test_the_button_puts_behind_what_was_seen_and_nothing_that_came_later(client, ada):
    group = group_of(ada, "Asthma", "Fern")
    said_in(group, "Spacers")
    page = client.get(NEW)
    until = page.context["slice"].items[0].last_post_at.isoformat()
    assert f'value="{until}"' in page.text
    said_in(group, "Later")
    client.post(reverse("forum:seen"), {"until": until})
    page = client.get(NEW).text
    assert "Spacers" not in page
    assert "Later" in page
    assert "Spacers" in client.get(NEW, {"show": "all"}).text


def test_looking_alone_changes_nothing(client, ada):
    said_in(group_of(ada, "Asthma", "Fern"), "Spacers")
    client.get(NEW)
    assert "Spacers" in client.get(NEW).text


def test_nobody_looks_into_the_future_or_back(ada):
    ahead = actions.go_through(ada, until=timezone.now() + timedelta(days=9))
    assert ahead.looked_at <= timezone.now()
    assert actions.go_through(ada, until=timezone.now() - timedelta(days=9)).looked_at == ahead.looked_at


def test_nothing_new_is_said_kindly(client, ada):
    assert "You have missed nothing" in client.get(NEW).text
    assert client.post(reverse("forum:seen"), {"until": "soon"}).status_code == 302


def test_the_list_reads_on_page_by_page(client, ada):
    group = group_of(ada, "Asthma", "Fern")
    for number in range(22):
        said_in(group, f"Topic {number}.")
    first = client.get(NEW)
    assert "Topic 21." in first.text
    assert "Topic 1." not in first.text
    second = client.get(NEW, {"after": first.context["slice"].next_cursor}).text
    assert "Topic 1." in second
    assert "I have seen all this" not in second


def test_many_groups_cost_no_more_queries_than_one(client, ada, django_assert_num_queries):
    client.get(reverse("people:help"))  # the session is in the cache from here on
    for name in ("Asthma", "Knitting", "School"):
        said_in(group_of(ada, name, name), f"{name}?")
    with django_assert_num_queries(3):  # the member, when they last looked, the topics
        client.get(NEW)
