"""Passkeys where there can be none: under a number instead of a name."""

from playwright.sync_api import expect


def test_under_a_number_the_page_says_to_use_the_name(page, live_site) -> None:
    """Browsers keep passkeys for names, so trying again would never help."""
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    words = page.locator("#passkey [role=alert]")
    expect(words).to_contain_text("Browsers keep passkeys for names")
    assert "once more" not in words.inner_text()
    link = words.get_by_role("link")
    assert link.get_attribute("href") == live_site.url.replace("127.0.0.1", "localhost") + "/accounts/login/"
