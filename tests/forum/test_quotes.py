"""Quotes know whose words they are: whom a reader blocked stands in no quote, and nor do removed words."""

import re
from datetime import UTC, datetime
from html import unescape
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from community.forum import actions, queries
from community.forum.models import Quote, Topic
from groups import actions as group_actions
from kit import markdown
from kit.events import deliver_due
from search import queries as search_queries
from tests import make
from tests.forum.addresses import HTMX, page_of, reply_to

BLOCKED = "These words are by somebody whom you do not want to meet."
REMOVED = "These words were removed."
WORDS = "I count the **stairs** down to the kitchen."
QUOTED = "> I count the stairs\n\nSo do I!"


@pytest.fixture
def said(place):
    """In a topic of Hana's, Ada says something that others quote."""
    type(place.group).objects.filter(pk=place.group.pk).update(visibility="open")
    place.topic = make.topic(place.hana, body="Does anybody know a trick?")
    return make.post(place.ada, place.topic, body=WORDS)


@pytest.fixture
def quoting(place, said):
    return make.post(place.ben, place.topic, body=QUOTED)


@pytest.fixture
def olga(place):
    return make.face(make.member("olga"), place.group, "Olga")


def read(place, who) -> str:
    return place.client(who).get(page_of(place.topic)).text


def changes(place, who, since: int) -> str:
    address = reverse("forum:since", args=[place.topic.key, since])
    return place.client(who).get(address, headers=HTMX).text


def sources(post) -> set[tuple[int, int]]:
    return set(Quote.objects.filter(post=post).values_list("place", "source"))


def test_who_blocked_somebody_does_not_read_them_in_quotes_on_any_page(place, quoting, olga):
    assert "count the stairs" in read(place, olga)
    group_actions.block(olga.member, place.ada)
    for text in (read(place, olga), changes(place, olga, quoting.change_number - 1)):
        assert "count the stairs" not in text
        assert f'<blockquote><p class="muted">{BLOCKED}</p></blockquote>\n<p>So do I!</p>' in text
    for other in (place.ada, place.ben, place.mara, None):
        assert "I count the stairs</p>" in read(place, other)
        assert BLOCKED not in read(place, other)


def test_moderators_meet_everybody_in_quotes_too(place, quoting):
    group_actions.block(place.mara.member, place.ada)
    assert "I count the stairs</p>" in read(place, place.mara)


def test_what_was_removed_is_gone_from_quotes_until_it_comes_back(place, said, quoting, olga):
    actions.hide_post(place.mara, said, reason="Unkind.")
    for who in (olga, place.ben, None):
        assert REMOVED in read(place, who)
        assert "I count the stairs</p>" not in read(place, who)
    for who in (place.ada, place.mara):  # its author, and who may read what was removed
        assert "I count the stairs</p>" in read(place, who)
    shown = changes(place, olga, quoting.change_number)
    assert f'id="post-{quoting.number}"' in shown
    assert REMOVED in shown
    actions.restore_post(place.mara, said)
    assert "I count the stairs</p>" in changes(place, olga, Topic.objects.get(pk=place.topic.pk).change_number - 1)


def test_what_waits_is_not_read_in_a_quote_either(place, said):
    group_actions.change_ways(place.hana, place.group, checks_first_posts=True, first_posts=1)
    new = group_actions.join(make.member("new"), place.group, name="New")
    waiting = make.post(new, place.topic, body=WORDS)
    assert waiting.waits
    make.post(place.mara, place.topic, body=QUOTED)
    assert "These words are not shown yet." in read(place, place.ben)
    actions.let_through(place.mara, waiting)
    assert "I count the stairs</p>" in read(place, place.ben)


