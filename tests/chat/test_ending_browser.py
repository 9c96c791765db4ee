"""An open page of a private talk when it ends, and what is not sent: no button stays that cannot do what it says."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.chat import actions
from community.chat.models import Room
from groups import actions as group_actions
from groups.models import Group, Membership
from tests import make
from tests.chat.conftest import Alone, Place, place
from tests.chat.test_browser import say

pytestmark = pytest.mark.browser
ENDED = "This talk has ended. It can still be read."


@pytest.fixture
def live_here(live_site, outside: Callable) -> Place:
    here: Place = outside(place)
    return here


@pytest.fixture
def live_alone(live_here: Place, outside: Callable) -> Alone:
    talk: Alone = outside(lambda: Alone(live_here))
    return talk


def opened(page: Page, side: Room) -> Page:
    page.goto(f"/rooms/{side.key}/")
    expect(page.locator("#live-status")).to_have_text("Connected")
    return page


def field_of(page: Page) -> object:
    return page.get_by_label("Your message", exact=True)


def test_the_open_page_of_the_other_learns_that_the_talk_has_ended(
    page_for: Callable, live_alone: Alone, outside: Callable
) -> None:
    outside(live_alone.says, live_alone.ben, "Hello")
    ben = opened(page_for(live_alone.ben.member), live_alone.bens)
    field_of(ben).fill("What I had begun")
    ben.locator("#ways-out summary").click()
    outside(actions.end, live_alone.ada, live_alone.adas)
    expect(ben.locator("#say-refused")).to_have_text(ENDED)
    expect(ben.locator("#announcer")).to_have_text(ENDED)
    expect(ben.get_by_role("button", name="Send")).to_be_hidden()
    expect(field_of(ben)).to_have_value("What I had begun")
    expect(field_of(ben)).not_to_be_editable()
    expect(ben.get_by_role("link", name="End this talk")).to_have_count(0)
    expect(ben.get_by_role("button", name="Do not meet this person")).to_be_visible()
    expect(ben.get_by_role("link", name="Change your message")).to_be_hidden()
    ben.reload()
    expect(ben.locator(".entry-failed")).to_contain_text("What I had begun")
    expect(ben.get_by_role("button", name="Try again")).to_have_count(0)
    expect(ben.get_by_role("link", name="Change your message")).to_have_count(0)


def test_a_block_changes_nothing_on_the_open_page_of_the_other(
    page_for: Callable, live_alone: Alone, outside: Callable
) -> None:
    ben = opened(page_for(live_alone.ben.member), live_alone.bens)
    outside(group_actions.block, live_alone.ada.member, live_alone.ben)
    say(ben, "Are you there?")
    expect(ben.locator(".entry-mine")).to_have_count(1)
    expect(ben.locator(".entry-sending")).to_have_count(0)
    expect(ben.get_by_role("button", name="Send")).to_be_visible()
    expect(ben.locator("#say-refused")).to_have_count(0)


def test_who_did_not_hear_of_the_end_reads_it_when_they_send_and_can_only_throw_away(
    page_for: Callable, live_alone: Alone, outside: Callable
) -> None:
    ben = opened(page_for(live_alone.ben.member), live_alone.bens)
    outside(lambda: Room.objects.update(closed_at=timezone.now()))
    say(ben, "Are you there?")
    expect(ben.locator(".entry-failed")).to_contain_text("Are you there?")
    expect(ben.locator("#say-refused")).to_have_text(ENDED)
    expect(ben.get_by_role("button", name="Try again")).to_have_count(0)
    expect(ben.get_by_role("button", name="Write it anew")).to_be_hidden()
    ben.get_by_role("button", name="Throw away").click()
    expect(ben.locator(".entry-failed")).to_have_count(0)


def test_an_open_page_of_a_room_learns_that_it_is_closed_and_opened_again(
    page_for: Callable, live_here: Place, outside: Callable
) -> None:
    ada = opened(page_for(live_here.ada.member), live_here.room)
    host = outside(make.host_of, live_here.group)
    outside(actions.close_room, host, live_here.room)
    expect(ada.locator("#say-refused")).to_have_text("This room is closed. It can still be read.")
    outside(actions.reopen_room, host, live_here.room)
    expect(ada.locator("#say-refused")).to_have_count(0)
    expect(ada.get_by_role("button", name="Send")).to_be_visible()


def newcomers_talk(here: Place) -> tuple[Membership, Room]:
    Group.objects.filter(pk=here.group.pk).update(joining=Group.Joining.REQUEST)
    here.group.refresh_from_db()
    asked = group_actions.join(make.member("nia"), here.group, name="Nia")
    nia = group_actions.approve(make.host_of(here.group), asked)
    return nia, make.talk(here.ada, nia)[1]


def test_a_refused_link_is_named_and_written_anew_without_it(
    page_for: Callable, live_here: Place, outside: Callable
) -> None:
    member, side = outside(newcomers_talk, live_here)
    nia = opened(page_for(member.member), side)
    say(nia, "Look at https://example.org now")
    expect(nia.locator(".entry-failed")).to_contain_text("This holds a link: https://example.org.")
    expect(nia.get_by_role("button", name="Try again")).to_have_count(0)
    nia.get_by_role("button", name="Write it anew").click()
    expect(field_of(nia)).to_have_value("Look at https://example.org now")
    expect(field_of(nia)).to_be_focused()
    expect(nia.locator(".entry")).to_have_count(0)
    say(nia, "Look there now")
    expect(nia.locator(".entry-mine")).to_have_count(1)


def test_what_comes_live_is_reported_under_its_authors_name(
    page_for: Callable, live_alone: Alone, outside: Callable
) -> None:
    ben = opened(page_for(live_alone.ben.member), live_alone.bens)
    outside(live_alone.says, live_alone.ada, "Hello")
    expect(ben.get_by_role("link", name="Report what Heron wrote", exact=True)).to_be_visible()
