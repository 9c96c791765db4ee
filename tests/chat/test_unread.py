"""What is new in one's rooms: counted for oneself alone, and ended by reading."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from community.chat import actions, before_eyes, tasks
from community.chat.models import Entry, ReadMark, Room
from community.chat.unread import AT_ONCE, unread_in
from groups import actions as group_actions
from groups.models import Membership
from kit.policy import Refused
from people.actions import mute_words
from people.models import Notice
from tests import make
from tests.chat.conftest import Alone, Place
from tests.chat.test_asking import main_of, signed_in
from tests.chat.test_private import tell_all, written_to

MESSAGES = reverse("chat:messages")
COUNT = re.compile(r"\d+ new")


def address_of(room: Room) -> str:
    return reverse("chat:room", args=[room.key])


def reads(client: Client, room: Room, number: int, **more: str) -> int:
    return client.post(reverse("chat:read", args=[room.key]), {"number": number, **more}).status_code


def new_to(face: Membership, room: Room) -> int:
    assert face.member
    return unread_in([room.pk], member=face.member)[room.pk]


# --- Counting --------------------------------------------------------------------------------------------------------


def test_what_others_said_is_new_until_the_room_is_opened_at_its_end(here: Place) -> None:
    ben = signed_in(here.ben)
    make.entry(here.ada, here.room)
    assert "1 new" in ben.get(MESSAGES).text
    for number in range(60):
        make.entry(here.ada, here.room, body=str(number))
    ben.get(address_of(here.room), {"around": Entry.objects.get(room=here.room, number=2).key})
    ben.get(address_of(here.room), headers={"Sec-Purpose": "prefetch"})
    assert "61 new" in ben.get(MESSAGES).text
    ben.get(address_of(here.room))
    assert not COUNT.search(ben.get(MESSAGES).text)
    make.entry(here.ada, here.room)
    assert "1 new" in ben.get(MESSAGES).text
    assert new_to(here.ada, here.room) == 0  # one's own words are not new to oneself
    assert new_to(here.mara, here.room) == 62


def test_of_more_rooms_than_are_asked_at_once_each_is_counted(here: Place) -> None:
    make.entry(here.ada, here.room)
    assert unread_in([*range(-AT_ONCE, 0), here.room.pk], member=here.ben.member) == {here.room.pk: 1}


def test_of_very_many_nobody_is_told_the_number(here: Place) -> None:
    for number in range(101):
        make.entry(here.ada, here.room, body=str(number))
    assert new_to(here.ben, here.room) == 100
    assert "99+ new" in signed_in(here.ben).get(MESSAGES).text


def test_what_one_does_not_meet_is_not_counted(here: Place) -> None:
    removed, _kept = make.entry(here.ada, here.room), make.entry(here.ada, here.room, body="b")
    make.entry(here.mara, here.room)
    actions.hide_entry(None, removed, reason="Rule 1")
    assert new_to(here.ben, here.room) == 2
    assert new_to(here.mara, here.room) == 1  # nor what a moderator could read all the same
    host = make.host_of(here.group)
    for reader in (here.ben, host):  # a host may read everybody's words, and blocks for their own peace all the same
        group_actions.block(reader.member, here.ada)
        assert new_to(reader, here.room) == 1
    assert new_to(here.ada, here.room) == 1  # whoever is blocked counts as before
    assert unread_in([here.room.pk], member=here.olu) == {here.room.pk: 0}


def test_only_a_fortnight_is_new_where_one_never_was_and_nothing_from_before_one_came(here: Place) -> None:
    old, new = make.entry(here.ada, here.room), make.entry(here.ada, here.room, body="new")
    Room.objects.filter(pk=here.room.pk).update(created_at=timezone.now() - timedelta(days=40))
    Entry.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=15))
    Membership.objects.filter(pk=here.ben.pk).update(joined_at=timezone.now() - timedelta(days=30))
    assert new_to(here.ben, here.room) == 1
    ReadMark.objects.create(face=here.ben, room=here.room, number=0)
    assert new_to(here.ben, here.room) == 2  # what one left unread stays so
    Membership.objects.filter(pk=here.mara.pk).update(joined_at=new.created_at + timedelta(seconds=1))
    assert new_to(here.mara, here.room) == 0


# --- Reading ---------------------------------------------------------------------------------------------------------


def test_an_open_page_says_how_far_it_was_read_and_never_back_or_ahead(here: Place) -> None:
    ben = signed_in(here.ben)
    for number in range(3):
        make.entry(here.ada, here.room, body=str(number))
    for number, left in ((2, 1), (1, 1), (999, 0)):
        assert reads(ben, here.room, number) == 204
        assert new_to(here.ben, here.room) == left
    assert ReadMark.objects.get(face=here.ben).number == 3
    make.entry(here.ada, here.room)
    assert new_to(here.ben, here.room) == 1
    assert ben.post(reverse("chat:read", args=[here.room.key]), {"number": "x"}).status_code == 400


def test_nobody_has_a_place_kept_in_the_side_of_somebody_else(here: Place, alone: Alone) -> None:
    assert reads(signed_in(here.ben), alone.adas, 1) == 404
    assert reads(signed_in(here.mara), alone.adas, 1) == 404
    with pytest.raises(Refused):
        actions.read_up_to(here.ben, alone.adas, number=1)
    assert not ReadMark.objects.exists()


def test_reading_leaves_no_trace_for_the_other(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "one")
    ada = signed_in(here.ada)
    ada.get(address_of(alone.adas))
    before = main_of(ada, MESSAGES)
    change_numbers = list(Room.objects.order_by("pk").values_list("change_number"))
    assert "1 new" in signed_in(here.ben).get(MESSAGES).text
    signed_in(here.ben).get(address_of(alone.bens))
    assert "1 new" not in signed_in(here.ben).get(MESSAGES).text
    assert main_of(ada, MESSAGES) == before
    assert list(Room.objects.order_by("pk").values_list("change_number")) == change_numbers


# --- Notices of private talks ----------------------------------------------------------------------------------------


def test_reading_a_talk_ends_its_notice_and_the_page_says_so_at_once(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "one")
    assert written_to(here.ben) == 1
    page = signed_in(here.ben).get(address_of(alone.bens)).text
    assert 'class="badge badge-new"' not in page
    assert written_to(here.ben) == 0


def test_nobody_is_told_of_what_they_have_before_their_eyes(here: Place, alone: Alone) -> None:
    ben = signed_in(here.ben)
    ben.get(address_of(alone.bens))
    alone.says(alone.ada, "one")
    tell_all()
    assert not Notice.objects.filter(member=here.ben.member, kind="private").exists()
    later = DBTaskResult.objects.get(task_path=tasks.tell_if_unread.module_path)
    assert later.run_after > timezone.now() + timedelta(seconds=60)
    reads(ben, alone.bens, 1)
    tasks.tell_if_unread.func(alone.bens.pk)
    assert not Notice.objects.filter(member=here.ben.member, kind="private").exists()


def test_whoever_left_without_having_read_is_told_a_while_later(here: Place, alone: Alone) -> None:
    signed_in(here.ben).get(address_of(alone.bens))
    alone.says(alone.ada, "one")
    tell_all()
    tasks.tell_if_unread.func(alone.bens.pk)
    assert written_to(here.ben) == 1


def test_a_word_that_they_muted_does_not_hide_what_came_before_it(here: Place, alone: Alone) -> None:
    mute_words(here.ben.member, "spider")
    signed_in(here.ben).get(address_of(alone.bens))
    alone.says(alone.ada, "one")
    alone.says(alone.ada, "and a spider")
    tell_all()
    tasks.tell_if_unread.func(alone.bens.pk)
    assert written_to(here.ben) == 1


def test_whoever_has_put_the_page_away_is_told_at_once(here: Place, alone: Alone) -> None:
    ben = signed_in(here.ben)
    ben.get(address_of(alone.bens))
    assert reads(ben, alone.bens, 0, away="1") == 204
    assert not before_eyes.has(alone.bens)
    alone.says(alone.ada, "one")
    assert written_to(here.ben) == 1


def test_what_is_read_by_the_time_it_is_told_of_needs_no_notice(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "one")
    alone.bens.refresh_from_db()
    actions.read_up_to(here.ben, alone.bens, number=1)
    assert written_to(here.ben) == 0
