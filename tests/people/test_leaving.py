"""Leaving quickly, as the server answers it: away at once, signed out, and nothing kept."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions as group_actions
from tests import make

pytestmark = pytest.mark.django_db
AWAY = "https://www.bbc.co.uk/weather"
BUTTON = 'id="leave-quickly"'


def test_the_button_signs_out_and_leads_away(client) -> None:
    client.force_login(make.member())
    answer = client.post(reverse("people:leave"))
    assert answer["Location"] == AWAY
    assert "no-store" in answer["Cache-Control"]
    assert client.get(reverse("people:me")).status_code == 302


def test_looking_at_the_address_leads_away_and_changes_nothing(client) -> None:
    client.force_login(make.member())
    assert client.get(reverse("people:leave"))["Location"] == AWAY
    assert client.get(reverse("people:me")).status_code == 200


def test_nothing_on_the_next_page_tells_that_somebody_left(client) -> None:
    client.force_login(make.member())
    client.post(reverse("people:leave"))
    assert "signed out" not in client.get(reverse("home")).text


def test_a_page_that_was_open_for_long_still_leads_away() -> None:
    """Its token has aged; a page of ours would be the worst answer."""
    answer = Client(enforce_csrf_checks=True).post(reverse("people:leave"))
    assert answer["Location"] == AWAY


def test_a_form_from_elsewhere_signs_nobody_out() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make.member())
    browser.post(reverse("people:leave"))
    assert browser.get(reverse("people:me")).status_code == 200


def test_browsers_are_allowed_to_follow_the_way_out(client) -> None:
    policy = client.get(reverse("home"))["Content-Security-Policy"]
    assert "form-action 'self' https://www.bbc.co.uk" in policy


def test_a_member_can_do_without_the_button(client) -> None:
    ada = make.member("ada")
    client.force_login(ada)
    assert BUTTON in client.get(reverse("people:help")).text
    client.post(reverse("people:me"), {"theme": "system", "language": ""})
    page = client.get(reverse("people:help")).text
    assert BUTTON not in page
    assert "js/leave.js" not in page


def test_a_group_can_do_without_the_button_on_its_own_pages(client) -> None:
    group = make.group(visibility="open")
    topic = make.topic(make.host_of(group))
    places = [
        reverse("groups:group", args=[group.slug]),
        reverse("forum:topics", args=[group.slug]),
        reverse("forum:topic", args=[topic.key]),
        reverse("chat:rooms", args=[group.slug]),
    ]
    assert all(BUTTON in client.get(place).text for place in places)
    group_actions.change_ways(make.host_of(group), group, has_quick_exit=False)
    assert not any(BUTTON in client.get(place).text for place in places)
    assert BUTTON in client.get(reverse("groups:directory")).text
