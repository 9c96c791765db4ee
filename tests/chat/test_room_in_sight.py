"""What one talks with is in sight at once: the last messages, where one writes, and "Send"; on small screens too."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from groups.models import Group
from tests import make
from tests.chat.conftest import Alone, Place, place
from tests.chat.test_browser import say
from tests.chat.test_ending_browser import field_of, opened

pytestmark = pytest.mark.browser
SIZES = {"phone": {"width": 320, "height": 640}, "desk": {"width": 1280, "height": 800}}


@pytest.fixture
def live_here(live_site, outside: Callable) -> Place:
    here: Place = outside(place)
    return here


@pytest.fixture
def live_alone(live_here: Place, outside: Callable) -> Alone:
    def talk() -> Alone:
        Group.objects.filter(pk=live_here.group.pk).update(has_quick_exit=True)
        made = Alone(live_here)
        for number in range(10):
            made.says((made.ada, made.ben)[number % 2], "Good morning! Did you sleep at all?")
        return made

    made: Alone = outside(talk)
    return made


def is_uncovered(place: Locator) -> bool:
    """Whether a finger on its middle meets it: nothing lies over it, and it is within the window."""
    return bool(
        place.evaluate(
            "one => { const box = one.getBoundingClientRect();"
            " const met = document.elementFromPoint(box.left + box.width / 2, box.bottom - 4);"
            " return Boolean(met) && (one.contains(met) || met.contains(one)) && !met.closest('.site-nav, .leave')"
            " && box.top >= 0 && box.bottom <= innerHeight }"
        )
    )


def assert_in_sight(page: Page) -> None:
    entries = page.locator(".entry")
    for shown in (
        entries.last,
        entries.nth(-2).locator(".post-body"),
        field_of(page),
        page.get_by_role("button", name="Send"),
    ):
        assert is_uncovered(shown), shown


@pytest.mark.parametrize("size", SIZES)
def test_the_last_messages_the_field_and_send_are_in_sight_at_once(
    page_for: Callable, live_alone: Alone, size: str
) -> None:
    page = opened(page_for(live_alone.ben.member, viewport=SIZES[size]), live_alone.bens)
    assert_in_sight(page)
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    say(page, "I did not.\n\nAnd you?")
    expect(page.locator(".entry-sending")).to_have_count(0)
    expect(page.locator(".entry")).to_have_count(11)
    assert_in_sight(page)


def test_a_keyboard_on_the_screen_leaves_field_send_and_the_last_words_in_sight(
    page_for: Callable, live_alone: Alone
) -> None:
    page = opened(page_for(live_alone.ben.member, viewport=SIZES["phone"]), live_alone.bens)
    field_of(page).focus()
    page.set_viewport_size({"width": 320, "height": 340})  # as where a keyboard takes from the window
    page.wait_for_timeout(300)
    for shown in (
        field_of(page),
        page.get_by_role("button", name="Send"),
        page.locator(".entry").last.locator(".post-body"),
    ):
        assert is_uncovered(shown), shown


def test_an_empty_talk_shows_the_hint_and_no_empty_box(
    page_for: Callable, live_here: Place, outside: Callable
) -> None:
    page = opened(page_for(live_here.ben.member, viewport=SIZES["phone"]), live_here.room)
    expect(page.locator("#nothing-said")).to_be_in_viewport()
    expect(page.locator("#entries")).to_be_hidden()
    outside(make.entry, live_here.ada, live_here.room)
    expect(page.locator("#entries")).to_be_visible()


def test_who_reads_the_end_stays_there_when_the_list_gets_less_room(page_for: Callable, live_alone: Alone) -> None:
    page = opened(page_for(live_alone.ben.member, viewport=SIZES["desk"]), live_alone.bens)
    field_of(page).fill("one\ntwo\nthree\nfour\nfive")
    page.set_viewport_size({"width": 1280, "height": 600})
    page.wait_for_timeout(300)
    assert is_uncovered(page.locator(".entry").last)


HANGS = """
const Real = window.WebSocket;
window.attempts = 0;
window.WebSocket = function (address) {
  if (++window.attempts !== 2) return new Real(address);
  return Object.assign(new EventTarget(), { readyState: Real.CONNECTING, close() {} });  // as on a line that has gone
};
window.WebSocket.OPEN = Real.OPEN;
"""


def test_the_line_that_is_back_is_said_at_once(page_for: Callable, live_alone: Alone) -> None:
    page = page_for(live_alone.ben.member)
    page.add_init_script(HANGS)
    opened(page, live_alone.bens)
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    page.wait_for_timeout(1_500)  # the first pause, and the try that hangs
    assert page.evaluate("window.attempts") == 2
    expect(page.locator("#live-status")).to_contain_text("The connection was lost.")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#live-status")).to_have_text("Connected", timeout=5_000)
