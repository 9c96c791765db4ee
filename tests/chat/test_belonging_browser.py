"""An open room of a public group, and somebody who may not write there any more, or may again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from groups import actions as group_actions
from groups.models import Group, Membership
from tests import make

pytestmark = pytest.mark.browser


def open_group() -> tuple[Group, Membership, str]:
    group = make.group("Sore feet", visibility="open", kind="interest")
    return group, make.face(make.member("ada"), group, "Heron"), make.room(group).key


def field_of(page: Page) -> object:
    return page.get_by_label("Your message", exact=True)


def opened(page: Page, key: str) -> Page:
    page.goto(f"/rooms/{key}/")
    expect(page.locator("#live-status")).to_have_text("Connected")
    return page


def test_a_removed_member_reads_so_and_keeps_the_words(live_site, page_for: Callable, outside: Callable) -> None:
    group, ada, key = outside(open_group)
    page = opened(page_for(ada.member), key)
    field_of(page).fill("I did not mean that")
    outside(group_actions.remove, outside(make.host_of, group), ada)
    expect(page.locator("#say-refused")).to_contain_text("Only members of the group can write here.")
    expect(page.get_by_role("button", name="Send")).to_be_hidden()
    expect(field_of(page)).to_have_value("I did not mean that")
    expect(field_of(page)).not_to_be_editable()
    field_of(page).press("Enter")
    expect(page.locator(".entry")).to_have_count(0)


def test_somebody_silenced_reads_until_when_and_writes_again_afterwards(
    live_site, page_for: Callable, outside: Callable
) -> None:
    group, ada, key = outside(open_group)
    host, page = outside(make.host_of, group), opened(page_for(ada.member), key)
    tomorrow = timezone.now() + timedelta(days=1)
    outside(group_actions.silence, host, ada, until=tomorrow, reason="A calmer day.")
    expect(page.locator("#say-refused")).to_contain_text("write again from")
    expect(field_of(page)).to_be_hidden()
    outside(group_actions.lift_silence, host, ada)
    expect(page.locator("#say-refused")).to_have_count(0)
    field_of(page).fill("Good morning")
    field_of(page).press("Enter")
    expect(page.locator(".entry")).to_have_count(1)
