"""A letter that is asked for again too soon is not promised: the page says when the next one can go."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Member
from tests.people.signing import SIGN_UP, confirmed, link_in, said, sent, sign_in, sign_up, signed_in
from tests.people.test_address import ask_for

pytestmark = pytest.mark.django_db

NEW = "new@example.org"
ADDRESS = "/accounts/email/"


@pytest.fixture
def ada() -> Member:
    return confirmed("ada@example.org")


@pytest.fixture
def browser(ada: Member) -> Client:
    return signed_in()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as moved:
        yield moved


def letters_to(address: str) -> list[str]:
    return [letter.body for letter in sent() if letter.to == [address]]


def press(browser: Client, button: str):
    return browser.post(ADDRESS, {"email": NEW, button: ""}, follow=True)


def test_sending_again_at_once_says_when_the_next_letter_can_go(clock, browser) -> None:
    ask_for(browser, NEW)
    page = press(browser, "action_send")
    assert "The next one can go in 3 minutes." in page.text
    assert "on its way" not in page.text
    clock.shift(timedelta(seconds=125))
    assert "The next one can go in 1 minute." in press(browser, "action_send").text
    assert len(letters_to(NEW)) == 1
    clock.shift(timedelta(seconds=60))
    assert "A letter goes to your address" in press(browser, "action_send").text
    assert len(letters_to(NEW)) == 2


def test_after_keeping_the_old_address_the_same_new_one_is_not_promised_a_letter_too_soon(clock, browser) -> None:
    ask_for(browser, NEW)
    press(browser, "action_remove")
    page = ask_for(browser, NEW)
    assert "The next one can go in 3 minutes." in page.text
    assert 'id="id_email_error"' in page.text
    assert "Open its link to confirm" not in page.text
    assert f'value="{NEW}"' in page.text
    clock.shift(timedelta(seconds=185))
    ask_for(browser, NEW)
    _ended, link = letters_to(NEW)
    browser.post(link_in(link))
    assert Member.objects.get().email == NEW


def test_asking_for_the_same_change_twice_does_not_end_the_link_of_the_first(clock, browser) -> None:
    ask_for(browser, NEW)
    ask_for(browser, NEW)
    [link] = letters_to(NEW)
    browser.post(link_in(link))
    assert Member.objects.get().email == NEW


def test_another_address_need_not_wait(clock, browser) -> None:
    ask_for(browser, NEW)
    ask_for(browser, "newer@example.org")
    assert len(letters_to("newer@example.org")) == 1


def test_a_letter_that_somebody_else_asked_for_tells_a_member_nothing_when_they_ask(clock, browser) -> None:
    """Else they could learn that somebody is signing up with that address just now."""
    sign_up(Client(), NEW)
    page = ask_for(browser, NEW)
    other = ask_for(signed_in(confirmed("ben@example.org").email), "nobody@example.org")
    without_names = [said(one).replace("nobody@", "new@").replace("ben@", "ada@") for one in (page, other)]
    assert without_names[0] == without_names[1]
    assert "one letter in three minutes" in page.text


def test_sending_the_letter_again_tells_nothing_of_what_somebody_else_asked_for(clock, browser) -> None:
    pages = []
    for is_asked_for_elsewhere in (False, True):
        ask_for(browser, NEW)
        clock.shift(timedelta(seconds=200))
        if is_asked_for_elsewhere:
            sign_up(Client(), NEW)
        pages.append(said(press(browser, "action_send")))
        clock.shift(timedelta(seconds=400))
    assert pages[0] == pages[1]
    assert "one letter in three minutes" in pages[0]


def test_signing_up_or_in_again_too_soon_says_the_same_as_the_first_time_and_promises_no_letter(clock, ada) -> None:
    for address in ("olu@example.org", ada.email):
        first, second = sign_up(Client(), address), sign_up(Client(), address)
        assert said(first) == said(second)
        assert "one letter in three minutes" in second.text
    assert sorted(to for letter in sent() for to in letter.to) == ["ada@example.org", "olu@example.org"]
    third = Client()
    sign_in(third, "olu@example.org", SIGN_UP["password1"])
    assert said(third.get(reverse("account_email_verification_sent"))) == said(first)
    assert len(mail.outbox) == 2


def test_whoever_keeps_the_old_address_is_told_so_without_alarm(browser) -> None:
    ask_for(browser, NEW)
    page = press(browser, "action_remove")
    assert "You keep the address that you have." in page.text
    told = next(letter for letter in sent() if letter.to == ["ada@example.org"])
    assert told.subject == "You keep your e-mail address"
    assert "was removed" not in told.body
    assert "ada@example.org" in told.body
    assert NEW in told.body
