"""Rooms as pages, without any JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from community.chat import actions, policy, queries
from community.chat.models import Entry, Room
from groups import actions as group_actions
from groups import policy as groups_policy
from groups.models import Membership
from kit.policy import Refused
from people.models import Member
from tests import make
from tests.chat.conftest import Place


def signed_in(who: Membership | Member) -> Client:
    client = Client()
    member = who.member if isinstance(who, Membership) else who
    assert member
    client.force_login(member)
    return client


def page(here: Place, who: Membership | Member, query: str = "") -> str:
    answer = signed_in(who).get(reverse("chat:room", args=[here.room.key]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_room_shows_what_was_said_and_by_which_face(here: Place) -> None:
    make.entry(here.ada, here.room, body="Is *anybody* awake?")
    shown = page(here, here.ben)
    assert "<em>anybody</em>" in shown
    assert "Heron" in shown


def test_ben_says_something_with_a_plain_form(here: Place) -> None:
    say = reverse("chat:say", args=[here.room.key])
    answer = signed_in(here.ben).post(say, {"body": "Me", "client_key": "form-1"})
    entry = Entry.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/rooms/{here.room.key}/#entry-{entry.key}"
    assert entry.body == "Me"


def test_a_form_sent_twice_is_one_message(here: Place) -> None:
    client, say = signed_in(here.ben), reverse("chat:say", args=[here.room.key])
    for _ in range(2):
        client.post(say, {"body": "Me", "client_key": "form-1"})
    assert Entry.objects.count() == 1


def test_what_is_wrong_with_a_message_stands_beside_what_was_typed(here: Place) -> None:
    say = reverse("chat:say", args=[here.room.key])
    answer = signed_in(here.ben).post(say, {"body": "x" * 4_001, "client_key": "form-1"})
    assert answer.status_code == 422
    assert "too long for the chat" in answer.content.decode()
    assert "x" * 4_001 in answer.content.decode()


def test_a_hidden_room_does_not_exist_for_outsiders(here: Place) -> None:
    for client in (signed_in(here.olu), Client()):
        assert client.get(reverse("chat:room", args=[here.room.key])).status_code == 404
        assert client.get(reverse("chat:since", args=[here.room.key, 0])).status_code == 404
        assert client.get(reverse("chat:rooms", args=[here.group.slug])).status_code == 404
    answer = signed_in(here.olu).post(reverse("chat:say", args=[here.room.key]), {"body": "x", "client_key": "k"})
    assert answer.status_code == 404


def test_an_open_room_is_read_but_not_written_by_outsiders(db: None) -> None:
    group = make.group("Bicycles", visibility="open")
    room = make.room(group)
    olu = signed_in(make.member("olu"))
    assert olu.get(reverse("chat:room", args=[room.key])).status_code == 200
    answer = olu.post(reverse("chat:say", args=[room.key]), {"body": "What I typed", "client_key": "k"})
    assert answer.status_code == 422
    assert "Only members of the group can write here." in answer.content.decode()
    assert "What I typed" in answer.content.decode()
    assert not Entry.objects.exists()
    assert Client().get(reverse("chat:room", args=[room.key])).status_code == 200


def test_a_removed_message_leaves_its_place_and_no_words(here: Place) -> None:
    entry = make.entry(here.ada, here.room, body="something unkind")
    actions.hide_entry(here.mara, entry, reason="Rule 1")
    for who in (here.ada, here.ben, here.mara):
        shown = page(here, who)
        assert "The moderators removed a message here." in shown
        assert "something unkind" not in shown


def test_a_blocked_face_is_not_met_on_the_page(here: Place) -> None:
    make.entry(here.ada, here.room, body="from Ada")
    make.entry(here.mara, here.room, body="from Mara")
    assert here.ben.member
    group_actions.block(here.ben.member, here.ada)
    shown = page(here, here.ben)
    assert "from Ada" not in shown
    assert "from Mara" in shown
    changed = signed_in(here.ben).get(reverse("chat:since", args=[here.room.key, 0]), headers={"HX-Request": "true"})
    assert "from Ada" not in changed.content.decode()


def test_older_messages_are_a_page_away(here: Place) -> None:
    for number in range(60):
        make.entry(here.ada, here.room, body=f"word{number}.")
    shown = page(here, here.ben)
    assert "word59." in shown
    assert "word9." not in shown
    cursor = shown.split('href="?before=')[1].split('"')[0]
    older = page(here, here.ben, f"?before={cursor}")
    assert "word9." in older
    assert "word59." not in older


def test_the_address_of_an_old_message_opens_the_page_around_it(here: Place) -> None:
    entries = [make.entry(here.ada, here.room, body=f"word{number}.") for number in range(90)]
    answer = signed_in(here.ben).get(reverse("chat:entry", args=[entries[10].key]), follow=True)
    shown = answer.content.decode()
    assert f'id="entry-{entries[10].key}"' in shown
    assert "word30." in shown
    assert "word89." not in shown
    assert answer.redirect_chain[0][0].endswith(f"#entry-{entries[10].key}")


def test_the_address_of_a_new_message_opens_the_room_as_it_is(here: Place) -> None:
    entries = [make.entry(here.ada, here.room, body=f"word{number}.") for number in range(60)]
    answer = signed_in(here.ben).get(reverse("chat:entry", args=[entries[50].key]), follow=True)
    assert answer.context["is_newest"]
    assert f'id="entry-{entries[50].key}"' in answer.content.decode()


def test_the_address_of_a_message_says_nothing_to_outsiders_and_to_those_who_blocked_its_author(here: Place) -> None:
    entry = make.entry(here.ada, here.room)
    assert here.ben.member
    group_actions.block(here.ben.member, here.ada)
    for who in (here.olu, here.ben):
        assert signed_in(who).get(reverse("chat:entry", args=[entry.key])).status_code == 404


def test_since_gives_only_what_changed(here: Place) -> None:
    make.entry(here.ada, here.room, body="old")
    make.entry(here.ada, here.room, body="new")
    address = reverse("chat:since", args=[here.room.key, 1])
    answer = signed_in(here.ben).get(address, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert 'data-change="2"' in shown
    assert "new" in shown
    assert "old" not in shown


def test_ada_changes_her_message_within_a_quarter_of_an_hour(here: Place) -> None:
    entry = make.entry(here.ada, here.room, body="tpyo")
    edit = reverse("chat:edit_entry", args=[entry.key])
    assert signed_in(here.ada).post(edit, {"body": "typo"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.body, entry.change_number, entry.edited_at is not None) == ("typo", 2, True)
    assert signed_in(here.ben).post(edit, {"body": "x"}).status_code == 403


def test_an_old_message_is_not_changed_any_more(here: Place) -> None:
    entry = make.entry(here.ada, here.room)
    Entry.objects.filter(pk=entry.pk).update(created_at=entry.created_at.replace(year=2020))
    answer = signed_in(here.ada).post(reverse("chat:edit_entry", args=[entry.key]), {"body": "x"})
    assert answer.status_code == 403
    assert "15 minutes" in answer.content.decode()


def test_a_host_opens_a_room_and_a_member_does_not(here: Place) -> None:
    rooms = reverse("chat:rooms", args=[here.group.slug])
    host = make.host_of(here.group)
    assert signed_in(host).post(rooms, {"name": "Garden"}).status_code == 302
    assert Room.objects.filter(name="Garden").exists()
    assert signed_in(here.ben).post(rooms, {"name": "Cellar"}).status_code == 403
    assert signed_in(host).post(rooms, {"name": "Garden"}).status_code == 422


def test_a_host_closes_a_room_and_opens_it_again(here: Place) -> None:
    host, close = make.host_of(here.group), reverse("chat:close", args=[here.room.key])
    assert "Close this room" in page(here, host)
    assert signed_in(here.ben).post(close, {"wish": "yes"}).status_code == 403
    assert signed_in(host).post(close, {"wish": "yes"}).status_code == 302
    with pytest.raises(Refused):
        actions.say(here.ben, Room.objects.get(pk=here.room.pk), body="Hello", client_key="k")
    assert signed_in(host).post(close, {"wish": "no"}).status_code == 302
    assert actions.say(here.ben, here.room, body="Hello", client_key="k").number == 1


def test_a_closed_room_is_read_only(here: Place) -> None:
    Room.objects.filter(pk=here.room.pk).update(closed_at=here.room.created_at)
    shown = page(here, here.ben)
    assert "This room is closed." in shown
    assert "say-form" not in shown


def test_a_room_takes_few_questions_to_the_database(here: Place, django_assert_max_num_queries) -> None:
    for number in range(30):
        make.entry(make.face(make.member("m"), here.group), here.room, body=str(number))
    client = signed_in(here.ben)
    client.get(reverse("chat:room", args=[here.room.key]))
    with django_assert_max_num_queries(7):
        client.get(reverse("chat:room", args=[here.room.key]))


def test_saying_something_costs_few_statements(here: Place, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(6):  # begin, lock, count, write, announce, end
        actions.say(here.ben, here.room, body="Hello", client_key="k")


def test_one_question_tells_all_that_talking_asks(here: Place, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = queries.own_place_at(here.ben.member, here.room.key)
        assert found is not None
        face, room = found
        assert policy.can_speak(face, room)
        assert groups_policy.can_say(face, room.group, html='<a href="https://example.org">there</a>')


@pytest.mark.parametrize("action", [actions.hide_entry, actions.restore_entry])
def test_only_those_who_look_after_the_group_remove_and_bring_back(here: Place, action) -> None:
    entry = make.entry(here.ada, here.room)
    details = {"reason": "Rule 1"} if action is actions.hide_entry else {}
    with pytest.raises(Exception, match="Only the group's moderators"):
        action(here.ben, entry, **details)
    action(here.mara, entry, **details)