def test_a_guess_at_words_that_one_may_not_read_is_answered_by_nothing(place, said, olga):
    actions.hide_post(place.mara, said, reason="Her address.")
    group_actions.change_ways(place.hana, place.group, checks_first_posts=True, first_posts=1)
    new = group_actions.join(make.member("new"), place.group, name="New")
    waiting = make.post(new, place.topic, body="The blue house by the bakery.")
    assert waiting.waits
    guess = make.post(olga, place.topic, body="> I count the stairs\n\n> The blue house by\n\nIs it so?")
    hers = make.post(place.ada, place.topic, body=QUOTED)  # as ever for whoever may read them
    keepers = make.post(place.mara, place.topic, body="> The blue house by the bakery\n\nLook at this.")
    assert (sources(guess), sources(hers), sources(keepers)) == (set(), {(0, said.pk)}, {(0, waiting.pk)})


def test_an_edit_looks_again_and_keeps_what_it_knew(place, said, quoting):
    assert sources(quoting) == {(0, said.pk)}
    actions.edit_post(place.ada, said, body="I said nothing.")
    actions.edit_post(place.ben, quoting, body=f"> Does anybody know?\n\nYes.\n\n{QUOTED}")
    assert sources(quoting) == {(0, place.topic.posts.get(number=1).pk), (1, said.pk)}
    actions.edit_post(place.ben, quoting, body="Never mind.")
    assert sources(quoting) == set()


def test_a_quote_of_two_is_closed_only_where_the_blocked_one_speaks(place, said, olga):
    make.post(place.hana, place.topic, body="Try counting them backwards some day.")
    body = "> > I count the stairs\n>\n> Try counting them backwards\n\nGood idea."
    make.post(place.ben, place.topic, body=body)
    group_actions.block(olga.member, place.ada)
    text = read(place, olga)
    assert "count the stairs" not in text
    assert "<p>Try counting them backwards</p>" in text


