"""A quote says whose words it holds, to whoever meets those words where they were said, and to nobody else."""

import re

import pytest
from django.urls import reverse

from community.forum import actions
from community.forum.models import Post
from groups import actions as group_actions
from groups.models import Block
from people import actions as people_actions
from tests import make
from tests.forum.addresses import HTMX, page_of

WORDS = "I count the stairs down to the kitchen."
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


def article(place, who, post: Post) -> str:
    page = place.client(who).get(page_of(place.topic)).text
    return page.partition(f'<article id="post-{post.number}"')[2].partition("</article>")[0]


def named(place, who, post: Post) -> list[tuple[str, str]]:
    """The addresses and names above the quotes of a post."""
    return re.findall(
        r'<p class="quoted"><a href="([^"]*)" dir="auto">([^<]*)</a> wrote:</p>', article(place, who, post)
    )


def place_of(post: Post) -> str:
    return reverse("forum:post", args=[post.key])


def test_a_quote_names_the_face_and_leads_to_the_post(place, said, quoting, olga):
    for who in (olga, place.ada, place.ben, place.mara, None):
        assert named(place, who, quoting) == [(place_of(said), "Ada")]
    assert "quoted" not in article(place, olga, said)
    group_actions.describe(place.ada, name="Ada & Co", about="")
    assert named(place, olga, quoting) == [(place_of(said), "Ada &amp; Co")]
    address = reverse("forum:since", args=[place.topic.key, quoting.change_number - 1])
    assert 'class="quoted"' in place.client(olga).get(address, headers=HTMX).text


def test_whoever_does_not_meet_the_words_does_not_read_who_said_them(place, said, quoting, olga):
    group_actions.block(olga.member, place.ada)
    assert named(place, olga, quoting) == []
    assert "Ada" not in article(place, olga, quoting)
    assert place_of(said) not in article(place, olga, quoting)
    group_actions.unblock(olga.member, Block.objects.get())
    actions.hide_post(place.mara, said, reason="Unkind.")
    for who in (olga, place.ben, None):
        assert (named(place, who, quoting), "Ada" in article(place, who, quoting)) == ([], False)
    for who in (place.ada, place.mara):
        assert named(place, who, quoting) == [(place_of(said), "Ada")]


def test_whoever_spoke_without_their_name_is_named_by_that_of_the_topic(place, olga):
    topic = place.topic = make.topic(place.hana)
    said = make.post(place.ada, topic, body=WORDS, without_name=True)
    quoting = make.post(place.ada, topic, body=QUOTED)
    assert said.author.name != "Ada"
    for who in (olga, place.ada, place.mara):
        assert named(place, who, quoting) == [(place_of(said), said.author.name)]


def test_words_of_several_people_are_said_to_be_nobodys(place, said, olga):
    """Who is meant cannot be known, and a wrong name is worse than none."""
    make.post(place.hana, place.topic, body="When I count the stairs I fall asleep.")
    quoting = make.post(place.ben, place.topic, body=QUOTED)
    assert "count the stairs" in article(place, olga, quoting)
    assert named(place, olga, quoting) == []
    again = make.post(place.ada, place.topic, body="Counting sheep is for children.")
    make.post(place.ada, place.topic, body="Counting sheep is for children.")
    of_one = make.post(place.ben, place.topic, body="> Counting sheep is for children.")
    assert named(place, olga, of_one) == [(place_of(place.topic.posts.get(number=again.number + 1)), "Ada")]


def test_each_quote_has_its_own_name_also_beside_one_that_is_closed(place, said, olga):
    hanas = make.post(place.hana, place.topic, body="Try counting them backwards some day.")
    marks = make.post(place.mara, place.topic, body="Kitchens are cold at night, mind.")
    body = (
        "> > I count the stairs\n>\n> Try counting them backwards\n\nYes.\n\n> Kitchens are cold at night\n\nThey are."
    )
    quoting = make.post(place.ben, place.topic, body=body)
    outer, last = (place_of(hanas), str(place.hana.name)), (place_of(marks), "Mara")
    assert named(place, olga, quoting) == [outer, (place_of(said), "Ada"), last]
    group_actions.block(olga.member, place.ada)
    assert named(place, olga, quoting) == [outer, last]


def test_a_name_above_a_quote_folds_no_post_away(place, said, quoting, olga):
    people_actions.mute_words(olga.member, "Ada")
    assert named(place, olga, quoting)
    assert "<details" not in article(place, olga, quoting)


def test_names_cost_no_question_more(place, said, quoting, django_assert_max_num_queries):
    client = place.client(place.ben)
    client.get(page_of(place.topic))
    for _more in range(5):
        make.post(place.ben, place.topic, body=QUOTED)
    with django_assert_max_num_queries(7):
        client.get(page_of(place.topic))
