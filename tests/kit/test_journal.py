"""The journal: announced with the change, heard after it, by everyone, whatever fails."""

import logging
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kit import delivery, hearing
from kit.events import announce, deliver_due, on
from kit.models import JournalEntry, TaskKey

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class BellRang:
    door: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class DoorOpened:
    door: int


@pytest.fixture(autouse=True)
def _own_listeners(monkeypatch):
    """Listeners of one test are none of another's."""
    monkeypatch.setattr(hearing, "_listeners", {})
    monkeypatch.setattr(hearing, "_classes", {})


def ring(door: int = 1) -> None:
    with transaction.atomic():
        announce(BellRang(door=door))


def later(seconds: float) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=True)


@pytest.mark.django_db(transaction=True)
def test_announcing_outside_a_transaction_is_an_error_that_says_so():
    with pytest.raises(RuntimeError, match="kit.BellRang was announced outside a transaction"):
        announce(BellRang(door=1))


def test_announcing_costs_one_insert():
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        announce(BellRang(door=1))
    statements = [query["sql"].split()[0] for query in queries]
    assert [word for word in statements if word not in {"SAVEPOINT", "RELEASE"}] == ["INSERT"]


def test_an_event_is_named_after_its_room_and_class():
    ring()
    assert JournalEntry.objects.get().name == "kit.BellRang"


def test_an_event_goes_with_the_change_that_was_taken_back():
    with transaction.atomic():
        announce(BellRang(door=1))
        transaction.set_rollback(True)
    assert not JournalEntry.objects.exists()


def test_a_listener_hears_the_event_as_it_was_announced():
    heard = []
    on(BellRang)(heard.append)
    with transaction.atomic():
        announce(BellRang(door=7, names=("Ada", "Ben")))
    assert deliver_due() == 1
    assert heard == [BellRang(door=7, names=("Ada", "Ben"))]


def test_a_listener_may_hear_several_kinds_of_event():
    heard = []
    on(BellRang, DoorOpened)(heard.append)
    with transaction.atomic():
        announce(BellRang(door=1))
        announce(DoorOpened(door=1))
    deliver_due()
    assert heard == [BellRang(door=1), DoorOpened(door=1)]


def test_something_else_than_a_dataclass_can_not_be_listened_to():
    with pytest.raises(TypeError, match="int is no dataclass"):
        on(int)(print)


def test_events_are_heard_in_the_order_of_their_announcement():
    heard = []
    on(BellRang)(lambda event: heard.append(event.door))
    for door in (3, 1, 2):
        ring(door)
    deliver_due()
    assert heard == [3, 1, 2]


def test_what_was_delivered_is_not_delivered_again():
    heard = []
    on(BellRang)(heard.append)
    ring()
    deliver_due()
    assert deliver_due() == 0
    assert len(heard) == 1
    assert JournalEntry.objects.get().delivered_at is not None


def test_an_event_that_nobody_listens_to_is_kept_and_counts_as_delivered():
    ring()
    assert deliver_due() == 0
    assert JournalEntry.objects.get().delivered_at is not None


def test_what_a_listener_announces_is_delivered_in_the_same_go():
    heard = []
    on(DoorOpened)(heard.append)
    on(BellRang)(lambda event: announce(DoorOpened(door=event.door)))
    ring(5)
    deliver_due()
    assert heard == [DoorOpened(door=5)]


def test_at_most_the_limit_is_delivered_at_once():
    on(BellRang)(lambda event: None)
    for _ in range(5):
        ring()
    assert deliver_due(limit=2) == 2
    assert delivery.undelivered().count() == 3


def test_a_failing_listener_does_not_keep_others_from_hearing(caplog):
    heard = []

    @on(BellRang)
    def stumble(event: BellRang) -> None:
        raise OSError("the wire is cut")

    on(BellRang)(heard.append)
    ring()
    deliver_due()
    assert len(heard) == 1
    assert "the wire is cut" in caplog.text
    assert "Traceback" in JournalEntry.objects.get().last_error


@pytest.mark.usefixtures("caplog")
def test_only_the_one_who_failed_is_told_again():
    heard, failures = [], [OSError("the wire is cut")]

    @on(BellRang)
    def stumble_once(event: BellRang) -> None:
        if failures:
            raise failures.pop()
        heard.append("stumbler")

    @on(BellRang)
    def listen(event: BellRang) -> None:
        heard.append("listener")

    ring()
    deliver_due()
    assert heard == ["listener"]
    assert deliver_due() == 0, "told again without a pause"
    with later(seconds=10):
        assert deliver_due() == 1
    assert heard == ["listener", "stumbler"]
    entry = JournalEntry.objects.get()
    assert (entry.delivered_at is not None, entry.last_error, entry.attempts) == (True, "", 2)


