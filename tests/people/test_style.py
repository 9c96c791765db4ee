"""The page that shows every piece: for builders only, sound in every look."""

import pytest
from django.urls import reverse

from config import style
from config import urls as site_urls
from tests.people.test_pages import check

pytestmark = pytest.mark.django_db
urlpatterns = [*site_urls.urlpatterns, *style.urlpatterns]  # this module stands for the site's addresses with DEBUG
PIECES = [
    *("button button-quiet", "button button-danger", "hint", "error-links", "field-invalid", "notice notice-warn"),
    "card",
    *("topic-list", "post-body", "entry entry-mine", "avatar", "badge badge-new", "tabs", "menu-list", "<dialog"),
    *("pagination", "empty", "skeleton", "<progress", "data-close-answers", "table-frame", "timeline", "steps"),
]


def test_the_page_of_pieces_is_not_there_for_people(client) -> None:
    assert client.get("/style/").status_code == 404


@pytest.mark.urls("tests.people.test_style")
@pytest.mark.parametrize("theme", ["", "light", "dark", "contrast"])
@pytest.mark.parametrize("energy", ["", "low"])
def test_every_piece_is_shown_in_every_look(client, theme: str, energy: str) -> None:
    page = client.get(reverse("style"), {"theme": theme, "energy": energy})
    check(page)
    assert [piece for piece in PIECES if piece not in page.text] == []
    assert (f'data-theme="{theme}"' in page.text) is bool(theme)
    assert ('data-energy="low"' in page.text) is bool(energy)