def field_with(place, who, number: int, *, body: str = "") -> str:
    """What stands in the field after Quote was pressed without scripts, this having been typed."""
    text = place.client(who).post(reply_to(place.topic), {"body": body, "quote": number}).text
    return unescape(re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", text, re.DOTALL)[1])


def test_quote_under_a_post_goes_on_with_what_was_typed(place, said):
    button = f'<button form="reply-form" name="quote" value="{said.number}"'
    assert button in read(place, place.ben)
    assert button not in read(place, place.ada)
    assert 'name="quote"' not in read(place, None)
    quote = "> I count the stairs down to the kitchen.\n\n"
    assert field_with(place, place.ben, said.number) == quote
    assert field_with(place, place.ben, said.number, body="Well.\r\n") == f"Well.\n\n{quote}"
    assert field_with(place, place.ben, said.number, body=f"{quote}Me too.") == f"{quote}Me too."  # once is enough
    assert not place.topic.posts.filter(author=place.ben).exists()


def test_quote_keeps_the_page_that_is_read_and_the_wish_to_be_without_a_name(place, said):
    for _reply in range(25):
        make.post(place.hana, place.topic)
    sent = {"body": "", "quote": said.number, "without_name": "on"}
    text = place.client(place.ben).post(reply_to(place.topic), sent).text
    assert 'id="post-2"' in text
    assert 'id="post-25"' not in text
    assert re.search(r'name="without_name"[^>]* checked', text)


def test_what_one_may_not_read_cannot_be_quoted(place, said, olga):
    group_actions.block(olga.member, place.ada)
    actions.hide_post(place.mara, make.post(place.ben, place.topic, body="Buy my pills"), reason="Selling.")
    for who, number in [(olga, said.number), (olga, said.number + 1), (place.mara, said.number + 1), (olga, 99)]:
        assert field_with(place, who, number) == ""
    assert field_with(place, olga, "x") == ""


def test_a_quote_of_a_post_keeps_its_lists_and_its_paragraphs(place, said):
    body = f"{QUOTED}\n\n> Does anybody know a trick?\n\nYes:\n\n3. Sit up\n4. Breathe\n   - in\n   - out\n\nSlowly."
    post = make.post(place.ben, place.topic, body=body)
    lines = [
        "> So do I!",
        ">",
        "> Yes:",
        ">",
        "> 3. Sit up",
        "> 4. Breathe",
        ">    - in",
        ">    - out",
        ">",
        "> Slowly.",
    ]
    assert queries.words_to_quote(place.topic, post.number, viewer=place.ada.member) == "\n".join([*lines, "", ""])


def test_a_long_post_is_quoted_by_its_beginning_without_what_it_quotes(place, said):
    long = make.post(place.ben, place.topic, body=f"{QUOTED}\n\n{'many words ' * 50}")
    words = queries.words_to_quote(place.topic, long.number, viewer=place.ada.member)
    assert words.startswith("> So do I!\n>\n> many words many")
    assert words.endswith("words…\n\n")
    assert len(words) < 320


def test_words_that_were_quoted_before_they_were_removed_stay_known_in_an_edit(place, said, quoting):
    actions.hide_post(place.mara, said, reason="Unkind.")
    actions.edit_post(place.ben, quoting, body="> I count the stairs down\n\nMe too.")
    assert sources(quoting) == {(0, said.pk)}


def test_the_words_of_another_topic_stay_who_they_were_of(place, said):
    elsewhere = make.topic(place.ben, title="Another", body=QUOTED)
    assert not Quote.objects.filter(post__topic=elsewhere).exists()


def test_only_a_page_with_quotes_asks_about_them(place, said, django_assert_max_num_queries):
    client = place.client(place.ben)
    client.get(page_of(place.topic))
    with django_assert_max_num_queries(6):
        client.get(page_of(place.topic))
    make.post(place.ben, place.topic, body=QUOTED)
    with django_assert_max_num_queries(7):
        client.get(page_of(place.topic))


def test_quoted_words_are_found_where_they_were_said_and_nowhere_else(place, said, olga):
    post = make.post(place.ben, place.topic, body="> I count the stairs\n\nNightingales do that to me.")
    deliver_due(1000)
    assert [hit.post for hit in search_queries.find(olga.member, "stairs").hits] == [said]
    [hit] = search_queries.find(olga.member, "nightingales").hits
    assert hit.post == post
    assert "stairs" not in hit.html
    group_actions.block(olga.member, place.ada)
    assert search_queries.find(olga.member, "stairs").hits == []


def test_a_report_shows_the_words_of_the_post_alone(place, quoting, olga):
    text = place.client(olga).get(reverse("moderation:report", args=["post", quoting.key])).text
    assert "So do I!" in text
    assert "count the stairs" not in text


def archived(number: int, body: str) -> actions.ArchivedPost:
    author = actions.ArchivedAuthor(str(number), f"Reader {number}")
    at = datetime(2019, 5, number, tzinfo=UTC)
    return actions.ArchivedPost(str(number), author, body, markdown.render(body), at)


def test_an_archive_is_looked_through_when_it_comes(place):
    posts = [archived(1, "Has anybody tried a humidifier?"), archived(2, "> tried a humidifier?\n\nI have.")]
    actions.keep_archive(place.group, [actions.ArchivedTopic("dry", "Dry air", False, posts)])
    first, second = Topic.objects.get(source_id="dry").posts.order_by("number")
    assert sources(second) == {(0, first.pk)}
    more = [*posts, archived(3, "> I have.\n\nSo have I.")]
    actions.keep_archive(place.group, [actions.ArchivedTopic("dry", "Dry air", False, more)])
    assert sources(first.topic.posts.get(number=3)) == {(0, second.pk)}


def test_what_was_written_before_is_looked_through_by_the_migration(place, said, quoting):
    known = sources(quoting)
    Quote.objects.all().delete()
    migration = import_module("community.forum.migrations.0009_find_quotes")
    migration.find_quotes(apps, SimpleNamespace(connection=connection))
    assert sources(quoting) == known == {(0, said.pk)}
