"""From signing up to the first post, and signing in with a passkey: in a real browser, with a letter read."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from groups import actions as group_actions
from people.models import Member
from tests import browser as browsing
from tests import make
from tests.journeys.conftest import letter_to, link_in

DAY = ("light",)  # is enough for pages that have nothing of their own
ADDRESS, PASSWORD = "kim@example.org", "four quiet wooden spoons"


def fill_sign_up(page, *, year: int, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Month of your birth").select_option("May")
    page.get_by_label("Year of your birth").fill(str(year))
    page.get_by_role("main").get_by_role("button", name="Sign up").click()


@pytest.mark.parametrize("has_script", [True, False])
def test_from_an_invitation_to_the_first_post(page_for, village, mailbox, take, expected_errors, has_script, outside):
    """The way they were going is kept through the letter, also when it is opened in another browser."""
    host = outside(make.host_of, village.group)
    invitation = outside(group_actions.invite, host, village.group, uses=1)
    kim = page_for(None, java_script_enabled=has_script)
    kim.goto(f"/invitations/{invitation.key}/")
    kim.get_by_role("main").get_by_role("link", name="I have no account yet").click()
    fill_sign_up(kim, year=1985, password="password12")
    expect(kim.get_by_role("alert")).to_contain_text("most people use")
    if has_script:
        take(kim, "sign-up-refused", looks=DAY)
    fill_sign_up(kim, year=1985)
    expect(kim.get_by_role("heading", level=1)).to_have_text("Look into your e-mail")

    phone = page_for(None, java_script_enabled=has_script)
    phone.goto(link_in(letter_to(mailbox, ADDRESS)))
    phone.get_by_role("button", name="Yes, confirm").click()
    phone.get_by_label("E-mail address").fill(ADDRESS)
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(f"Join {village.group.name}")
    phone.get_by_role("link", name="What I say about health").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("May we keep what you say about health?")
    if has_script:
        take(phone, "consent")
    phone.get_by_label("I agree that you keep").check()
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("What shall people here call you?").fill("Juniper")
    phone.get_by_role("main").get_by_role("button", name="Join", exact=True).click()
    phone.get_by_role("link", name="Topics").click()
    phone.get_by_role("link", name="Start a topic").click()
    phone.get_by_label("Title").fill("Hello from the kitchen")
    phone.get_by_label("What would you like to say or ask?").fill("I wake at three.")
    phone.get_by_role("button", name="Publish").click()
    expect(phone.locator("#post-1")).to_contain_text("I wake at three.")


def test_somebody_too_young_meets_a_kind_page_and_going_back_does_not_help(page_for, village, take):
    kim = page_for(None)
    kim.goto("/accounts/signup/")
    fill_sign_up(kim, year=timezone.localdate().year - 12)
    expect(kim.get_by_text("You did nothing wrong")).to_be_visible()
    take(kim, "too-young")
    kim.go_back()
    if kim.get_by_label("Year of your birth").count():
        fill_sign_up(kim, year=1985)
    expect(kim.get_by_text("You did nothing wrong")).to_be_visible()


# --- A passkey ------------------------------------------------------------------------------------------------------


@pytest.fixture
def device(browser, live_site) -> Iterator[object]:
    """A page in a browser with a built-in passkey reader, under a name: passkeys belong to names, not to numbers."""
    url = live_site.url.replace("127.0.0.1", "localhost")
    watch = browsing.Watch(url)
    context = browser.new_context(base_url=url)
    watch.follow(context)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**reader, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    yield page
    browsing.close_quietly(context)
    assert watch.unexpected() == []


def kim_with_an_account() -> Member:
    member = make.member("kim")
    member.emailaddress_set.create(email=member.email, verified=True, primary=True)
    return member


def test_a_passkey_is_added_and_signs_in_without_a_password(device, outside, take):
    kim = outside(kim_with_an_account)
    device.goto("/accounts/login/")
    device.get_by_label("E-mail address").fill(kim.email)
    device.get_by_label("Password", exact=True).fill(make.PASSWORD)
    take(device, "sign-in", looks=DAY)
    device.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    device.goto("/me/")
    take(device, "me")
    device.get_by_role("link", name="Passkeys and second step").click()
    take(device, "second-step")
    device.get_by_role("link", name="Add a passkey").click()
    device.get_by_label("Password", exact=True).fill(make.PASSWORD)
    device.get_by_role("button", name="Go on").click()
    device.get_by_label("Name of this passkey").fill("My phone")
    take(device, "add-a-passkey", looks=DAY)
    device.get_by_role("button", name="Add it").click()
    expect(device.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    take(device, "recovery-codes", looks=DAY)
    device.get_by_role("button", name="Sign out").first.click()
    expect(device.get_by_role("link", name="Sign in").first).to_be_visible()

    device.goto("/accounts/login/?next=/notices/")
    device.get_by_role("button", name="Sign in with a passkey").click()
    expect(device.get_by_role("heading", level=1)).to_have_text("Notices")
    device.goto("/accounts/2fa/webauthn/")
    expect(device.get_by_role("heading", name="My phone")).to_be_visible()
    take(device, "my-passkeys", looks=DAY)
    device.goto("/me/sign-ins/")
    expect(device.get_by_role("heading", name="Chrome on Linux")).to_be_visible()
    take(device, "sign-ins")


def test_with_a_passkey_the_password_alone_is_not_enough(device, outside, take):
    kim = outside(kim_with_an_account)
    device.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    sign_in_with_password(device, kim)
    device.get_by_label("Password", exact=True).fill(make.PASSWORD)
    device.get_by_role("button", name="Go on").click()
    device.get_by_role("button", name="Add it").click()
    expect(device.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    device.get_by_role("button", name="Sign out").first.click()
    device.goto("/accounts/login/")
    sign_in_with_password(device, kim)
    expect(device.get_by_role("heading", level=1)).to_have_text("One more step")
    take(device, "one-more-step", looks=DAY)
    device.get_by_role("button", name="Use my passkey").click()
    expect(device.get_by_role("link", name="Notices").first).to_be_visible()


def sign_in_with_password(page, member: Member) -> None:
    page.get_by_label("E-mail address").fill(member.email)
    page.get_by_label("Password", exact=True).fill(make.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
