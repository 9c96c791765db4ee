"""A room in real browsers: two people talk, the connection goes and comes, nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.chat import actions
from community.chat.models import Entry
from groups.models import Membership
from tests import make
from tests.chat.conftest import Place, place

pytestmark = pytest.mark.browser


@pytest.fixture
def live_here(live_site, outside: Callable) -> Place:
    here: Place = outside(place)
    return here


def open_room(page: Page, here: Place) -> Page:
    page.goto(f"/rooms/{here.room.key}/")
    expect(page.locator("#live-status")).to_have_text("Connected")
    return page


def say(page: Page, words: str) -> None:
    field = page.get_by_label("Your message", exact=True)
    field.fill(words)
    field.press("Enter")


def test_two_people_talk(page_for: Callable, live_here: Place) -> None:
    ada, ben = (open_room(page_for(face.member), live_here) for face in (live_here.ada, live_here.ben))
    say(ada, "Is *anybody* awake?")
    expect(ben.locator(".entry em")).to_have_text("anybody")
    expect(ben.locator(".entry").get_by_role("link", name="Heron", exact=True)).to_be_visible()
    expect(ben.locator("#announcer")).to_have_text("Heron wrote: Is anybody awake?")
    expect(ada.locator(".entry-mine em")).to_have_text("anybody")
    expect(ada.locator(".entry")).to_have_count(1)
    expect(ada.locator(".entry-sending")).to_have_count(0)
    expect(ada.locator("#announcer")).to_have_text("")
    say(ben, "Me.")
    expect(ada.locator(".entry")).to_have_count(2)


def test_a_removed_message_goes_from_open_pages(page_for: Callable, live_here: Place, outside: Callable) -> None:
    entry = outside(make.entry, live_here.ada, live_here.room, body="unkind")
    ben = open_room(page_for(live_here.ben.member), live_here)
    expect(ben.locator(f"#entry-{entry.key}")).to_contain_text("unkind")
    outside(actions.hide_entry, live_here.mara, entry, reason="Rule 1")
    expect(ben.locator(f"#entry-{entry.key}")).to_have_text("The moderators removed a message here.")


def test_what_was_said_without_a_connection_is_sent_when_it_is_back(
    page_for: Callable, live_here: Place, outside: Callable, expected_errors: list[str]
) -> None:
    expected_errors.append("ERR_INTERNET_DISCONNECTED")
    expected_errors.append("WebSocket")
    ada = open_room(page_for(live_here.ada.member), live_here)
    ada.context.set_offline(True)
    # Given up at once and not when the goodbye is answered, which without a network may be never.
    state = "document.getElementById('live-status').dataset.state"
    assert ada.evaluate(f"(window.dispatchEvent(new Event('pagehide')), {state})") == "lost"
    expect(ada.locator("#live-status")).to_have_text("The connection was lost. Trying again…")
    say(ada, "Kept for later")
    expect(ada.locator(".entry-sending")).to_contain_text("kept on this device")
    outside(make.entry, live_here.ben, live_here.room, body="Meanwhile")
    assert outside(Entry.objects.count) == 1
    ada.context.set_offline(False)
    expect(ada.locator("#live-status")).to_have_text("Connected", timeout=20_000)
    expect(ada.locator(".entry-sending")).to_have_count(0)
    expect(ada.locator(".entry")).to_have_count(2)
    assert outside(Entry.objects.count) == 2


def test_what_was_typed_is_there_after_loading_again(page_for: Callable, live_here: Place) -> None:
    ada = open_room(page_for(live_here.ada.member), live_here)
    ada.get_by_label("Your message", exact=True).fill("half a thou")
    ada.reload()
    expect(ada.get_by_label("Your message", exact=True)).to_have_value("half a thou")


def test_a_refused_message_says_why_and_can_be_thrown_away(
    page_for: Callable, live_here: Place, outside: Callable
) -> None:
    ada = open_room(page_for(live_here.ada.member), live_here)
    # Not announced: the open page would take away the button, and whether before or after she sends is chance.
    alone = Membership.objects.filter(pk=live_here.ada.pk)
    outside(alone.update, silenced_until=timezone.now() + timedelta(days=1), silenced_reason="A calmer day.")
    say(ada, "But I")
    expect(ada.locator(".entry-failed")).to_contain_text("write again from")
    ada.get_by_role("button", name="Throw away").click()
    expect(ada.locator(".entry")).to_have_count(0)


def test_who_reads_further_up_stays_there(page_for: Callable, live_here: Place, outside: Callable) -> None:
    for number in range(40):
        outside(make.entry, live_here.ben, live_here.room, body=str(number))
    ada = open_room(page_for(live_here.ada.member), live_here)
    ada.locator("#entries").evaluate("list => { list.scrollTop = 0 }")
    outside(make.entry, live_here.ben, live_here.room, body="news from below")
    expect(ada.get_by_role("button", name="New messages below")).to_be_visible()
    assert ada.locator("#entries").evaluate("list => list.scrollTop") == 0
    ada.get_by_role("button", name="New messages below").click()
    expect(ada.locator(".entry").get_by_text("news from below")).to_be_in_viewport()


def test_what_was_read_is_told_before_the_page_is_left(
    page_for: Callable, live_here: Place, outside: Callable
) -> None:
    ben = open_room(page_for(live_here.ben.member), live_here)
    with ben.expect_request("**/read/"):
        outside(make.entry, live_here.ada, live_here.room)
    outside(make.entry, live_here.ada, live_here.room)  # which would be told a third of a minute later
    expect(ben.locator(".entry")).to_have_count(2)
    asked: list[str] = []
    ben.on("request", lambda request: asked.append(urlsplit(request.url).path))
    ben.get_by_role("link", name="Messages").first.click()
    expect(ben.get_by_role("heading", level=1)).to_have_text("Messages")
    assert asked[:2] == [f"/rooms/{live_here.room.key}/read/", "/messages/"]


def test_shift_and_enter_begin_a_new_line(page_for: Callable, live_here: Place) -> None:
    ada = open_room(page_for(live_here.ada.member), live_here)
    field = ada.get_by_label("Your message", exact=True)
    field.press_sequentially("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")
    expect(field).to_have_value("one\ntwo")


def test_a_room_works_without_javascript(page_for: Callable, live_here: Place) -> None:
    ada = page_for(live_here.ada.member, java_script_enabled=False)
    ada.goto(f"/rooms/{live_here.room.key}/")
    ada.get_by_label("Your message", exact=True).fill("Plain words")
    ada.get_by_role("button", name="Send").click()
    expect(ada.locator(".entry")).to_contain_text("Plain words")


def test_where_sockets_are_barred_the_page_asks_and_posts(
    page_for: Callable, live_here: Place, outside: Callable, expected_errors: list[str]
) -> None:
    ada = page_for(live_here.ada.member)
    ada.add_init_script(
        "window.WebSocket = class extends EventTarget { static OPEN = 1; readyState = 3; constructor() { super();"
        " setTimeout(() => this.dispatchEvent(new CloseEvent('close', { code: 1006 })), 10); } close() {} }"
    )
    ada.goto(f"/rooms/{live_here.room.key}/")
    say(ada, "By the side door")
    expect(ada.locator(".entry-sending")).to_have_count(0, timeout=30_000)
    expect(ada.locator(".entry")).to_contain_text("By the side door")
    assert outside(Entry.objects.count) == 1
