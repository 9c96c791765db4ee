"""Pieces that move the focus: dialogs and menus, on the page that shows every piece."""

import pytest

pytestmark = pytest.mark.urls("tests.people.test_style")


@pytest.fixture
def pieces(page):
    page.goto("/style/")
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


def test_a_dialog_keeps_the_focus_and_gives_it_back(pieces) -> None:
    opener = pieces.get_by_role("link", name="Remove")
    opener.focus()
    pieces.keyboard.press("Enter")
    dialog = pieces.get_by_role("dialog", name="Remove this for good?")
    assert dialog.is_visible()
    for _number in range(5):
        pieces.keyboard.press("Tab")
        assert pieces.evaluate("document.activeElement.closest('dialog') !== null")
    pieces.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert focused(pieces) == "Remove"


def test_a_dialog_is_closed_by_its_own_answer(pieces) -> None:
    pieces.get_by_role("link", name="Remove").click()
    pieces.get_by_role("link", name="No, go back").click()
    assert not pieces.get_by_role("dialog").is_visible()
    assert focused(pieces) == "Remove"


def test_without_javascript_the_question_stands_on_the_page(page_for) -> None:
    page = page_for(None, java_script_enabled=False)
    page.goto("/style/")
    assert not page.get_by_text("Remove this for good?").is_visible()
    page.get_by_role("link", name="Remove").click()
    assert page.get_by_text("Remove this for good?").is_visible()


def test_a_menu_opens_by_keyboard_and_closes_by_escape(pieces) -> None:
    menu = pieces.locator("#sample-menu")
    menu.locator("summary").focus()
    pieces.keyboard.press("Enter")
    assert menu.get_by_role("link", name="First thing").is_visible()
    pieces.keyboard.press("Tab")
    pieces.keyboard.press("Escape")
    assert not menu.get_by_role("link", name="First thing").is_visible()
    assert focused(pieces) == "Menu"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("energy", ["", "low"])
def test_the_page_of_pieces_does_not_scroll_sideways(page_for, width: int, energy: str) -> None:
    page = page_for(None, viewport={"width": width, "height": 700})
    page.goto(f"/style/?theme=contrast&energy={energy}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_low_energy_is_still_even_where_motion_is_welcome(page_for) -> None:
    page = page_for(None, reduced_motion="no-preference")
    moving = "getComputedStyle(document.querySelector('.skeleton > span')).animationName"
    page.goto("/style/")
    assert page.evaluate(moving) == "breathe"
    page.goto("/style/?energy=low")
    assert page.evaluate(moving) == "none"


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(0, 0, 0)")])
def test_high_contrast_follows_the_device(page_for, scheme: str, paper: str) -> None:
    page = page_for(None, color_scheme=scheme, contrast="more")
    page.goto("/style/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
    page.goto("/style/?theme=contrast")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == paper
