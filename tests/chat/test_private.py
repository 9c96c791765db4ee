"""Private talks: read by two and nobody else, and closed, without a sign, to whoever was blocked."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from community.chat import actions
from community.chat.live import entries_since
from community.chat.models import Entry, Room
from groups import actions as group_actions
from groups import presence
from groups.models import Membership
from kit.events import deliver_due
from kit.live import gates
from kit.live.viewers import Visitor, run_command
from kit.live.wire import compact
from moderation import actions as moderation_actions
from people import actions as people_actions
from people.models import Notice
from search import documents
from tests import make
from tests.chat.conftest import Alone, Place
from tests.chat.test_asking import main_of, signed_in
from tests.matrix.reading import text_of

SECRET = "Zanzibar"


def address_of(side: Room) -> str:
    return reverse("chat:room", args=[side.key])


def tell_all() -> None:
    while deliver_due():
        pass


def written_to(face: Membership) -> int:
    tell_all()
    return Notice.objects.filter(member=face.member, kind="private", read_at=None).count()


# --- Who reads -------------------------------------------------------------------------------------------------------


def test_what_one_says_both_read_in_order_each_on_their_side(alone: Alone) -> None:
    alone.says(alone.ada, "one")
    alone.says(alone.ben, "two")
    again = Entry.objects.filter(room=alone.adas).last()
    assert actions.say(alone.ben, alone.bens, body="two", client_key=again.client_key).body == "two"  # sent twice
    assert alone.read_by(alone.ada) == alone.read_by(alone.ben) == ["one", "two"]
    frames = entries_since(alone.bens.key, 0, 99)
    assert [frame.number for frame in frames] == [1, 2]


def test_for_everybody_else_it_is_as_one_that_never_was(here: Place, alone: Alone) -> None:
    said = alone.says(alone.ada, SECRET)
    received = Entry.objects.get(room=alone.bens)
    operator = make.member("op", is_staff=True, is_superuser=True, is_safety_team=True)
    group_actions.describe(here.mara, name="Wren")
    readers = [signed_in(here.mara), signed_in(make.host_of(here.group)), Client(), Client()]
    readers[2].force_login(operator)
    side, missing = alone.adas.key, "a" * 16
    for client in readers:
        for name, key in (("room", side), ("entry", said.key), ("entry", received.key)):
            true, other = (client.get(reverse(f"chat:{name}", args=[one])) for one in (key, missing))
            assert true.status_code == other.status_code == 404
            assert text_of(true).replace(key, missing) == text_of(other)
        assert client.get(reverse("chat:since", args=[side, 0])).status_code == 404
        assert SECRET not in client.get(reverse("chat:rooms", args=[here.group.slug])).text
    # Nor is the other's side for either of the two: only what came to them.
    assert signed_in(here.ben).get(address_of(alone.adas)).status_code == 404
    assert signed_in(here.ben).get(reverse("chat:entry", args=[said.key])).status_code == 404
    assert signed_in(here.ben).get(reverse("moderation:report", args=["entry", said.key])).status_code == 404
    for reader in (here.mara.member, here.ben.member, operator):
        assert gates.come_in(reader, f"room:{side}", 0) is None
        visitor = Visitor({"user": reader, "session": None, "headers": ()})
        messages = [{"say": "Hello", "room": one, "key": "k"} for one in (side, missing)]
        true, other = (compact(run_command(gates._commands["say"], visitor, one)) for one in messages)
        assert true.replace(side, missing) == other


def test_reading_it_tells_nobody_that_one_is_here(here: Place, alone: Alone) -> None:
    group_actions.describe(here.ada, name="Heron", shows_presence=True)
    signed_in(here.ada).get(address_of(alone.adas))
    assert presence.present([here.ada.pk]) == set()
    presence.come(here.ada)
    assert "Here now:" not in signed_in(here.ben).get(address_of(alone.bens)).text


def test_it_is_in_no_list_no_search_and_no_page_of_operators(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, SECRET)
    tell_all()
    assert SECRET not in str(list(documents.documents_of(documents.findable())))
    assert not {Room, Entry} & set(admin.site._registry)
    assert alone.adas.key not in signed_in(here.ada).get(reverse("chat:rooms", args=[here.group.slug])).text


def test_a_report_shows_the_moderators_that_one_message(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "Good morning")
    alone.says(alone.ada, "You are all fools.")
    received = Entry.objects.get(room=alone.bens, number=2)
    ben = signed_in(here.ben)
    page = ben.get(reverse("moderation:report", args=["entry", received.key])).text
    assert "The moderators get a copy of this one message" in page
    report = moderation_actions.report(here.ben.member, received, kind="entry", category="abuse", words="")
    mara = signed_in(here.mara)
    review = mara.get(reverse("moderation:review", args=[report.review.key]))
    assert "You are all fools." in review.text
    assert "It stands in a private talk of two people." in review.text
    assert "Good morning" not in review.text
    assert received.key not in review.text
    assert alone.bens.key not in review.text
    decider = make.face(make.member("mo"), here.group, role="moderator").member
    moderation_actions.decide(decider, report.review, outcome="hide", explanation="It attacks a person.")
    for face, side in ((here.ada, alone.adas), (here.ben, alone.bens)):
        shown = signed_in(face).get(address_of(side)).text
        assert "You are all fools." not in shown
        assert "The moderators removed a message here." in shown
        assert "Good morning" in shown
    assert mara.get(address_of(alone.bens)).status_code == 404
    actions.restore_entry(None, received)
    assert "You are all fools." in signed_in(here.ada).get(address_of(alone.adas)).text


# --- Blocks ----------------------------------------------------------------------------------------------------------


def test_whoever_is_blocked_sees_no_difference_and_the_other_sees_nothing(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "before")
    ada, ben = signed_in(here.ada), signed_in(here.ben)
    ada.get(address_of(alone.adas))
    before = [main_of(ada, page) for page in (address_of(alone.adas), reverse("chat:messages"))]
    block = group_actions.block(here.ben.member, here.ada)
    assert ben.get(address_of(alone.bens))["Location"] == reverse("chat:messages")
    assert "Heron" not in ben.get(reverse("chat:messages")).text
    assert gates.come_in(here.ben.member, f"room:{alone.bens.key}", 0) is None
    visitor = Visitor({"user": here.ben.member, "session": None, "headers": ()})
    answer = run_command(gates._commands["say"], visitor, {"say": "x", "room": alone.bens.key, "key": "k"})
    assert answer == {"gone": f"room:{alone.bens.key}"}
    keyless = [without_keys(main_of(ada, page)) for page in (address_of(alone.adas), reverse("chat:messages"))]
    assert keyless == [without_keys(page) for page in before]
    written_to(here.ben)
    Notice.objects.filter(member=here.ben.member).delete()
    said = ada.post(reverse("chat:say", args=[alone.adas.key]), {"body": SECRET, "client_key": "k2"}, follow=True)
    assert SECRET in said.text
    actions.edit_entry(alone.ada, Entry.objects.get(room=alone.adas, number=1), body="another thing")
    assert written_to(here.ben) == 0
    group_actions.unblock(here.ben.member, block)
    assert alone.read_by(here.ben) == ["before"]  # what was withheld stays so
    alone.says(alone.ada, "after")
    assert list(alone.bens.entries.order_by("number").values_list("body", "number", "change_number")) == [
        ("before", 1, 1),
        ("after", 2, 2),
    ]
    assert "after" in ben.get(address_of(alone.bens)).text


def without_keys(page: str) -> str:
    return page.split("client_key")[0] + page.rpartition("client_key")[2][30:]


@pytest.mark.parametrize("where", ["elsewhere", "nameless"])
def test_a_block_of_another_face_keeps_the_words_away_and_takes_nothing_from_sight(
    here: Place, alone: Alone, where: str
) -> None:
    alone.says(alone.ada, "before")
    alone.says(alone.ben, "yes?")
    tell_all()
    ben = signed_in(here.ben)
    side, listed = address_of(alone.bens), reverse("chat:messages")
    shown = [without_keys(main_of(ben, side)), main_of(ben, listed)]
    other = make.face(here.ada.member, make.group("Elsewhere"), "River")
    if where == "nameless":
        other = make.post(here.ada, make.topic(here.mara), without_name=True).author
    group_actions.block(here.ben.member, other)
    alone.says(alone.ada, SECRET)
    assert [without_keys(main_of(ben, side)), main_of(ben, listed)] == shown
    assert written_to(here.ben) == 0
    assert gates.admit(here.ben.member, f"room:{alone.bens.key}") == gates.Admission(2, frozenset({other.pk}))
    alone.says(alone.ben, "Are you there?")
    assert alone.read_by(here.ada) == ["before", "yes?", SECRET, "Are you there?"]
    numbers = list(alone.bens.entries.order_by("number").values_list("number", "change_number"))
    assert numbers == [(1, 1), (2, 2), (3, 3)]  # no gap tells that something was said


# --- What follows ----------------------------------------------------------------------------------------------------


def test_one_notice_stands_for_a_talk_until_it_is_read_or_answered(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "one")
    alone.says(alone.ada, "two")
    assert written_to(here.ben) == 1
    assert written_to(here.ada) == 0
    (notice,) = Notice.objects.filter(member=here.ben.member, kind="private")
    assert (notice.text, notice.url) == ("Somebody wrote to you privately.", address_of(alone.bens))
    alone.says(alone.ben, "I am here.")
    assert written_to(here.ben) == 0
    block = group_actions.block(here.ben.member, here.ada)  # whoever is blocked finds their own notices as ever
    assert written_to(here.ada) == 1
    alone.says(alone.ada, "Good.")
    assert written_to(here.ada) == 0
    group_actions.unblock(here.ben.member, block)
    people_actions.mute_words(here.ben.member, "scan")
    alone.says(alone.ada, "The scan is tomorrow.")
    assert written_to(here.ben) == 0


def test_a_change_comes_to_both_sides(here: Place, alone: Alone) -> None:
    entry = alone.says(alone.ada, "tpyo")
    edit = reverse("chat:edit_entry", args=[entry.key])
    assert signed_in(here.ada).post(edit, {"body": "typo"}).status_code == 302
    assert alone.read_by(here.ben) == ["typo"]
    received = Entry.objects.get(room=alone.bens)
    assert (received.change_number, received.edited_at is not None) == (2, True)
    answer = signed_in(here.ben).post(reverse("chat:edit_entry", args=[received.key]), {"body": "x"})
    assert answer.status_code == 403


def test_a_talk_costs_few_questions(here: Place, alone: Alone, django_assert_max_num_queries) -> None:
    for number in range(20):
        alone.says(alone.ada if number % 2 else alone.ben, str(number))
    ben = signed_in(here.ben)
    ben.get(address_of(alone.bens))
    with django_assert_max_num_queries(8):  # two of them for how far it was read and whether a notice tells of it
        ben.get(address_of(alone.bens))
    with django_assert_max_num_queries(13):
        alone.says(alone.ada, "Hello")
