"""Only those who are old enough sign up; whoever is not finds people who are there for them, and nothing is kept."""

import re
from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from people.age import is_old_enough
from people.models import Letter, Member

pytestmark = pytest.mark.django_db

WORDS = {"email": "kim@example.org", "password1": "four quiet wooden spoons"}
TOO_YOUNG = {"birth_month": "6", "birth_year": "2015"}
OLD_ENOUGH = {"birth_month": "6", "birth_year": "1975"}
TODAY = date(2026, 11, 22)


def sign_up(client: Client, born: dict[str, str]):
    return client.post(reverse("account_signup"), WORDS | born, follow=True)


@pytest.mark.parametrize(
    ("month", "year", "answer"),
    [(10, 2010, True), (11, 2010, False), (12, 2010, False), (12, 2009, True), (1, 2011, False), (1, 1920, True)],
)
def test_old_enough_is_whoever_is_so_for_certain(month: int, year: int, answer: bool) -> None:
    assert is_old_enough(month, year, today=TODAY) is answer


def test_a_site_may_ask_for_another_age(settings) -> None:
    settings.MINIMUM_AGE = 18
    assert not is_old_enough(6, 2009, today=TODAY)
    assert is_old_enough(6, 2008, today=TODAY)


def test_whoever_is_too_young_gets_a_kind_page_and_no_account(client) -> None:
    page = sign_up(client, TOO_YOUNG)
    assert page.status_code == 200
    assert "You did nothing wrong" in page.text
    assert "tel:08001111" in page.text
    assert "people of 16 and older" in page.text
    assert not Member.objects.exists()
    assert not Letter.objects.exists()


def test_going_back_and_choosing_another_year_does_not_help(client) -> None:
    sign_up(client, TOO_YOUNG)
    assert "You did nothing wrong" in client.get(reverse("account_signup")).text
    assert "You did nothing wrong" in sign_up(client, OLD_ENOUGH).text
    assert not Member.objects.exists()
    assert "Look into your e-mail" in sign_up(Client(), OLD_ENOUGH).text


def test_leaving_or_signing_out_does_not_help_either(client) -> None:
    sign_up(client, TOO_YOUNG)
    client.post(reverse("people:leave"))
    client.post(reverse("account_logout"))
    assert "You did nothing wrong" in sign_up(client, OLD_ENOUGH).text


def test_somebody_older_can_sign_up_on_the_same_device_tomorrow(client) -> None:
    with time_machine.travel("2026-11-22 12:00 +0000", tick=False) as clock:
        sign_up(client, TOO_YOUNG)
        clock.move_to("2026-11-23 12:00:01 +0000")
        assert "Look into your e-mail" in sign_up(client, OLD_ENOUGH).text


def test_too_young_comes_before_everything_else(client) -> None:
    """Nobody corrects a password first and learns of the age then."""
    page = client.post(reverse("account_signup"), {"email": "nonsense", "password1": "x", **TOO_YOUNG})
    assert "You did nothing wrong" in page.text


def test_no_birth_date_is_kept(client) -> None:
    sign_up(client, {"birth_month": "6", "birth_year": "1975"})
    kept = repr([*Member.objects.values(), *EmailAddress.objects.values(), dict(client.session)])
    assert not re.search(r"\b1975", kept)  # a time in seconds may end so
    assert "birth" not in kept


@pytest.mark.parametrize("year", ["", "85", "3010", "1890", "nineteen"])
def test_a_year_that_is_none_is_asked_for_again_and_the_rest_is_kept(client, year: str) -> None:
    page = client.post(reverse("account_signup"), WORDS | {"birth_month": "6", "birth_year": year})
    assert 'id="id_birth_year_error"' in page.text
    assert 'value="kim@example.org"' in page.text
    assert not Member.objects.exists()
