"""Every kind of page by plain requests: it is there, it is sound HTML, and its forms lead somewhere."""

from pprint import pformat

import pytest

from tests.crawl.markup import Markup, complaints_about
from tests.crawl.places import Seen, walk
from tests.crawl.scene import ROLES, Scene, signed_in

pytestmark = pytest.mark.django_db
ORIGIN = "http://testserver"


@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_sound_without_javascript(role: str, settings) -> None:
    settings.PACES_FACTOR = 100
    scene = Scene()
    client = signed_in(scene.who(role))
    complaints: dict[str, list[str]] = {}

    def look(address: str) -> Seen:
        answer = client.get(address, follow=True)
        end = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        markup = Markup(answer.text, end)
        found = complaints_about(markup)
        if answer.status_code != 200:
            found.append(f"answers {answer.status_code}")
        if found:
            complaints[address] = found
        return Seen(ORIGIN + end, markup.links)

    met = walk(scene.starts(role), look)
    assert complaints == {}, pformat(complaints)
    assert len(met) > 8
