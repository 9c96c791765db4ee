"""The site as a real browser shows it, walked by everybody: axe-core finds nothing on any kind of page.

Who walks reads the HTML of every kind of page, and opens it in the browser where anything is on it that was on none
before.
"""

from pprint import pformat

import pytest
from django.urls import reverse

from tests.crawl.axe import Examiner, Memory
from tests.crawl.legible import illegible
from tests.crawl.novelty import Novelty
from tests.crawl.places import Seen, walk
from tests.crawl.scene import ROLES, Scene, read, signed_in


@pytest.fixture(scope="module")
def memory() -> Memory:
    """What one walk has found in order, the next one does not ask about again."""
    return Memory()


@pytest.fixture(scope="module")
def novelties() -> dict[bool, Novelty]:
    """What was on a page before, in each of the two sizes of letters."""
    return {False: Novelty(), True: Novelty()}


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page(role: str, memory, novelties, page_for, live_site, outside, settings) -> None:
    settings.PACES_FACTOR = 100
    scene = outside(Scene, role)
    member = outside(scene.who, role)
    # The outsider comes to the page that asks for a password again, the others to what is behind it.
    client = outside(signed_in, member, is_just_now=role != "outsider")
    page = page_for(None)
    page.context.add_cookies(
        [{"name": key, "value": one.value, "url": live_site.url} for key, one in client.cookies.items()]
    )
    # Low energy changes letters, room and the list of places, but no colour: the host's walk has seen those.
    examiner = Examiner(page, memory, is_light_enough=role == "tired")
    novelty, in_plain_letters = novelties[role == "tired"], novelties[False]
    complaints: dict[str, list[str]] = {}
    opened = []

    def look(address: str) -> Seen:
        markup, status = outside(read, client, address)
        if status != 200:
            complaints[address] = [f"answers {status}"]
        if novelty.is_in(markup.text):
            opened.append(address)
            answer = page.goto(address)
            if answer.status != 200 or page.url.split("#")[0] != (live_site.url + markup.address).split("#")[0]:
                complaints[address] = [f"the browser comes to {page.url}: {answer.status}"]
            is_known = role == "tired" and not in_plain_letters.is_in(markup.text)
            if found := [*examiner.complaints(are_places_alone=is_known), *illegible(page)]:
                complaints[page.url] = found
        return Seen(live_site.url + markup.address, markup.links)

    walk(outside(scene.starts, role), look)
    assert complaints == {}, pformat(complaints, width=200)
    assert opened


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
