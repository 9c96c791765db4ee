"""What people see: lists, topics, forms that keep what was typed, and nothing that is not theirs to see."""

import re

import pytest
from django.urls import reverse

from community.forum import actions
from groups import actions as group_actions
from tests import make
from tests.forum.addresses import HTMX, page_of


def test_the_list_shows_pinned_topics_first_then_the_freshest(place):
    client = place.client(place.ben)
    old = place.topic
    make.topic(place.ben, title="Second")
    pinned = make.topic(place.mara, title="Read this first")
    actions.pin_topic(place.mara, pinned)
    make.post(place.ben, old)
    text = client.get(reverse("forum:topics", args=[place.group.slug])).text
    titles = re.findall(r"<h2>\s*<a[^>]*>([^<]*)</a>", text)
    assert titles == ["Read this first", "How do you sleep?", "Second"]


def test_the_list_goes_on_where_it_ended(place):
    for number in range(25):
        make.topic(place.ada, title=f"Topic {number}")
    client = place.client(place.ben)
    first = client.get(reverse("forum:topics", args=[place.group.slug])).text
    assert first.count('class="topic-row"') == 20
    following = re.search(r'href="(\?after=[^"]+)"', first)[1]
    second = client.get(reverse("forum:topics", args=[place.group.slug]) + following).text
    assert second.count('class="topic-row"') == 6


def test_an_outsider_of_a_listed_group_is_shown_what_it_is_about(place):
    answer = place.client(place.olu).get(reverse("forum:topics", args=[place.group.slug]))
    assert answer.status_code == 302
    assert answer.url == reverse("groups:group", args=[place.group.slug])


