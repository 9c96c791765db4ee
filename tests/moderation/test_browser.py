"""The pages of moderation in a real browser."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from kit.events import deliver_due
from moderation.models import Review
from tests.moderation.scene import staged

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_open_queue_shows_a_new_report_by_itself_and_the_moderator_decides(
    page_for: Callable, outside: Callable, expected_errors: list[str]
) -> None:
    expected_errors.append("status of 422")
    scene = staged()
    page = page_for(scene.mara.member)
    page.goto(reverse("moderation:queue"))
    page.get_by_text("Nothing waits for you").wait_for()
    outside(scene.report)
    outside(deliver_due)
    page.get_by_role("link", name="You are all fools.").click()
    page.get_by_label("Hide it", exact=True).check()
    page.get_by_role("button", name="Decide").click()
    page.get_by_role("alert").get_by_text("Tell the author why").wait_for()
    page.get_by_label("Rule", exact=False).first.select_option(index=1)
    page.get_by_label("Reason, in words for the author").fill("It attacks a person.")
    page.get_by_role("button", name="Decide").click()
    page.get_by_text("Everybody concerned is told").wait_for()
    assert Review.objects.get().state == Review.State.DECIDED
