"""The look of pages: themes and their colours, what a member or a visitor chooses, and low energy."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from people.models import Member
from tests import make

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
ON_PAPER = ["ink", "ink-muted", "link", "accent", "accent-strong", "danger", "clay"]
PAPERS = ["paper", "surface", "sunken"]
FILLED = [("accent", "on-accent"), ("clay", "on-clay"), ("danger", "on-danger")]
TONES = ["info", "good", "warn", "bad"]


COLUMNS = {
    "light": {"day", "soft"},
    "dark": {"night", "soft"},
    "light contrast": {"stark-day", "stark"},
    "dark contrast": {"stark-night", "stark"},
}
VALUE = re.compile(r"var\(--(day|night|stark-day|stark-night|soft|stark), ([^()]+)\)")


def themes() -> dict[str, dict[str, str]]:
    """The values that each theme takes out of the columns."""
    tokens = {name: VALUE.findall(values) for name, values in re.findall(r"--([\w-]+):\s([^;]+);", TOKENS)}
    return {
        theme: {name: full(value) for name, values in tokens.items() for column, value in values if column in columns}
        for theme, columns in COLUMNS.items()
    }


def full(colour: str) -> str:
    """#fff as #ffffff."""
    return "#" + "".join(2 * digit for digit in colour[1:]) if re.fullmatch("#[0-9a-f]{3}", colour) else colour


def switches(selector: str) -> list[dict[str, str]]:
    """What every block with this selector says of the columns, in order."""
    bodies = re.findall(rf"^ *{re.escape(selector)} \{{(.*?)\}}", TOKENS, re.S | re.M)
    return [dict(re.findall(r"--([\w-]+): (\w*);", body)) for body in bodies]


def test_a_theme_that_is_chosen_is_the_one_that_the_device_would_have_chosen() -> None:
    dark, contrast_by_day, contrast_by_night = switches(":root:not([data-theme])")
    assert [dark] == switches(':root[data-theme="dark"]')
    chosen_by_day, chosen_by_night = switches(':root[data-theme="contrast"]')
    assert contrast_by_day == chosen_by_day | {"night": ""}  # the device may prefer the dark as well
    assert contrast_by_night == chosen_by_night


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("name", "least"), [("light", 4.5), ("dark", 4.5), ("light contrast", 7), ("dark contrast", 7)]
)
def test_words_stand_out_from_their_paper(name: str, least: float) -> None:
    theme = themes()[name]
    pairs = [(paper, ink) for paper in PAPERS for ink in ON_PAPER]
    pairs += [*FILLED, *((f"{tone}-paper", f"{tone}-ink") for tone in TONES)]
    weak = {pair: contrast(theme[pair[0]], theme[pair[1]]) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < least} == {}


@pytest.mark.parametrize("name", ["light", "dark", "light contrast", "dark contrast"])
def test_borders_of_fields_and_the_focus_stand_out_too(name: str) -> None:
    theme = themes()[name]
    marks = ["line-strong", "focus", *(f"{tone}-line" for tone in TONES)]
    assert {
        mark: contrast(theme["paper"], theme[mark]) for mark in marks if contrast(theme["paper"], theme[mark]) < 3
    } == {}


def test_high_contrast_has_pure_paper_and_thick_borders() -> None:
    chosen = themes()
    assert (chosen["light contrast"]["paper"], chosen["dark contrast"]["paper"]) == ("#ffffff", "#000000")
    assert chosen["light contrast"]["stroke"] != chosen["light"]["stroke"]


@pytest.mark.django_db
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_visitor_chooses_a_look_and_the_browser_keeps_it(client, theme: str) -> None:
    assert "data-theme" not in client.get(reverse("home")).text
    client.post(reverse("people:look"), {"theme": theme, "is_low_energy": "on"})
    page = client.get(reverse("home")).text
    assert f'data-theme="{theme}"' in page
    assert 'data-energy="low"' in page
    client.post(reverse("people:look"), {"theme": "system"})
    assert "data-theme" not in client.get(reverse("home")).text


@pytest.mark.django_db
def test_a_members_look_is_kept_with_the_account(client) -> None:
    ada = make.member("ada")
    client.force_login(ada)
    client.post(reverse("people:look"), {"theme": "contrast", "is_low_energy": "on"})
    ada.refresh_from_db()
    assert (ada.theme, ada.is_low_energy) == (Member.Theme.CONTRAST, True)
    client.cookies.pop("alongside_look")
    page = client.get(reverse("home")).text
    assert 'data-theme="contrast"' in page
    assert 'data-energy="low"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ["purple.low.x", '"><script>', "system.", "."])
def test_a_look_that_nobody_could_choose_changes_nothing(client, nonsense: str) -> None:
    client.cookies["alongside_look"] = nonsense
    page = client.get(reverse("home"))
    assert "data-theme" not in page.text
    assert "data-energy" not in page.text


@pytest.mark.django_db
def test_choosing_a_look_leads_back_to_where_somebody_was_and_nowhere_else(client) -> None:
    page = client.get(reverse("people:look"), headers={"referer": f"http://testserver{reverse('people:help')}"})
    assert page.context["way_back"].endswith(reverse("people:help"))
    here, there = reverse("people:look"), reverse("people:help")
    for wanted, given in [(there, there), ("https://elsewhere.example/", here), ("//elsewhere.example/", here)]:
        answer = client.post(reverse("people:look"), {"theme": "light", "next": wanted})
        assert answer["Location"] == given


@pytest.mark.django_db
def test_one_viewers_frame_is_not_given_to_another(client) -> None:
    """The header and the footer are kept for all; they must not be kept with one viewer's energy."""
    assert 'class="menu"' not in client.get(reverse("home")).text
    client.post(reverse("people:look"), {"theme": "system", "is_low_energy": "on"})
    assert 'class="menu"' in client.get(reverse("home")).text
    client.post(reverse("people:look"), {"theme": "system"})
    assert 'class="menu"' not in client.get(reverse("home")).text


@pytest.mark.django_db
def test_low_energy_keeps_every_way_of_the_navigation(client) -> None:
    client.force_login(make.member())
    usual = ways(client.get(reverse("people:help")).text)
    client.post(reverse("people:look"), {"theme": "system", "is_low_energy": "on"})
    assert ways(client.get(reverse("people:help")).text) == usual


def ways(page: str) -> set[str]:
    header = page[page.index("<header") : page.index("</header>")]
    return set(re.findall(r'<a [^>]*?href="([^"]+)"', header))