def test_a_listener_that_fails_leaves_nothing_half_done(caplog):
    @on(BellRang)
    def write_and_stumble(event: BellRang) -> None:
        TaskKey.objects.create(key="half", result_id="0" * 32)
        raise OSError("the wire is cut")

    ring()
    deliver_due()
    assert not TaskKey.objects.exists()


def test_an_entry_that_can_not_be_read_any_more_waits_for_someone_to_look(caplog):
    on(BellRang)(print)
    ring()
    JournalEntry.objects.update(payload={"gate": 1})
    deliver_due()
    assert "unexpected keyword argument" in JournalEntry.objects.get().last_error


def test_pauses_grow_up_to_an_hour():
    pauses = [delivery.pause_after(attempts).total_seconds() for attempts in range(1, 10)]
    assert 4 <= pauses[0] <= 6
    assert all(quick < slow for quick, slow in zip(pauses[:5], pauses[1:6], strict=True))
    assert all(2880 <= pause <= 4320 for pause in pauses[5:])


def test_what_failed_often_is_stuck_and_still_not_lost(caplog):
    caplog.set_level(logging.CRITICAL)

    @on(BellRang)
    def stumble(event: BellRang) -> None:
        raise OSError("the wire is cut")

    ring()
    moment = timezone.now()
    for _ in range(delivery.STUCK_AFTER):
        assert not delivery.stuck().exists()
        with time_machine.travel(moment, tick=True):
            assert deliver_due() == 1
        moment += timedelta(hours=2)
    assert delivery.stuck().count() == 1
    with time_machine.travel(moment + timedelta(days=90), tick=True):
        delivery.forget_delivered(timedelta(days=14))
        assert deliver_due() == 1


def test_what_one_deliverer_has_claimed_is_not_told_by_another():
    heard = []
    on(BellRang)(heard.append)
    ring()
    assert len(delivery._claim(10)) == 1
    assert deliver_due() == 0
    assert heard == []


def test_what_a_lost_deliverer_had_claimed_is_told_when_its_lease_ends():
    heard = []
    on(BellRang)(heard.append)
    ring()
    delivery._claim(10)
    with later(delivery.LEASE.total_seconds() + 1):
        assert deliver_due() == 1
    assert len(heard) == 1


def test_a_deliverer_that_stops_gives_back_what_it_did_not_get_to():
    heard = []
    on(BellRang)(heard.append)
    for door in range(3):
        ring(door)
    deliver_due(stopping=lambda: bool(heard))
    assert len(heard) == 1
    assert set(delivery.undelivered().values_list("attempts", flat=True)) == {0}
    assert deliver_due() == 2


def test_a_slow_round_keeps_its_lease(monkeypatch):
    """With a lease of no time at all every entry counts as slow: each is written down on its own."""
    monkeypatch.setattr(delivery, "LEASE", timedelta(0))
    delivered = []
    on(BellRang)(lambda event: delivered.append(JournalEntry.objects.filter(delivered_at__isnull=False).count()))
    for door in range(3):
        ring(door)
    deliver_due()
    assert delivered == [0, 1, 2]


def test_a_pass_costs_the_same_number_of_queries_for_one_event_and_for_forty():
    on(BellRang)(lambda event: None)
    for count in (1, 40):
        for _ in range(count):
            ring()
        with CaptureQueriesContext(connection) as queries:
            deliver_due()
        statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
        # Anything due? Claim it, mark it as claimed; mark it as delivered; anything more?
        assert len(statements) == 5, statements


def test_looking_for_nothing_is_one_query_on_the_index_of_the_undelivered():
    with CaptureQueriesContext(connection) as queries:
        assert deliver_due() == 0
    assert len(queries) == 1
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("EXPLAIN QUERY PLAN " + queries[0]["sql"])
            assert "kit_journal_undelivered" in str(cursor.fetchall())


def test_old_delivered_entries_are_forgotten_and_others_kept():
    on(BellRang)(lambda event: None)
    ring()
    deliver_due()
    ring()
    JournalEntry.objects.update(announced_at=timezone.now() - timedelta(days=30))
    assert delivery.forget_delivered(timedelta(days=14)) == 0
    with later(15 * 24 * 3600):
        assert delivery.forget_delivered(timedelta(days=14)) == 1
    assert delivery.undelivered().count() == 1
