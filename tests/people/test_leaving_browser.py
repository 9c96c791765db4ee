"""Leaving quickly, as a browser does it: three times Shift or the button, and the Back button finds nothing."""

import pytest

from tests import make

AWAY = "/livez"  # a page that knows nothing of this site, as the real one does


@pytest.fixture(autouse=True)
def _away_is_on_this_site(settings, expected_errors) -> None:
    """No test asks a foreign site for anything."""
    settings.QUICK_EXIT_URL = AWAY
    expected_errors.append("favicon.ico")


@pytest.fixture
def ada(live_site):
    return make.member("ada")


def press_shift(page, times: int) -> None:
    for _number in range(times):
        page.keyboard.press("Shift")


def is_signed_in(page) -> bool:
    return page.request.get("/me/", max_redirects=0).status == 200


def await_signed_out(page) -> None:
    for _try in range(50):
        if not is_signed_in(page):
            return
        page.wait_for_timeout(100)
    raise AssertionError("still signed in")


def test_three_presses_of_shift_end_everything(page_for, ada) -> None:
    page = page_for(ada)
    page.goto("/groups/")
    page.goto("/me/")
    press_shift(page, 3)
    page.wait_for_url(f"**{AWAY}")
    await_signed_out(page)


def test_the_back_button_finds_nothing(page_for, ada) -> None:
    page = page_for(ada)
    page.goto("/groups/")
    page.goto("/me/")
    press_shift(page, 3)
    page.wait_for_url(f"**{AWAY}")
    await_signed_out(page)
    page.go_back()
    page.wait_for_url(f"**{AWAY}")
    assert page.get_by_text("You sign in as").count() == 0


def test_two_presses_typing_capitals_and_escape_change_nothing(page_for, ada) -> None:
    page = page_for(ada)
    page.goto("/search/")
    press_shift(page, 2)
    field = page.get_by_role("searchbox")
    field.focus()
    for letter in "ABCDE":
        page.keyboard.press(f"Shift+{letter}")
    for _number in range(4):
        page.keyboard.press("Escape")
    assert page.url.endswith("/search/")
    assert field.input_value() in {"ABCDE", ""}  # Escape empties a search box
    assert is_signed_in(page)


def test_slow_presses_are_no_wish_to_leave(page_for, ada) -> None:
    page = page_for(ada)
    page.clock.install()
    page.goto("/search/")
    press_shift(page, 2)
    page.wait_for_timeout(5_100)
    press_shift(page, 1)
    assert page.url.endswith("/search/")


def test_the_button_works_with_and_without_javascript(page_for, ada) -> None:
    for has_scripts in (True, False):
        page = page_for(ada, java_script_enabled=has_scripts)
        page.goto("/me/")
        page.get_by_role("button", name="Leave quickly").click()
        page.wait_for_url(f"**{AWAY}")
        await_signed_out(page)


def test_unsaved_words_do_not_hold_somebody_back(page_for, ada) -> None:
    page = page_for(ada)
    page.goto("/search/")
    page.evaluate("addEventListener('beforeunload', (event) => event.preventDefault())")
    page.get_by_role("searchbox").fill("half a")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    press_shift(page, 3)
    page.wait_for_url(f"**{AWAY}")
    assert asked == []


@pytest.mark.parametrize("is_low_energy", [False, True])
@pytest.mark.parametrize("width", [320, 620, 660, 1280])
def test_the_way_out_is_in_reach_and_covers_neither_the_header_nor_the_focus(
    page_for, ada, width: int, is_low_energy: bool
) -> None:
    ada.is_low_energy = is_low_energy
    ada.save()
    page = page_for(ada, viewport={"width": width, "height": 500})
    page.goto("/me/")
    button = page.get_by_role("button", name="Leave quickly")
    covered = """(button) => [...document.querySelectorAll("header :is(a, button, summary)")]
        .map((one) => [one.textContent.trim(), one.getBoundingClientRect(), button.getBoundingClientRect()])
        .filter(([, a, b]) => a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom)
        .map(([words]) => words)"""
    assert button.evaluate(covered) == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert button.evaluate("(one) => one.getBoundingClientRect().top") >= 0
    if width < 768:  # no margin beside the words: they pass below the header, and none is below the button
        behind = "(one) => document.querySelector('.site-header').getBoundingClientRect().bottom"
        assert button.evaluate(behind) >= button.evaluate("(one) => one.getBoundingClientRect().bottom")
    for _number in range(12):
        page.keyboard.press("Shift+Tab")
        hidden = page.evaluate(
            """() => {
                const one = document.activeElement, box = one.getBoundingClientRect();
                const exit = document.querySelector(".leave-button").getBoundingClientRect();
                if (one.closest("header, .leave") || one === document.body) return false;
                return box.top >= exit.top && box.bottom <= exit.bottom && box.left >= exit.left;
            }"""
        )
        assert not hidden


def test_signing_out_asks_nobody_else_for_anything(page_for, ada, settings, expected_errors) -> None:
    """The answer leads to another site, which what signs out in the background must not follow: the page's policy
    bars that, and says so aloud."""
    settings.QUICK_EXIT_URL = "https://weather.example/"
    page = page_for(ada)
    page.context.route("https://weather.example/**", lambda route: route.fulfill(body="Sunny"))
    page.goto("/me/")
    said: list[str] = []
    page.context.on("console", lambda message: said.append(message.text))
    page.evaluate("document.getElementById('leave-quickly').dataset.leadsTo = '#'")  # stays to hear what is said
    press_shift(page, 3)
    page.wait_for_timeout(700)
    await_signed_out(page)
    assert not [words for words in said if "connect-src" in words]


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_the_skip_link_covers_nothing_of_the_way_out(page_for, ada, width) -> None:
    page = page_for(ada, viewport={"width": width, "height": 700})
    page.goto("/me/")
    page.keyboard.press("Tab")
    skip, way_out = (page.locator(one).bounding_box() for one in (".skip:focus", ".leave-button"))
    is_beside = skip["x"] + skip["width"] <= way_out["x"]
    is_below = skip["y"] >= way_out["y"] + way_out["height"]
    assert is_beside or is_below
