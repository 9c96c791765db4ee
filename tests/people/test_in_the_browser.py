"""The frame and the people room as a browser shows them, and limits as the real server keeps them."""

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from people import actions
from tests import make

DARK_PAPER = "rgb(27, 24, 22)"
LIGHT_PAPER = "rgb(250, 246, 239)"
PLACES = ["/", "/help/", "/groups/", "/me/", "/notices/", "/accounts/email/", "/accounts/password/change/"]


@pytest.fixture
def ada(live_site):
    return make.member("ada")


def told(ada, source: str = "post:1"):
    return actions.tell(ada, kind="answer", source=source, text="Somebody answered you.", url="/help/")


def paper(page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways_and_every_target_is_large_enough(page_for, ada, width):
    told(ada)
    page = page_for(ada, viewport={"width": width, "height": 640})
    for place in PLACES:
        page.goto(place)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
        small = page.evaluate(
            """[...document.querySelectorAll("nav a, button, .button, input:not([type=hidden]), select")]
               .filter((one) => one.offsetParent && one.type !== "checkbox" && one.type !== "radio")
               .filter((one) => one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML)"""
        )
        assert small == [], place


def test_the_look_follows_the_device_until_the_member_chooses(page_for, ada):
    page = page_for(ada, color_scheme="dark")
    page.goto("/me/")
    assert paper(page) == DARK_PAPER
    page.get_by_label("Light").check()
    page.get_by_role("button", name="Keep these settings").click()
    assert page.get_by_text("Your settings are kept.").is_visible()
    assert paper(page) == LIGHT_PAPER


def test_a_notice_shows_on_open_pages_without_loading_them_again(page_for, ada, outside):
    page = page_for(ada)
    with page.expect_websocket() as socket:
        page.goto("/notices/")
    socket.value.wait_for_event("framereceived")  # the page follows its own channel
    assert page.locator("#unread-count .badge").count() == 0
    outside(told, ada)
    page.locator("#unread-count .badge").wait_for()
    page.locator("#notices").get_by_text("Somebody answered you.").wait_for()


def test_keyboard_reaches_help_in_two_steps_and_skips_to_the_content(page):
    page.goto("/help/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_password_can_be_looked_at_while_it_is_typed(page):
    page.goto("/accounts/signup/")
    field = page.locator("#id_password1")
    field.fill("four quiet wooden spoons")
    assert field.get_attribute("type") == "password"
    page.get_by_label("Show what I type").check()
    assert field.get_attribute("type") == "text"


def test_signing_out_works_from_every_page(page_for, ada):
    page = page_for(ada)
    page.goto("/help/")
    page.get_by_role("button", name="Sign out").click()
    assert page.get_by_role("link", name="Sign in").first.is_visible()


def test_what_was_wrong_with_a_form_comes_first(page, expected_errors):
    page.goto("/accounts/signup/")
    page.get_by_role("main").get_by_role("button", name="Sign up").click()
    assert page.evaluate("document.activeElement.id") == "form-errors"
    page.get_by_role("link", name=re.compile("^E-mail address –")).click()
    assert page.evaluate("document.activeElement.id") == "id_email"


# --- The real server's idea of who asks -----------------------------------------------------------------------------


def sign_in_status(opener: OpenerDirector, url: str, email: str, **headers: str) -> int:
    page = opener.open(url).read().decode()
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    words = urlencode({"login": email, "password": "wrong", "csrfmiddlewaretoken": token}).encode()
    try:
        return opener.open(Request(url, words, {"Referer": url, **headers})).status
    except HTTPError as answer:
        return answer.code


def test_limits_hold_under_the_real_server_whatever_is_forwarded(live_site):
    opener = build_opener(HTTPCookieProcessor(CookieJar()))
    url = f"{live_site.url}/accounts/login/"
    tries = [
        sign_in_status(opener, url, f"nobody{number}@example.org", **{"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(31)
    ]
    assert tries == [200] * 30 + [429]
