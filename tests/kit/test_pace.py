"""Pace: so many in such a time, never more, however many ask at once."""

import threading

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from kit.pace import TooFast, spend


@pytest.fixture(autouse=True)
def _paces(settings):
    settings.PACES = {"knock": (3, 60), "sing": (1, 60)}
    settings.PACES_FACTOR = 1
    cache.clear()
    yield
    cache.clear()


def turns(purpose: str, who: object, tries: int) -> int:
    """How many of so many tries are allowed."""
    allowed = 0
    for _ in range(tries):
        try:
            spend(purpose, who)
        except TooFast:
            continue
        allowed += 1
    return allowed


def test_as_many_turns_as_the_limit_are_allowed():
    assert turns("knock", 1, tries=10) == 3


def test_everyone_has_turns_of_their_own():
    assert turns("knock", 1, tries=3) == turns("knock", 2, tries=3) == turns("knock", "ada@example.org", tries=3) == 3


def test_every_purpose_has_turns_of_its_own():
    assert turns("knock", 1, tries=3) == 3
    assert turns("sing", 1, tries=3) == 1


def test_whoever_waits_as_long_as_was_said_has_a_turn_and_not_before():
    with time_machine.travel(1_800_000_001.5, tick=False) as clock:
        assert turns("knock", 1, tries=3) == 3
        with pytest.raises(TooFast) as refusal:
            spend("knock", 1)
        assert 60 <= refusal.value.retry_after <= 66
        clock.shift(59)
        assert turns("knock", 1, tries=1) == 0
        clock.shift(refusal.value.retry_after - 59)
        assert turns("knock", 1, tries=5) == 3


def test_turns_come_back_one_by_one():
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        for _ in range(3):
            assert turns("knock", 1, tries=1) == 1
            clock.shift(13)
        clock.shift(60 + 6 - 39)
        assert turns("knock", 1, tries=3) == 1


def test_a_refused_try_costs_nothing():
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        turns("knock", 1, tries=3)
        for _ in range(6):
            clock.shift(10)
            turns("knock", 1, tries=50)
        clock.shift(6)
        assert turns("knock", 1, tries=5) > 0


def test_refused_tries_do_not_make_the_promised_wait_too_short():
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        turns("knock", 1, tries=3)
        clock.shift(30)
        turns("knock", 1, tries=1)
        clock.shift(36)
        assert turns("knock", 1, tries=3) == 3
        with pytest.raises(TooFast) as refusal:
            spend("knock", 1)
    assert refusal.value.retry_after >= 60


@pytest.mark.parametrize("start", [1_800_000_000 + 0.7 * step for step in range(12)])
def test_no_period_of_the_length_ever_has_more_than_the_limit(start):
    moments = []
    with time_machine.travel(start, tick=False) as clock:
        for second in range(200):
            while turns("knock", 1, tries=1):
                moments.append(start + second)
            clock.shift(1)
    for first in moments:
        assert sum(first <= moment < first + 60 for moment in moments) <= 3
    assert len(moments) >= 9


def test_many_at_the_same_moment_share_the_turns():
    allowed, gate = [], threading.Barrier(8)

    def knock() -> None:
        gate.wait()
        allowed.append(turns("knock", 1, tries=5))

    threads = [threading.Thread(target=knock) for _ in range(8)]
    with time_machine.travel(1_800_000_000, tick=False):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(allowed) == 3


def test_whoever_comes_first_has_a_turn_though_many_who_are_refused_came_at_the_same_moment(monkeypatch):
    """Between counting and looking, nine others count too; they have not given back their turns yet."""
    look = cache.get_many
    monkeypatch.setattr(cache, "get_many", lambda keys: _crowd(keys) or look(keys), raising=False)
    assert turns("knock", 1, tries=1) == 1


def _crowd(keys: dict[str, int]) -> None:
    for key in keys:
        if cache.get(key):
            cache.incr(key, 9)


def test_a_site_may_be_more_generous(settings):
    settings.PACES_FACTOR = 2
    assert turns("knock", 1, tries=10) == 6


def test_an_unknown_purpose_is_an_error_that_names_it():
    with pytest.raises(ImproperlyConfigured, match="no pace for 'dance'"):
        spend("dance", 1)


def test_nobody_can_be_recognised_in_the_cache(monkeypatch):
    keys: list[str] = []
    add = cache.add
    monkeypatch.setattr(cache, "add", lambda key, *rest: keys.append(key) or add(key, *rest), raising=False)
    spend("knock", "ada@example.org")
    spend("knock", "192.0.2.7")
    assert len(set(keys)) == 2
    assert not any("ada" in key or "192" in key for key in keys)


def test_a_cache_that_forgets_lets_people_go_on(monkeypatch):
    monkeypatch.setattr(cache, "add", lambda *_: cache.clear(), raising=False)
    assert turns("knock", 1, tries=2) == 2