def test_a_hidden_group_answers_as_one_that_was_never_there(place_for):
    place = place_for(visibility="hidden")
    client = place.client(place.olu)
    there = client.get(reverse("forum:topics", args=[place.group.slug]))
    nowhere = client.get(reverse("forum:topics", args=["nowhere-at-all"]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert client.get(page_of(place.topic)).status_code == 404


def test_a_topic_shows_its_posts_with_their_faces(place):
    make.post(place.ben, place.topic, body="Try a *humid* room.")
    text = place.client(place.ben).get(page_of(place.topic)).text
    assert "<strong>three</strong>" in text
    assert "<em>humid</em>" in text
    assert 'id="post-2"' in text
    assert reverse("groups:face", args=[place.group.slug, place.ada.key]) in text
    assert place.ada.member.email not in text


def test_a_topic_is_read_in_pages_of_twenty(place):
    for number in range(24):
        make.post(place.ben, place.topic, body=f"Words {number}")
    client = place.client(place.ada)
    first, second = client.get(page_of(place.topic)).text, client.get(page_of(place.topic, after=20)).text
    assert first.count("<article") == 20
    assert second.count("<article") == 5
    assert "?after=20" in first
    assert client.get(page_of(place.topic, after="x")).text.count("<article") == 20


def test_a_post_has_an_address_that_leads_to_its_place(place):
    for _turn in range(20):
        make.post(place.ben, place.topic)
    post = place.topic.posts.get(number=21)
    answer = place.client(place.ada).get(reverse("forum:post", args=[post.key]))
    assert answer.url == page_of(place.topic, after=20) + "#post-21"
    assert place.client(place.olu).get(reverse("forum:post", args=[post.key])).status_code == 404


def test_others_see_that_a_post_was_removed_but_not_what_it_said(place):
    post = make.post(place.ben, place.topic, body="Buy my oil")
    actions.hide_post(place.mara, post, reason="Rule 2: nothing to sell.")
    text = place.client(place.ada).get(page_of(place.topic)).text
    assert "Post 2 was removed by the moderators." in text
    assert "Buy my oil" not in text
    assert place.ben.key not in text
    for who in (place.ben, place.mara):
        text = place.client(who).get(page_of(place.topic)).text
        assert "Buy my oil" in text
        assert "Rule 2: nothing to sell." in text


def test_a_face_i_blocked_does_not_speak_to_me(place):
    make.post(place.ben, place.topic, body="It is me again")
    group_actions.block(place.ada.member, place.ben)
    assert "It is me again" not in place.client(place.ada).get(page_of(place.topic)).text
    assert "It is me again" in place.client(place.mara).get(page_of(place.topic)).text


def test_the_same_post_is_drawn_anew_when_its_author_changes_their_name(place):
    client = place.client(place.ben)
    assert "Ada" in client.get(page_of(place.topic)).text
    group_actions.describe(place.ada, name="Quiet Heron", about="")
    text = client.get(page_of(place.topic)).text
    assert "Quiet Heron" in text


def test_names_titles_and_drafts_are_never_html(place):
    face = make.face(make.member("eve"), place.group, "<b>Eve</b>")
    topic = make.topic(face, title="<script>alert(1)</script>", body="<i>hello</i>")
    client = place.client(face)
    client.post(reverse("forum:draft", args=[topic.key]), {"body": "</textarea><b>\n  two  spaces"})
    for address in (page_of(topic), reverse("forum:topics", args=[place.group.slug])):
        text = client.get(address).text
        assert "<script>alert" not in text
        assert "<b>" not in text
        assert "<i>" not in text
        assert "&lt;b&gt;Eve&lt;/b&gt;" in text
    assert ">\n&lt;/textarea&gt;&lt;b&gt;\n  two  spaces</textarea>" in client.get(page_of(topic)).text


def test_signs_are_given_and_taken_back(place):
    client = place.client(place.ben)
    react = reverse("forum:react", args=[place.topic.key])
    given = client.post(react, {"give": "1:thanks"}, headers=HTMX).text
    assert re.search(r'name="take"\s+value="1:thanks"\s+aria-pressed="true">Thank you 1<', given)
    assert client.post(react, {"take": "1:thanks"}).url.endswith("#post-1")
    assert client.post(react, {"give": "1:hate"}).status_code == 422
    assert client.post(react, {"give": "99:thanks"}).status_code == 404


def test_following_a_topic_is_switched_on_and_off(place):
    client = place.client(place.ben)
    watch = reverse("forum:watch", args=[place.topic.key])
    assert "Tell me about replies" in client.get(page_of(place.topic)).text
    client.post(watch, {"wish": "yes"})
    assert "Stop telling me about replies" in client.get(page_of(place.topic)).text
    client.post(watch, {"wish": "no"})
    assert "Tell me about replies" in client.get(page_of(place.topic)).text


def test_moderators_close_and_pin_and_members_do_not(place):
    close, pin = (reverse(f"forum:{deed}", args=[place.topic.key]) for deed in ("close", "pin"))
    assert place.client(place.ben).post(close, {"wish": "yes"}).status_code == 403
    mara = place.client(place.mara)
    mara.post(close, {"wish": "yes"})
    mara.post(pin, {"wish": "yes"})
    place.topic.refresh_from_db()
    assert place.topic.closed_at
    assert place.topic.pinned_at
    text = place.client(place.ben).get(page_of(place.topic)).text
    assert "Closed to new replies" in text
    assert "This topic is closed to new replies." in text


def test_changes_are_caught_up_with_edits_and_removals(place):
    first = make.post(place.ben, place.topic, body="Frist")
    second = make.post(place.ada, place.topic, body="Sceond")
    place.topic.refresh_from_db()
    since = reverse("forum:since", args=[place.topic.key, place.topic.change_number]) + "?seen=3"
    client = place.client(place.mara)
    assert "<article" not in client.get(since).text
    actions.edit_post(place.ben, first, body="First")
    actions.hide_post(place.mara, second, reason="Rule 1")
    make.post(place.ada, place.topic, body="Third")
    text = client.get(since).text
    assert re.findall(r'<article id="(post-\d)"', text) == ["post-2", "post-3", "post-4"]
    assert 'data-change="6"' in text
    assert "1 new reply" in text
    assert "Third" in place.client(place.ada).get(since).text
    assert "Sceond" not in place.client(place.ben).get(since).text


def test_many_changes_come_in_pieces(place):
    for _turn in range(70):
        make.post(place.ben, place.topic)
    since = reverse("forum:since", args=[place.topic.key, 1])
    text = place.client(place.ada).get(since).text
    assert text.count("<article") == 60
    assert 'data-change="61"' in text
    assert "data-has-more" in text


def test_strangers_read_an_open_group_and_are_asked_to_sign_in(place_for):
    place = place_for(visibility="open")
    text = place.client(None).get(page_of(place.topic)).text
    assert "<strong>three</strong>" in text
    assert reverse("account_login") in text
    assert "<textarea" not in text
    assert reverse("moderation:report", args=["post", place.topic.posts.get().key]) not in text


# --- Speed and weight ---------------------------------------------------------------------------------------------


@pytest.fixture
def long_topic(place):
    for number in range(22):
        author = (place.ben, place.ada, place.mara)[number % 3]
        post = make.post(
            author, place.topic, body="When I wake I sit up, count to a hundred and drink some water. " * 4
        )
        if number % 4 == 0:
            actions.react(place.ada, post, kind="thanks")
    return place.topic


@pytest.mark.parametrize("who", ["ada", "mara", "hana"])
def test_a_topic_page_asks_six_questions_at_most(place, long_topic, django_assert_max_num_queries, who):
    client = place.client(getattr(place, who))
    client.get("/")
    with django_assert_max_num_queries(6):
        assert client.get(page_of(long_topic)).text.count("<article") == 20


@pytest.mark.parametrize("who", ["ada", "mara", "hana"])
def test_a_list_of_topics_asks_six_questions_at_most(place, django_assert_max_num_queries, who):
    for number in range(22):
        make.topic(place.ada, title=f"Topic {number}")
    client = place.client(getattr(place, who))
    client.get("/")
    with django_assert_max_num_queries(6):
        assert client.get(reverse("forum:topics", args=[place.group.slug])).text.count("topic-row") == 20


def test_a_topic_page_weighs_little(place, long_topic):
    page = place.client(place.ben).get(page_of(long_topic))
    assert len(page.content) <= 45_000


@pytest.mark.parametrize(
    ("name", "first", "then"),
    [("close", "The topic is closed", "open to replies again"), ("pin", "stays at the top of", "no longer stays")],
)
def test_what_a_host_sets_on_a_topic_is_said_on_the_page_that_follows(place, name: str, first: str, then: str) -> None:
    host = place.client(make.host_of(place.group).member)
    for wish, words in (("yes", first), ("no", then)):
        address = reverse(f"forum:{name}", args=[place.topic.key])
        assert words in host.post(address, {"wish": wish}, follow=True).text
