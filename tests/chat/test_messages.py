"""The rooms of all of one's groups in one list."""

import pytest
from django.urls import reverse

from community.chat import actions
from groups import actions as group_actions
from tests import make

pytestmark = pytest.mark.django_db
MESSAGES = reverse("chat:messages")


@pytest.fixture
def ada():
    return make.member("ada")


@pytest.fixture
def client(client, ada):
    client.force_login(ada)
    return client


def room_of(ada, name: str, own_name: str, **fields: object):
    group = make.group(name, **fields)
    make.face(ada, group, own_name)
    return make.room(group, f"{name} table")


def test_rooms_stand_in_the_order_of_their_last_words_with_ones_own_names(client, ada):
    asthma, blue = room_of(ada, "Asthma", "Fern"), room_of(ada, "Blue", "Purl", visibility="hidden")
    make.entry(make.host_of(blue.group), blue)
    make.entry(make.host_of(asthma.group), asthma)
    page = client.get(MESSAGES).text
    assert page.index("Asthma table") < page.index("Blue table")
    for words in ("Here you are <bdi>Fern</bdi>.", "Here you are <bdi>Purl</bdi>.", "1 message"):
        assert words in page


def test_rooms_of_groups_one_does_not_belong_to_are_not_there(client, ada):
    make.room(make.group("Open", visibility="open"), "Open table")
    left = room_of(ada, "Past", "Moss")
    group_actions.leave(left.group.memberships.get(member=ada))
    page = client.get(MESSAGES).text
    assert "Open table" not in page
    assert "Past table" not in page
    assert "None of your groups has a chat room yet." in page


def test_words_that_one_may_not_read_do_not_move_a_room(client, ada):
    asthma, blue = room_of(ada, "Asthma", "Fern"), room_of(ada, "Blue", "Purl")
    make.entry(make.host_of(blue.group), blue)
    unmet = make.face(make.member("olu"), asthma.group)
    make.entry(unmet, asthma)
    group_actions.block(ada, unmet)
    page = client.get(MESSAGES).text
    assert page.index("Blue table") < page.index("Asthma table")


def test_a_closed_room_and_a_silent_one_say_so(client, ada):
    room = room_of(ada, "Asthma", "Fern")
    actions.close_room(make.host_of(room.group), room)
    page = client.get(MESSAGES).text
    assert "closed" in page
    assert "Nobody has said anything yet." in page


def test_many_rooms_cost_no_more_queries_than_one(client, ada, django_assert_num_queries):
    client.get(reverse("people:help"))  # the session is in the cache from here on
    for name in ("Asthma", "Knitting", "School"):
        room = room_of(ada, name, name)
        make.entry(make.host_of(room.group), room)
    with django_assert_num_queries(4):  # the member, the rooms, what is new in them, requests for private talks
        client.get(MESSAGES)


def test_who_asks_and_whom_one_has_asked_stand_under_headings_of_their_own(client, ada):
    group = make.group("Asthma")
    face = make.face(ada, group, "Fern")
    actions.ask(face, make.face(make.member("ben"), group, "Otter"))
    page = client.get(MESSAGES).text
    assert "Whom you have asked" in page
    assert "Who asks you" not in page
    actions.ask(make.face(make.member("cy"), group, "Wren"), face)
    page = client.get(MESSAGES).text
    asking, asked = page.index("Who asks you for a private talk"), page.index("Whom you have asked")
    assert asking < page.index("Wren") < asked < page.index("Otter")


def test_how_a_private_talk_begins_is_said_until_there_is_one(client, ada):
    how = "A private talk begins on somebody’s page: choose a name in a group, then “Talk privately”."
    group = make.group("Asthma")
    face, other = make.face(ada, group, "Fern"), make.face(make.member("ben"), group, "Otter")
    assert how in client.get(MESSAGES).text
    make.room(group, "Table")
    assert how in client.get(MESSAGES).text
    make.talk(face, other)
    assert how not in client.get(MESSAGES).text
