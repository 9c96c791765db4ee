"""The site as a real browser shows it, walked by everybody: axe-core finds nothing on any kind of page."""

from pprint import pformat

import pytest
from django.urls import reverse

from tests.crawl.axe import Examiner, Memory
from tests.crawl.legible import illegible
from tests.crawl.places import Seen, kind_of, walk
from tests.crawl.scene import ROLES, Scene

LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))"


READERS = ("visitor", "moderator", "tired")  # together they come to every kind of page, in both sizes of letters


@pytest.fixture(scope="module")
def memory() -> Memory:
    """What one walk has found in order, the next one does not ask about again."""
    return Memory()


def no_questions(page: object) -> list[str]:
    return []


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page(role: str, memory: Memory, page_for, outside, settings) -> None:
    settings.PACES_FACTOR = 100
    scene = outside(Scene, role)
    page = page_for(outside(scene.who, role))
    # Low energy changes letters, room and the list of places, but no colour: the host's walk has seen those.
    examiner = Examiner(page, memory, is_light_enough=role == "tired")
    read = illegible if role in READERS else no_questions
    complaints: dict[str, list[str]] = {}
    examined: set[str] = set()

    def look(address: str) -> Seen:
        answer = page.goto(address)
        if answer.status != 200:
            complaints[address] = [f"answers {answer.status}"]
        found = [] if kind_of(page.url) in examined else [*examiner.complaints(), *read(page)]
        if found:
            complaints[page.url] = found
        examined.add(kind_of(page.url))
        return Seen(page.url, page.evaluate(LINKS))

    walk(outside(scene.starts, role), look)
    assert complaints == {}, pformat(complaints, width=200)


def test_axe_finds_nothing_on_pages_that_answer_a_form(memory: Memory, page_for, outside, expected_errors) -> None:
    expected_errors += ["status of 422", "status of 403"]
    scene = outside(Scene)
    complaints = {}
    page = page_for(scene.author.member)
    examiner = Examiner(page, memory)
    page.goto(reverse("forum:new_topic", args=[scene.group.slug]))
    page.get_by_role("button", name="Publish").click()
    page.locator("#form-errors").wait_for()
    complaints["what is wrong"] = examiner.complaints()
    page.goto(reverse("groups:invite", args=[scene.group.slug]))
    complaints["refused"] = examiner.complaints()
    assert complaints == {"what is wrong": [], "refused": []}
