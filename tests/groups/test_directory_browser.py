"""Back to a search, in a real browser: the box holds the words that the results are for."""

import pytest
from playwright.sync_api import expect

from tests import make


@pytest.mark.parametrize("scripts", [False, True])
@pytest.mark.parametrize("is_member", [False, True])
def test_after_back_the_box_holds_the_words_of_the_results(page_for, live_site, scripts, is_member):
    make.group("Breathing Space", other_names="wheeze")
    page = page_for(make.member("ada") if is_member else None, java_script_enabled=scripts)
    page.goto("/groups/?q=wheezing")
    box = page.get_by_label("What is it about?")
    box.fill("knitting")
    page.get_by_role("button", name="Show groups").click()
    expect(page.get_by_text("No group fits this yet.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("link", name="Breathing Space")).to_be_visible()
    expect(box).to_have_value("wheezing")
