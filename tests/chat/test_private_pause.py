"""After a private talk or a request comes a month in which nobody is asked: that is said before, and asked once."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from community.chat import actions
from community.chat.models import Room, Talk
from community.chat.pause import PAUSE
from groups import actions as group_actions
from tests import make
from tests.chat.conftest import Alone, Place
from tests.chat.test_asking import MESSAGES, main_of, may_ask, notices_of, page_about, signed_in
from tests.chat.test_private import address_of


def in_a_month() -> str:
    return date_format(timezone.localtime(timezone.now() + PAUSE), "DATE_FORMAT")


def test_before_a_talk_ends_it_is_asked_and_said_that_neither_can_ask_for_a_month(here: Place, alone: Alone) -> None:
    ben, end = signed_in(here.ben), reverse("chat:end", args=[alone.bens.key])
    assert f'href="{end}"' in main_of(ben, address_of(alone.bens))
    asked = main_of(ben, end)
    assert "For 30 days afterwards neither of you can ask the other for a private talk." in asked
    assert address_of(alone.bens) in asked
    assert not Room.objects.exclude(closed_at=None).exists()
    done = ben.post(end, follow=True).text
    assert "You have ended this talk. Both of you can still read it." in done
    assert f"ask again after {in_a_month()}" in done
    for client, other in ((ben, here.ada), (signed_in(here.ada), here.ben)):
        page = main_of(client, page_about(other))
        assert f"This talk has ended. You can ask again after {in_a_month()}, and so can they." in page
        assert "Leave them some time" not in page
    assert ben.get(end, follow=True).redirect_chain == [(address_of(alone.bens), 302)]


def test_before_a_request_is_taken_back_it_is_asked_and_said_when_one_can_ask_again(here: Place) -> None:
    talk, ada = actions.ask(here.ada, here.ben), signed_in(here.ada)
    back = reverse("chat:take_back", args=[talk.key])
    for page in (MESSAGES, page_about(here.ben)):
        assert f'href="{back}"' in main_of(ada, page)
    asked = main_of(ada, back)
    assert f"ask <bdi>Otter</bdi> again after {in_a_month()}" in asked
    assert Talk.objects.get().is_waiting
    done = ada.post(back, follow=True).text
    assert f"You have taken it back. You can ask again after {in_a_month()}." in done
    assert f"You asked not long ago. You can ask again after {in_a_month()}." in main_of(ada, page_about(here.ben))


def test_what_waited_longer_than_a_month_can_be_asked_again_at_once(here: Place) -> None:
    talk, ada = actions.ask(here.ada, here.ben), signed_in(here.ada)
    Talk.objects.update(asked_at=timezone.now() - PAUSE)
    back = reverse("chat:take_back", args=[talk.key])
    assert "again whenever you like" in main_of(ada, back)
    ada.post(back)
    assert may_ask(here.ada, here.ben)


def test_a_month_is_said_before_one_asks(here: Place) -> None:
    assert "30 days" in main_of(signed_in(here.ada), page_about(here.ben))


@pytest.mark.parametrize("what", ["nothing", "a no", "a block"])
def test_taking_back_looks_the_same_whatever_became_of_the_request(here: Place, what: str) -> None:
    other = make.face(here.ada.member, make.group("Elsewhere"), "River")
    if what == "a block":
        group_actions.block(here.ben.member, other)
    talk = actions.ask(here.ada, here.ben)
    if what == "a no":
        actions.decline(here.ben, talk)
    page = main_of(signed_in(here.ada), reverse("chat:take_back", args=[talk.key]))
    assert "They are not told" in page
    talk.refresh_from_db()
    assert page.replace(talk.key, "KEY") == _expected(here)


def _expected(here: Place) -> str:
    """The page of a request to somebody of the same name who has done nothing."""
    Talk.objects.all().delete()
    for block in here.ben.member.blocks.all():
        group_actions.unblock(here.ben.member, block)
    talk = actions.ask(here.ada, here.ben)
    return main_of(signed_in(here.ada), reverse("chat:take_back", args=[talk.key])).replace(talk.key, "KEY")


def test_after_an_end_nobody_is_asked_for_a_month_whatever_else_there_is_between_the_two(here: Place) -> None:
    """Ben says yes to somebody whom it does not reach, and ends the talk: no request of theirs may come sooner."""
    other = make.face(here.ben.member, make.group("Elsewhere"), "River")
    group_actions.block(here.ada.member, other)
    talk = actions.ask(here.ada, here.ben)
    Talk.objects.update(asked_at=timezone.now() - PAUSE)
    side = actions.accept(here.ben, talk)
    actions.end(here.ben, side)
    actions.take_back(here.ada, Talk.objects.get())
    actions.ask(here.ada, here.ben)
    assert "would like to talk" not in signed_in(here.ben).get(MESSAGES).text
    assert "You have asked <bdi>Otter</bdi>." in signed_in(here.ada).get(MESSAGES).text


# --- What is no longer there -----------------------------------------------------------------------------------------

NO_LONGER = "This request is no longer there."


def test_a_yes_to_what_was_taken_back_leads_to_messages_with_a_sentence(here: Place) -> None:
    talk, ben = actions.ask(here.ada, here.ben), signed_in(here.ben)
    actions.take_back(here.ada, talk)
    for given in ("yes", "no"):
        answer = ben.post(reverse("chat:answer", args=[talk.key]), {"answer": given}, follow=True)
        assert answer.redirect_chain == [(MESSAGES, 302)]
        assert NO_LONGER in answer.text


def test_the_sentence_is_the_same_for_a_block_and_for_what_never_was(here: Place) -> None:
    talk, ben = actions.ask(here.ada, here.ben), signed_in(here.ben)
    group_actions.block(here.ben.member, here.ada)
    pages = []
    for client, key in ((ben, talk.key), (signed_in(here.mara), talk.key), (signed_in(here.mara), "a" * 16)):
        for name in ("answer", "take_back"):
            answer = client.post(reverse(f"chat:{name}", args=[key]), {"answer": "yes"}, follow=True)
            assert answer.redirect_chain == [(MESSAGES, 302)]
            pages.append(NO_LONGER in answer.text)
    assert pages == [True] * 6
    assert Talk.objects.get().is_to_answer


def test_taking_back_what_was_answered_by_yes_leads_to_the_talk(here: Place) -> None:
    talk, ada = actions.ask(here.ada, here.ben), signed_in(here.ada)
    actions.accept(here.ben, talk)
    side = Room.objects.get(owner=here.ada)
    for answer in (ada.get, ada.post):
        shown = answer(reverse("chat:take_back", args=[talk.key]), follow=True)
        assert shown.redirect_chain == [(address_of(side), 302)]
        assert "They have said yes already." in shown.text
    side.refresh_from_db()
    assert side.closed_at is None


@pytest.mark.parametrize("deed", ["take_back", "accept", "decline"])
def test_a_notice_of_a_request_is_read_once_it_is_settled(here: Place, deed: str) -> None:
    talk = actions.ask(here.ada, here.ben)
    (notice,) = notices_of(here.ben, "talk")
    assert notice.read_at is None
    getattr(actions, deed)(here.ada if deed == "take_back" else here.ben, talk)
    (notice,) = notices_of(here.ben, "talk")
    assert notice.read_at is not None


# --- After "do not meet" ---------------------------------------------------------------------------------------------


def test_whoever_blocked_is_led_from_their_talk_to_messages_and_nobody_else(here: Place, alone: Alone) -> None:
    ben, side = signed_in(here.ben), address_of(alone.bens)
    done = ben.post(reverse("groups:block", args=[here.group.slug, here.ada.key]), follow=True).text
    assert "What they write to you alone until you change your mind never arrives." in done
    for address in (side, reverse("chat:end", args=[alone.bens.key])):
        shown = ben.get(address, follow=True)
        assert shown.redirect_chain == [(MESSAGES, 302)]
        assert "You do not want to meet the person of this talk." in shown.text
    assert ben.get(reverse("chat:since", args=[alone.bens.key, 0])).status_code == 404
    for face in (here.ada, here.mara):
        assert signed_in(face).get(side).status_code == 404
    assert ben.get(address_of(alone.adas)).status_code == 404
    assert "What they write to you alone meanwhile never arrives" in main_of(
        signed_in(here.ada), address_of(alone.adas)
    )
