"""What those who operate the site see of the journal: what is stuck first, why, and a way to try again."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.delivery import STUCK_AFTER
from kit.models import JournalEntry

pytestmark = pytest.mark.django_db
JOURNAL = "admin:kit_journalentry_changelist"


@pytest.fixture
def operator(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("operator@example.org", "a long and quiet sentence"))
    return client


@pytest.fixture
def stuck() -> JournalEntry:
    return JournalEntry.objects.create(
        name="garden.PlantWatered",
        payload={"plant_id": 7},
        attempts=STUCK_AFTER,
        due_at=timezone.now() + timedelta(hours=1),
        last_error="Traceback\nOSError: the wire is cut",
    )


@pytest.fixture
def others() -> list[JournalEntry]:
    waiting = JournalEntry.objects.create(name="garden.SeedSown", payload={}, attempts=1)
    delivered = JournalEntry.objects.create(name="garden.TreeFelled", payload={}, delivered_at=timezone.now())
    return [waiting, delivered]


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", {"PlantWatered"}),
        ("waiting", {"PlantWatered", "SeedSown"}),
        ("delivered", {"TreeFelled"}),
        ("all", {"PlantWatered", "SeedSown", "TreeFelled"}),
    ],
)
def test_the_journal_shows_what_is_stuck_unless_asked_for_more(operator, stuck, others, state, shown):
    page = operator.get(reverse(JOURNAL), {"state": state} if state else {}).content.decode()
    assert {name for name in ("PlantWatered", "SeedSown", "TreeFelled") if name in page} == shown


def test_the_error_is_shown_with_what_is_stuck(operator, stuck):
    assert "OSError: the wire is cut" in operator.get(reverse(JOURNAL)).content.decode()
    page = operator.get(reverse("admin:kit_journalentry_change", args=[stuck.pk])).content.decode()
    assert "Traceback" in page


def test_what_is_stuck_can_be_tried_again_now(operator, stuck):
    operator.post(reverse(JOURNAL), {"action": "try_again_now", "_selected_action": [stuck.pk]})
    stuck.refresh_from_db()
    assert stuck.due_at <= timezone.now()


def test_what_was_delivered_is_not_made_due_again(operator, others):
    _, delivered = others
    before = delivered.due_at
    operator.post(f"{reverse(JOURNAL)}?state=all", {"action": "try_again_now", "_selected_action": [delivered.pk]})
    delivered.refresh_from_db()
    assert delivered.due_at == before


def test_the_journal_can_neither_be_written_nor_deleted_by_hand(operator, stuck):
    assert operator.get(reverse("admin:kit_journalentry_add")).status_code == 403
    assert operator.post(reverse("admin:kit_journalentry_delete", args=[stuck.pk])).status_code == 403
    operator.post(reverse("admin:kit_journalentry_change", args=[stuck.pk]), {"name": "garden.Other"})
    stuck.refresh_from_db()
    assert stuck.name == "garden.PlantWatered"


def test_a_stranger_does_not_see_the_journal(client, stuck):
    assert client.get(reverse(JOURNAL)).status_code == 302
