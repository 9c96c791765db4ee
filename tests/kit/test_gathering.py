"""Gatherers hear many events at once, a moment later; what they have not heard stays undelivered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from kit import delivery, hearing
from kit.events import announce, deliver_due, gather, on

pytestmark = pytest.mark.django_db

TICK = timedelta(seconds=1)


@dataclass(frozen=True)
class LetterPosted:
    letter: int


@pytest.fixture
def heard(monkeypatch) -> list[object]:
    """What a listener and a gatherer of posted letters hear: a number, and lists of numbers."""
    for place in ("_listeners", "_gatherers", "_classes"):
        monkeypatch.setattr(hearing, place, {})
    told: list[object] = []

    @on(LetterPosted)
    def read_it(event: LetterPosted) -> None:
        told.append(event.letter)

    @gather(LetterPosted)
    def read_them(events: list[LetterPosted]) -> None:
        told.append([event.letter for event in events])

    return told


def post(*letters: int) -> None:
    with transaction.atomic():
        for letter in letters:
            announce(LetterPosted(letter=letter))


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now().replace(microsecond=100_000), tick=False) as travelling:
        yield travelling


def test_without_a_tick_all_are_told_together_in_their_order(heard):
    post(1, 2, 3)
    deliver_due()
    assert heard == [1, 2, 3, [1, 2, 3]]
    assert not delivery.undelivered().exists()


def test_what_is_committed_within_a_tick_is_gathered_and_stays_undelivered_until_then(heard, clock):
    post(1)
    deliver_due(tick=TICK)
    clock.shift(0.5)
    post(2)
    deliver_due(tick=TICK)
    assert heard == [1, 2]
    assert delivery.undelivered().count() == 2
    clock.shift(0.5)
    deliver_due(tick=TICK)
    assert heard == [1, 2, [1, 2]]
    assert not delivery.undelivered().exists()


def test_a_bad_event_does_not_hide_the_others(heard, clock, caplog):
    bad = {2}

    def choose(events: list[LetterPosted]) -> None:
        letters = {event.letter for event in events}
        if letters & bad:
            raise ValueError("torn")
        heard.append(("kept", letters))

    gather(LetterPosted)(choose)
    post(1, 2)
    deliver_due()
    assert ("kept", {1}) in heard
    assert delivery.undelivered().count() == 1
    assert "torn" in caplog.text
    bad.clear()
    clock.shift(10_000)
    del heard[:]
    deliver_due()
    assert heard == [("kept", {2})], "whoever heard it is not told again"
    assert not delivery.undelivered().exists()


def test_an_event_that_is_only_gathered_waits_too(monkeypatch, heard, clock):
    monkeypatch.setattr(hearing, "_listeners", {})
    post(1)
    deliver_due(tick=TICK)
    assert heard == []
    clock.shift(1)
    deliver_due(tick=TICK)
    assert heard == [[1]]


def test_a_gatherer_needs_a_dataclass():
    with pytest.raises(TypeError, match="is no dataclass"):
        gather(int)(print)
