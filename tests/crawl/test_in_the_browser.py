"""The site as a real browser shows it, walked by everybody: axe-core finds nothing on any kind of page."""

from pprint import pformat

import pytest

from tests.crawl.axe import Examiner
from tests.crawl.places import Seen, kind_of, walk
from tests.crawl.scene import ROLES, Scene

LINKS = "[...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href'))"


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page(role: str, page_for, outside, settings) -> None:
    settings.PACES_FACTOR = 100
    scene = outside(Scene)
    page = page_for(outside(scene.who, role))
    examiner = Examiner(page)
    complaints: dict[str, list[str]] = {}
    examined: set[str] = set()

    def look(address: str) -> Seen:
        answer = page.goto(address)
        if answer.status != 200:
            complaints[address] = [f"answers {answer.status}"]
        if kind_of(page.url) not in examined and (found := examiner.complaints()):
            complaints[page.url] = found
        examined.add(kind_of(page.url))
        return Seen(page.url, page.evaluate(LINKS))

    walk(outside(scene.starts, role), look)
    assert complaints == {}, pformat(complaints, width=200)
