"""Pages in other languages, in a browser: mirrored where a language is written from the right, and nothing covered."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.urls import reverse
from playwright.sync_api import expect

from community.chat.models import Entry
from tests import make

IS_COVERED = """() => {
    const out = document.querySelector(".leave-button").getBoundingClientRect();
    return [...document.querySelectorAll(".site-header a, .site-nav button")].some((one) => {
        const box = one.getBoundingClientRect();
        return box.left < out.right && out.left < box.right && box.top < out.bottom && out.top < box.bottom;
    });
}"""


@pytest.fixture
def _with_arabic(settings) -> None:
    settings.LANGUAGES = [*site_settings.LANGUAGES, ("ar", "Arabic")]


@pytest.mark.usefixtures("_with_arabic")
@pytest.mark.parametrize("width", [320, 1280])
def test_a_page_from_right_to_left_is_the_mirror_of_the_others(
    width: int, page_for: Callable, screenshots: Path
) -> None:
    ada = make.face(make.member("ada"), make.group("Asthma", visibility="open"), "Willow")
    topic = make.topic(ada)
    make.post(ada, topic, body="So do I. A glass of water helps, and no screen.")
    room = make.room(ada.group)
    make.entry(ada, room)
    places = {
        "topic": reverse("forum:topic", args=[topic.key]),
        "group": reverse("groups:group", args=[ada.group.slug]),
        "room": reverse("chat:room", args=[room.key]),
        "directory": reverse("groups:directory"),
    }
    edges = {}
    for language in ("ar", "cy"):
        page = page_for(ada.member, locale=language, viewport={"width": width, "height": 800})
        for name, place in places.items():
            page.goto(place)
            page.screenshot(path=screenshots / f"{language}-{name}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} in {language} is too wide"
            assert page.evaluate(IS_COVERED) is False, f"the way out covers something of {name} in {language}"
            edges[language, name] = page.evaluate("document.querySelector('.brand').getBoundingClientRect().toJSON()")
    for name in places:
        from_the_right = width - edges["ar", name]["right"]
        assert from_the_right == pytest.approx(edges["cy", name]["left"], abs=2)


def test_a_time_in_the_chat_is_welsh_even_where_the_browser_knows_no_welsh(page_for: Callable) -> None:
    ada = make.face(make.member("ada"), make.group("Asthma", visibility="open"), "Willow")
    room = make.room(ada.group)
    entry = make.entry(ada, room)
    Entry.objects.filter(pk=entry.pk).update(created_at="2026-05-05T06:48:00Z")
    page = page_for(ada.member, locale="cy", timezone_id="Europe/London")
    page.goto(reverse("chat:room", args=[room.key]))
    expect(page.locator(".room-live time")).to_have_text("5 Mai, 07:48")
    page.locator("textarea").fill("Bore da")
    page.keyboard.press("Enter")
    expect(page.locator(".entry time").last).to_have_text(re.compile(r"^\d+ [A-Z][a-z]+, \d\d:\d\d$"))
