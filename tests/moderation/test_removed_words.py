"""Words that were removed are read by their author and the moderators only, whichever page one tries."""

import pytest
from django.urls import reverse

from tests import make
from tests.moderation.scene import browser_of, staged

pytestmark = pytest.mark.django_db


def test_the_page_for_reporting_a_topic_does_not_bring_back_its_removed_first_post() -> None:
    scene = staged()
    page = browser_of(scene.ben.member).get(reverse("moderation:report", args=["topic", scene.post.topic.key]))
    assert "all fools" in page.text
    scene.decide(scene.review())
    page = browser_of(scene.ben.member).get(reverse("moderation:report", args=["topic", scene.post.topic.key]))
    assert page.status_code == 200
    assert "all fools" not in page.text


def test_nobody_else_is_shown_a_removed_chat_message_by_the_page_for_reporting_it() -> None:
    scene = staged()
    entry = make.entry(scene.ada, make.room(scene.group), body="You are all fools.")
    address = reverse("moderation:report", args=["entry", entry.key])
    assert browser_of(scene.ben.member).get(address).status_code == 200
    entry.hidden_at = entry.created_at
    entry.save(update_fields=["hidden_at"])
    assert browser_of(scene.ben.member).get(address).status_code == 404
