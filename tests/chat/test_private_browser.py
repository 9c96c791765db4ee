"""A private talk in real browsers, from the question to the block."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from community.chat.models import Room
from community.chat.unread import unread_in
from people.models import Notice
from tests.chat.conftest import Place, place
from tests.chat.test_browser import say

pytestmark = pytest.mark.browser


@pytest.fixture
def live_here(live_site, outside: Callable) -> Place:
    here: Place = outside(place)
    return here


def all_is_read(here: Place) -> bool:
    """Whether the site knows that both have read what was said privately."""
    sides = [Room.objects.get(owner=face) for face in (here.ada, here.ben)]
    return not any(unread_in([side.pk], member=side.owner.member)[side.pk] for side in sides)


def test_from_the_question_to_the_block(page_for: Callable, live_here: Place, outside: Callable) -> None:
    ada, ben = page_for(live_here.ada.member), page_for(live_here.ben.member)
    ada.goto(f"/groups/{live_here.group.slug}/faces/{live_here.ben.key}/")
    ada.get_by_role("link", name="Talk privately").click()
    ada.get_by_role("button", name="Ask").click()
    expect(ada.get_by_role("heading", level=1)).to_have_text("Messages")
    ben.goto("/messages/")
    ben.get_by_role("button", name="Yes").click()
    expect(ben.get_by_role("heading", level=1)).to_have_text("Heron")
    expect(ben.locator("#live-status")).to_have_text("Connected")
    ada.goto("/messages/")
    ada.get_by_role("link", name="Otter").click()
    expect(ada.locator("#live-status")).to_have_text("Connected")
    with ben.expect_request("**/read/") as read:  # it is before Ben's eyes
        say(ada, "Only to *you*.")
    assert read.value.method == "POST"
    expect(ben.locator(".entry em")).to_have_text("you")
    say(ben, "I am here.")
    expect(ada.locator(".entry")).to_have_count(2)
    for _turn in range(300):
        if is_read := outside(all_is_read, live_here):  # which each page says within a second
            break
        ada.wait_for_timeout(100)
    assert is_read
    for page, side in ((ada, "Otter"), (ben, "Heron")):
        page.get_by_role("link", name="Messages").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Messages")
        expect(page.locator("main .badge-new")).to_have_count(0)
        page.get_by_role("link", name=side).click()
        expect(page.locator("#live-status")).to_have_text("Connected")
    assert not outside(Notice.objects.filter(kind="private", read_at=None).exists)
    ada.set_viewport_size({"width": 320, "height": 640})
    ada.locator("#ways-out summary").click()
    expect(ada.get_by_role("link", name="End this talk")).to_be_in_viewport()
    ada.get_by_role("button", name="Do not meet this person").click()
    expect(ada.get_by_role("heading", level=1)).not_to_have_text("Otter")
    say(ben, "Are you still there?")
    expect(ben.locator(".entry-mine")).to_have_count(2)
    expect(ben.locator(".entry-sending")).to_have_count(0)
    ada.goto("/messages/")
    expect(ada.get_by_role("link", name="Otter")).to_have_count(0)
