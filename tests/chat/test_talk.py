"""Talking over real sockets: numbered, acknowledged, in order, caught up, and only for those who may."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from community.chat import actions
from community.chat.models import Entry
from groups import actions as group_actions
from groups.models import Membership
from kit import live
from kit.keys import new_key
from tests import make
from tests.chat.conftest import Place
from tests.chat.tabs import Tab

TabOf = Callable[..., Tab]


def test_what_ada_says_is_acknowledged_and_reaches_ben(live_here: Place, tab_of: TabOf) -> None:
    ada, ben = tab_of(live_here.ada), tab_of(live_here.ben)
    answer = ada.say("Is *anybody* awake?", "first")
    assert answer | {"id": 0} == {"said": "first", "entry": answer["entry"], "number": 1, "change": 1, "id": 0}
    ben.hear_up_to(1)
    assert ben.bodies() == ["<p>Is <em>anybody</em> awake?</p>\n"]
    assert ben.entries[answer["entry"]]["face"]["name"] == "Heron"


def test_a_frame_tells_nothing_that_links_two_faces(live_here: Place, tab_of: TabOf) -> None:
    ada, ben = tab_of(live_here.ada), tab_of(live_here.ben)
    ada.say("Hello", "first")
    message = ben.hear_until(lambda heard: "entry" in heard)
    assert set(message) == {"channel", "since", "change", "entry"}
    assert set(message["entry"]) == {"key", "number", "sent_as", "face", "html", "at", "edited", "hidden"}
    assert set(message["entry"]["face"]) == {"key", "name", "avatar"}
    assert message["entry"]["face"]["key"] == live_here.ada.key


def test_the_same_key_twice_is_the_same_message(live_here: Place, tab_of: TabOf) -> None:
    ada, ben = tab_of(live_here.ada), tab_of(live_here.ben)
    first = ada.say("Once", "same")
    again = ada.say("Once", "same")
    assert {**first, "id": 0} == {**again, "id": 0}
    ada.say("End", "end")
    ben.hear_up_to(2)
    assert ben.bodies() == ["<p>Once</p>\n", "<p>End</p>\n"]


def test_two_people_may_use_the_same_key(live_here: Place, tab_of: TabOf) -> None:
    ada, ben = tab_of(live_here.ada), tab_of(live_here.ben)
    assert ada.say("From Ada", "same")["number"] == 1
    assert ben.say("From Ben", "same")["number"] == 2


def test_eight_writers_at_once_leave_no_gap_and_everybody_hears_the_same_order(
    live_here: Place, tab_of: TabOf
) -> None:
    listeners = [tab_of(live_here.ada), tab_of(live_here.ben)]
    faces = [make.face(make.member(f"w{n}"), live_here.group) for n in range(8)]
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda face: say_often(face, live_here, 12), faces))
    assert list(Entry.objects.order_by("number").values_list("number", flat=True)) == list(range(1, 97))
    for tab in listeners:
        tab.hear_up_to(96)
        assert tab.changes == list(range(1, 97))
        assert tab.twice == []


def say_often(face: Membership, here: Place, count: int) -> None:
    try:
        for number in range(count):
            actions.say(face, here.room, body=f"{face.name} {number}", client_key=new_key())
    finally:
        connections.close_all()


def test_after_a_cut_new_changed_and_removed_messages_are_caught_up(live_here: Place, tab_of: TabOf) -> None:
    ben = tab_of(live_here.ben)
    kept, edited, removed, restored = [make.entry(live_here.ada, live_here.room, body=f"{n}") for n in range(4)]
    ben.hear_up_to(4)
    ben.cut()
    actions.edit_entry(live_here.ada, edited, body="changed")
    actions.hide_entry(live_here.mara, removed, reason="Rule 1")
    actions.hide_entry(live_here.mara, restored, reason="Rule 1")
    actions.restore_entry(live_here.mara, restored)
    make.entry(live_here.ada, live_here.room, body="new")
    ben.open()
    assert ben.bodies() == ["<p>0</p>\n", "<p>changed</p>\n", "(removed)", "<p>3</p>\n", "<p>new</p>\n"]
    assert kept.key in ben.entries


def test_a_removal_reaches_open_pages_without_the_words(live_here: Place, tab_of: TabOf) -> None:
    ben = tab_of(live_here.ben)
    entry = make.entry(live_here.ada, live_here.room, body="something unkind")
    actions.hide_entry(live_here.mara, entry, reason="Rule 1")
    ben.hear_up_to(2)
    assert ben.entries[entry.key] == {"key": entry.key, "number": 1, "hidden": True}


def test_a_long_absence_is_filled_in_pages(live_here: Place, tab_of: TabOf) -> None:
    for number in range(430):
        make.entry(live_here.ada, live_here.room, body=str(number))
    ben = tab_of(live_here.ben, position=0)
    assert ben.changes == list(range(1, 431))
    make.entry(live_here.ada, live_here.room, body="live")
    ben.hear_up_to(431)
    assert ben.twice == []


def test_who_follows_without_a_position_begins_now(live_here: Place, tab_of: TabOf) -> None:
    make.entry(live_here.ada, live_here.room)
    ben = tab_of(live_here.ben)
    assert (ben.position, ben.entries) == (1, {})


def test_a_position_from_the_future_is_brought_back(live_here: Place, tab_of: TabOf) -> None:
    make.entry(live_here.ada, live_here.room)
    ben = tab_of(live_here.ben, position=10**15)
    assert ben.position == 1
    make.entry(live_here.ada, live_here.room, body="next")
    assert ben.hear_up_to(2).bodies() == ["<p>next</p>\n"]


def test_a_blocked_face_is_heard_neither_live_nor_in_the_fill(live_here: Place, tab_of: TabOf) -> None:
    make.entry(live_here.ada, live_here.room, body="before")
    group_actions.block(live_here.ben.member, live_here.ada)
    ben = tab_of(live_here.ben, position=0)
    make.entry(live_here.ada, live_here.room, body="after")
    make.entry(live_here.mara, live_here.room, body="from Mara")
    ben.hear_up_to(3)
    assert ben.bodies() == ["<p>from Mara</p>\n"]


def test_a_block_is_felt_by_a_tab_that_is_open(live_here: Place, tab_of: TabOf) -> None:
    ben = tab_of(live_here.ben)
    group_actions.block(live_here.ben.member, live_here.ada)
    live.recheck(live_here.ben.member_id)
    for number in range(60):
        make.entry(live_here.ada, live_here.room, body=str(number))
        ben.hear_up_to(number + 1)
        if len(ben.entries) < number + 1:
            return
    pytest.fail("the block was never felt")


def test_a_removed_member_is_shown_out_of_the_room(live_here: Place, tab_of: TabOf) -> None:
    ben = tab_of(live_here.ben)
    group_actions.remove(make.host_of(live_here.group), live_here.ben)
    live.recheck(live_here.ben.member_id)
    assert ben.hear_until(lambda heard: "gone" in heard) == {"gone": ben.channel}
    make.entry(live_here.ada, live_here.room)
    assert ben.hear_all() == []
    assert ben.say("Still here?", "k")["gone"] == ben.channel


def test_who_is_dropped_is_told_why_the_socket_closed(live_here: Place, tab_of: TabOf) -> None:
    ben, other = tab_of(live_here.ben), tab_of(live_here.ada)
    live.drop(live_here.ben.member_id)
    assert ben.closing_code() == 4001
    assert other.ask({"ping": True})["pong"]


def test_an_ended_session_ends_the_seat_at_the_next_look(live_here: Place, tab_of: TabOf, client) -> None:
    ben = tab_of(live_here.ben)
    client.cookies[ben.cookie["name"]] = ben.cookie["value"]
    client.post("/accounts/logout/")
    live.recheck(live_here.ben.member_id)
    assert ben.closing_code() == 4001


def test_a_hidden_room_answers_exactly_as_one_that_never_was(live_here: Place, tab_of: TabOf) -> None:
    olu = tab_of(live_here.olu, room=None)
    hidden, missing = f"room:{live_here.room.key}", f"room:{new_key()}"
    answers = [olu.ask({"follow": channel, "position": 0}) for channel in (hidden, missing)]
    assert [answer | {"gone": "", "id": 0} for answer in answers] == [{"gone": "", "id": 0}] * 2
    said = [olu.ask({"say": "Hi", "room": name[5:], "key": "k"}) for name in (hidden, missing)]
    assert [answer | {"gone": "", "id": 0} for answer in said] == [{"gone": "", "id": 0}] * 2


def test_who_left_is_answered_as_if_the_room_never_was(live_here: Place, tab_of: TabOf) -> None:
    group_actions.leave(live_here.ben)
    ben = tab_of(live_here.ben, room=None)
    assert "gone" in ben.ask({"say": "Hi", "room": live_here.room.key, "key": "k"})


def test_a_silenced_face_reads_and_is_told_why_it_may_not_write(live_here: Place, tab_of: TabOf) -> None:
    make.silenced(live_here.ben)
    ben = tab_of(live_here.ben)
    make.entry(live_here.ada, live_here.room)
    ben.hear_up_to(1)
    assert "write again" in ben.say("But", "k")["refused"]


def test_too_much_too_fast_is_refused_with_a_time(live_here: Place, tab_of: TabOf, settings) -> None:
    settings.PACES = settings.PACES | {"say": (2, 60)}
    ada = tab_of(live_here.ada)
    answers = [ada.say("again", f"k{number}") for number in range(3)]
    assert answers[2]["retry_after"] > 0
    assert "refused" in answers[2]


BAD_MESSAGES = [
    "",
    "nonsense",
    "[]",
    "null",
    "1e999",
    "[" * 30_000,
    b"binary",
    '{"dance": true}',
    '{"say": 5, "room": "x", "key": "y"}',
    '{"say": "hi"}',
    '{"say": "hi", "room": [], "key": {}}',
    '{"say": "\\u0000", "room": "x", "key": "y"}',
    '{"say": "\\ud800", "room": "x", "key": "y"}',
    '{"follow": "room:x", "position": -1}',
    '{"follow": "room:x", "position": true}',
    '{"follow": "room:x", "position": 1.5}',
]


def test_a_bad_message_gets_an_error_and_the_seat_goes_on(live_here: Place, tab_of: TabOf, caplog) -> None:
    ada = tab_of(live_here.ada)
    for message in BAD_MESSAGES:
        ada.send(message)
        assert "error" in ada.hear(), message
    assert ada.ask({"ping": True})["pong"]
    assert not caplog.records


def test_a_channel_that_can_not_be_is_gone(live_here: Place, tab_of: TabOf) -> None:
    ada = tab_of(live_here.ada, room=None)
    for name in ["nothing:x", "room:", "room:../x", "me:1", "", 5, None, {"a": []}, "room:" + "a" * 17]:
        assert "gone" in ada.ask({"follow": name}), name


def test_an_oversized_message_does_not_stay_unanswered(live_here: Place, tab_of: TabOf) -> None:
    ada = tab_of(live_here.ada)
    ada.send(json.dumps({"say": "x" * 70_000, "room": live_here.room.key, "key": "k"}))
    assert ada.closing_code() == 1009


def test_what_is_too_long_or_empty_is_refused_in_words(live_here: Place, tab_of: TabOf) -> None:
    ada = tab_of(live_here.ada)
    assert "too long" in ada.say("x" * 4_001, "long")["refused"]
    assert "Write something" in ada.say("  ", "empty")["refused"]
    assert Entry.objects.count() == 0


def test_my_own_channel_brings_news_without_content(live_here: Place, tab_of: TabOf) -> None:
    ada = tab_of(live_here.ada, room=None)
    assert ada.ask({"follow": "me"})["followed"] == "me"
    live.tell(f"me:{live_here.ada.member_id}", "notice")
    assert ada.hear() == {"channel": "me", "news": "notice"}


def test_who_leaves_a_channel_hears_it_no_more(live_here: Place, tab_of: TabOf) -> None:
    ada = tab_of(live_here.ada)
    ada.ask({"leave": ada.channel})
    make.entry(live_here.ben, live_here.room)
    assert ada.hear_all() == []


def test_a_tab_that_does_not_wait_is_answered_in_its_order(live_here: Place, tab_of: TabOf, settings) -> None:
    settings.PACES_FACTOR = 10
    ada, ben = tab_of(live_here.ada), tab_of(live_here.ben)
    for number in range(40):
        ada.send({"say": f"word {number}", "room": live_here.room.key, "key": f"k{number}", "id": number})
    ada.send({"ping": True, "id": 40})
    answers = []
    while not answers or answers[-1]["id"] < 40:
        heard = ada.hear()
        answers += [heard] if "id" in heard else []
    assert [answer["id"] for answer in answers] == list(range(41))
    assert [answer["number"] for answer in answers[:40]] == list(range(1, 41))
    ben.hear_up_to(40)
    assert ben.changes == list(range(1, 41))
