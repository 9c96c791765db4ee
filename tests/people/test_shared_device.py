"""What the next person on a shared device finds of the one before."""

from playwright.sync_api import expect

from tests import make

KEPT = {
    "words topic:a": '{"body": "Mine"}',
    "unsent room face": '["Mine"]',
    "typing room face": '"Mine"',
    "other": "1",
}


def test_signing_out_leaves_no_unsent_words_in_the_browser(live_site, page_for):
    page = page_for(make.member("ada"))
    page.goto("/")
    page.evaluate("kept => Object.entries(kept).forEach(([key, words]) => localStorage.setItem(key, words))", KEPT)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == ["other"]
