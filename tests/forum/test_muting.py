"""Words and topics that one does not want to meet: folded or gone on every surface, for oneself alone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from community.forum import actions
from community.forum.models import Topic
from groups.models import Membership
from kit.events import deliver_due
from people import actions as people_actions
from people.models import MutedWord, Notice
from people.muting import Muting
from tests import make

pytestmark = pytest.mark.django_db
FOLDED = "It holds a word that you do not want to read."


@pytest.fixture
def willow() -> Membership:
    return make.face(make.member("ada"), make.group("Asthma"), "Willow")


@pytest.fixture
def robin(willow: Membership) -> Membership:
    return make.face(make.member("ben"), willow.group, "Robin")


@pytest.fixture
def topic(robin: Membership) -> Topic:
    return make.topic(robin, title="About the needle", body="I fear the Needle most.")


def signed_in(face: Membership) -> Client:
    client = Client()
    client.force_login(face.member)
    return client


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("The NEEDLE.", True),
        ("needles", False),
        ("a blood  test", True),
        ("bloodtest", False),
        ("Straße? STRASSE!", True),
        ("(c++)", True),
    ],
)
def test_whole_words_are_meant(text: str, holds: bool) -> None:
    assert Muting(["needle", "blood test", "straße", "c++"]).holds(text) is holds


def test_what_stands_in_tags_does_not_count() -> None:
    muting = Muting(["needle", "href"])
    assert not muting.holds_html('<a href="/needle">thread</a>')
    assert muting.holds_html("<p>a <em>needle</em></p>")


def test_words_are_muted_on_a_page_and_read_again(willow: Membership) -> None:
    browser, address = signed_in(willow), reverse("people:muted_words")
    browser.post(address, {"words": "  Needle "})
    assert "needle" in browser.get(address).text
    browser.post(reverse("people:unmute_words", args=[MutedWord.objects.get().pk]))
    assert not MutedWord.objects.exists()


def test_nobody_takes_back_what_somebody_else_muted(willow: Membership, robin: Membership) -> None:
    muted = people_actions.mute_words(willow.member, "needle")
    assert signed_in(robin).post(reverse("people:unmute_words", args=[muted.pk])).status_code == 404


def test_posts_titles_messages_and_findings_with_a_muted_word_are_folded(
    willow: Membership, robin: Membership, topic: Topic
) -> None:
    room = make.room(willow.group)
    make.entry(robin, room, body="A needle again.")
    make.entry(willow, room, body="My needle.")
    deliver_due()
    people_actions.mute_words(willow.member, "needle")
    places = [
        reverse("forum:topic", args=[topic.key]),
        reverse("forum:since", args=[topic.key, 0]),
        reverse("forum:topics", args=[willow.group.slug]),
        reverse("chat:room", args=[room.key]),
        reverse("chat:since", args=[room.key, 0]),
        reverse("search:search") + "?q=fear",
        reverse("forum:new") + "?show=all",
    ]
    for place in places:
        assert FOLDED in signed_in(willow).get(place).text, place
        assert FOLDED not in signed_in(robin).get(place).text.split("<template")[0], place
    titles = [places[2], places[5], places[6]]
    assert not any("About the needle" in signed_in(willow).get(place).text for place in titles)
    assert signed_in(willow).get(places[3]).text.split("<template")[0].count(FOLDED) == 1  # not one's own


def test_a_reply_with_a_muted_word_brings_no_notice(willow: Membership, robin: Membership, topic: Topic) -> None:
    actions.watch(willow, topic)
    people_actions.mute_words(willow.member, "needle")
    make.post(robin, topic, body="The needle!")
    make.post(robin, topic, body="The sun.")
    deliver_due()
    assert Notice.objects.filter(member=willow.member, kind="reply").count() == 1


def test_a_muted_topic_stands_in_no_list_search_or_notice_and_can_be_met_again(
    willow: Membership, robin: Membership, topic: Topic
) -> None:
    actions.watch(willow, topic)
    deliver_due()
    browser = signed_in(willow)
    page = browser.get(reverse("forum:topic", args=[topic.key])).text
    assert "Do not meet this topic" in page
    browser.post(reverse("forum:mute", args=[topic.key]), {"wish": "yes"})
    make.post(robin, topic, body="Anybody?")
    deliver_due()
    lists = [
        reverse("forum:topics", args=[willow.group.slug]),
        reverse("search:search") + "?q=fear",
        reverse("forum:new") + "?show=all",
    ]
    for place in lists:
        assert topic.key not in browser.get(place).text, place
        assert reverse("search:search") in place or topic.key in signed_in(robin).get(place).text, place
    assert not Notice.objects.filter(member=willow.member, kind="reply").exists()
    assert topic.key in browser.get(reverse("forum:muted")).text
    browser.post(reverse("forum:mute", args=[topic.key]), {"wish": "no", "from": "list"})
    assert topic.key in browser.get(lists[0]).text


def test_whoever_mutes_nothing_pays_no_query_for_it(willow: Membership, topic: Topic) -> None:
    browser, address = signed_in(willow), reverse("forum:topics", args=[willow.group.slug])
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        browser.get(address)
    assert not [query for query in asked.captured_queries if 'FROM "people_mutedword"' in query["sql"][:200]]


@pytest.mark.parametrize(("page", "most"), [("people:muted_words", 3), ("forum:muted", 3)])
def test_pages_cost_few_queries(
    page: str, most: int, willow: Membership, topic: Topic, django_assert_max_num_queries: Callable
) -> None:
    for word in ("needle", "scan", "ward"):
        people_actions.mute_words(willow.member, word)
    for title in ("One", "Two", "Three"):
        actions.mute_topic(willow.member, make.topic(topic.author, title=title))
    browser = signed_in(willow)
    browser.get(reverse(page))
    with django_assert_max_num_queries(most):
        assert browser.get(reverse(page)).status_code == 200
