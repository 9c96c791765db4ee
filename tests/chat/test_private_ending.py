"""How private talks end, and what is left of them when people, their group or its chat go."""

import pytest
from django.urls import reverse
from django.utils import timezone

from community.chat import actions
from community.chat.models import Room
from community.chat.pause import PAUSE
from groups import actions as group_actions
from groups.models import Group, Membership
from kit.models import JournalEntry
from kit.policy import Refused
from tests import make
from tests.chat.conftest import Alone, Place
from tests.chat.test_asking import main_of, signed_in
from tests.chat.test_private import address_of, without_keys, written_to


def test_either_ends_it_then_both_only_read(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "So long")
    assert signed_in(here.ben).post(reverse("chat:end", args=[alone.bens.key])).status_code == 302
    for face, side in ((here.ada, alone.adas), (here.ben, alone.bens)):
        shown = signed_in(face).get(address_of(side)).text
        assert "So long" in shown
        assert "This talk has ended. It can still be read." in shown
        assert "say-form" not in shown
        assert "End this talk" not in shown
        with pytest.raises(Refused, match="has ended"):
            make.entry(face, side)
    assert "ended" in signed_in(here.ada).get(reverse("chat:messages")).text
    talk_page = reverse("chat:talk", args=[here.group.slug, here.ben.key])
    assert "You can ask again after" in signed_in(here.ada).get(talk_page).text
    Room.objects.exclude(owner=None).update(closed_at=timezone.now() - PAUSE)
    make.talk(here.ben, here.mara)
    actions.accept(here.ada, actions.ask(here.ben, here.ada))
    assert make.entry(here.ada, alone.adas, body="Hello again").number == 2


def test_nobody_else_ends_it(here: Place, alone: Alone) -> None:
    for face in (here.ada, make.host_of(here.group)):
        assert signed_in(face).post(reverse("chat:end", args=[alone.bens.key])).status_code == 404
    host = make.host_of(here.group)
    own, _other = make.talk(host, here.ben)
    assert signed_in(host).post(reverse("chat:close", args=[own.key]), {"wish": "yes"}).status_code == 403


def test_somebody_who_left_has_gone_and_finds_it_again(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "before")
    group_actions.leave(here.ada)
    assert signed_in(here.ada).get(address_of(alone.adas)).status_code == 404
    shown = signed_in(here.ben).get(address_of(alone.bens)).text
    assert "This person no longer belongs to the group. What was said can still be read." in shown
    assert "before" in shown
    with pytest.raises(Refused, match="no longer belongs"):
        alone.says(here.ben, "Where are you?")
    Membership.objects.filter(pk=here.ada.pk).update(state=Membership.State.ACTIVE)
    assert "before" in signed_in(here.ada).get(address_of(alone.adas)).text


def test_somebody_who_only_seems_to_belong_is_one_who_does_not_answer(here: Place, alone: Alone) -> None:
    before = without_keys(main_of(signed_in(here.ben), address_of(alone.bens)))
    nameless = make.post(here.ada, make.topic(here.mara), without_name=True).author
    group_actions.remove(make.host_of(here.group), nameless)
    assert signed_in(here.ada).get(address_of(alone.adas)).status_code == 404
    assert without_keys(main_of(signed_in(here.ben), address_of(alone.bens))) == before
    assert make.entry(here.ben, alone.bens, body="Where are you?").number == 1
    assert written_to(here.ada) == 0


def test_a_closed_group_a_switched_off_chat_and_a_silence_leave_it_to_be_read(here: Place, alone: Alone) -> None:
    alone.says(alone.ada, "before")
    group = Group.objects.filter(pk=here.group.pk)
    for change, undone in (
        ({"archived_at": timezone.now()}, {"archived_at": None}),
        ({"has_chat": False}, {"has_chat": True}),
    ):
        group.update(**change)
        shown = signed_in(here.ben).get(address_of(alone.bens)).text
        assert "before" in shown
        assert "say-form" not in shown
        assert "Heron" in signed_in(here.ben).get(reverse("chat:messages")).text
        group.update(**undone)
    make.silenced(here.ada)
    here.ada.refresh_from_db()
    with pytest.raises(Refused, match="write again from"):
        alone.says(here.ada, "after")
    assert "say-form" in signed_in(here.ben).get(address_of(alone.bens)).text  # a silence is told to one alone


def ends_told() -> list[int]:
    told = JournalEntry.objects.filter(name__endswith=".TalkEnded").order_by("pk")
    return [entry.payload["side_id"] for entry in told]


def test_an_end_is_told_to_the_open_pages_of_both_and_a_block_to_nobody(here: Place, alone: Alone) -> None:
    for what in (here.ada, make.face(here.ada.member, make.group("Elsewhere"), "River")):
        block = group_actions.block(here.ben.member, what)
        alone.says(alone.ada, "Are you there?")
        group_actions.unblock(here.ben.member, block)
    assert ends_told() == []
    actions.end(here.ben, alone.bens)
    assert sorted(ends_told()) == sorted([alone.adas.pk, alone.bens.pk])


def test_changing_what_was_said_leads_back_to_a_talk_that_has_ended(here: Place, alone: Alone) -> None:
    edit = reverse("chat:edit_entry", args=[alone.says(alone.ben, "So long").key])
    assert edit in main_of(signed_in(here.ben), address_of(alone.bens))
    actions.end(here.ada, alone.adas)
    assert edit not in main_of(signed_in(here.ben), address_of(alone.bens))
    stale = signed_in(here.ben).get(edit, follow=True)
    assert stale.redirect_chain[0][0].startswith(address_of(alone.bens))
    assert "This talk has ended." in stale.text.split('id="messages"')[1].split("<h1")[0]
    assert signed_in(here.ben).post(edit, {"body": "Stay"}).status_code == 403
