"""The deliverer: a thread of the one process that is woken by commits."""

import threading
from dataclasses import dataclass

import pytest
from django.db import OperationalError, transaction

from kit import deliverer, delivery, hearing
from kit.deliverer import Deliverer
from kit.events import announce, on

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class LampLit:
    lamp: int


@pytest.fixture
def heard(monkeypatch):
    """Set as soon as a lamp was heard of."""
    monkeypatch.setattr(hearing, "_listeners", {})
    monkeypatch.setattr(hearing, "_classes", {})
    signal = threading.Event()
    on(LampLit)(lambda event: signal.set())
    return signal


@pytest.fixture
def running():
    """A deliverer that by itself looks only once in a minute."""
    running = Deliverer(every=60)
    running.start()
    yield running
    running.stop()
    assert not running._thread.is_alive()


def light_a_lamp():
    with transaction.atomic():
        announce(LampLit(lamp=1))


def test_a_commit_wakes_the_deliverer(heard, running):
    light_a_lamp()
    assert heard.wait(60)


def test_without_a_commit_nothing_is_heard(heard, running):
    with transaction.atomic():
        announce(LampLit(lamp=1))
        transaction.set_rollback(True)
    assert not heard.wait(0.3)


def test_what_other_processes_committed_is_found_by_looking(heard):
    light_a_lamp()
    delivery.bell.clear()
    looking = Deliverer(every=0.05)
    looking.start()
    assert heard.wait(60)
    looking.stop()


def test_the_deliverer_outlives_a_database_that_is_away(heard, monkeypatch, caplog):
    monkeypatch.setattr(deliverer, "PATIENCE", 0.05)
    failures = [OperationalError("the server is gone"), OperationalError("the server is gone")]

    def deliver(**options):
        if failures:
            raise failures.pop()
        return delivery.deliver_due(**options)

    monkeypatch.setattr(deliverer, "deliver_due", deliver)
    light_a_lamp()
    looking = Deliverer(every=0.05)
    looking.start()
    assert heard.wait(60)
    looking.stop()
    assert "the server is gone" in caplog.text


def test_a_stopped_deliverer_can_be_started_again(heard, running):
    running.stop()
    light_a_lamp()
    running.start()
    assert heard.wait(60)
