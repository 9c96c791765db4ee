"""Faults of the journal, with real processes on a real database: nothing committed is ever lost."""

import signal
from collections import Counter

WATER = """
import os, signal
from django.db import transaction
from kit.events import announce
from tests.kit.garden.events import PlantWatered
with transaction.atomic():
    for plant_id in range({count}):
        announce(PlantWatered(plant_id=plant_id))
    {inside}
{after}
"""
COUNT = """
from kit.delivery import undelivered
print("waiting", undelivered().count())
"""
KILL_ME = "os.kill(os.getpid(), signal.SIGKILL)"
LEASE_ENDS = """
from django.utils import timezone
from kit.delivery import undelivered
undelivered().update(due_at=timezone.now())
"""


def water(count: int = 1, *, inside: str = "pass", after: str = "") -> str:
    return WATER.format(count=count, inside=inside, after=after)


def test_killed_between_commit_and_delivery_everything_is_delivered_by_the_next(small_site):
    _, code = small_site.python(water(3, after=KILL_ME))
    assert code == -signal.SIGKILL
    assert small_site.lines() == []
    assert "Delivered: 3" in small_site.run("deliver")
    assert [line.split()[1] for line in small_site.lines()] == ["0", "1", "2"]
    assert "Delivered: 0" in small_site.run("deliver")


def test_killed_before_the_commit_nothing_was_announced(small_site):
    _, code = small_site.python(water(3, inside=KILL_ME))
    assert code == -signal.SIGKILL
    assert "Delivered: 0" in small_site.run("deliver")


def test_a_deliverer_killed_in_the_middle_leaves_the_entry_for_the_next(small_site):
    small_site.python(water(2))
    deliverer = small_site.start("deliver", DAWDLE="60")
    small_site.wait_for("dawdling")
    deliverer.send_signal(signal.SIGKILL)
    deliverer.wait()
    assert "waiting 2" in small_site.python(COUNT)[0]
    assert "Delivered: 0" in small_site.run("deliver"), "another might still be at it: its lease has not ended"
    small_site.python(LEASE_ENDS)
    assert "Delivered: 2" in small_site.run("deliver")
    assert Counter(line.split()[1] for line in small_site.lines() if line.startswith("heard")) == {"0": 2, "1": 1}


def test_several_deliverers_at_once_tell_everything_exactly_once(small_site):
    small_site.python(water(60))
    deliverers = [small_site.start("deliver", DAWDLE="0.01") for _ in range(3)]
    assert [deliverer.wait(60) for deliverer in deliverers] == [0, 0, 0]
    assert "waiting 0" in small_site.python(COUNT)[0]
    heard = Counter(line.split()[1] for line in small_site.lines() if line.startswith("heard"))
    assert heard == {str(plant_id): 1 for plant_id in range(60)}


def test_a_watching_deliverer_hears_other_processes_and_stops_when_asked(small_site):
    deliverer = small_site.start_anew("deliver", "--watch", "--every", "0.1")
    small_site.python(water(1))
    small_site.wait_for("heard 0")
    deliverer.send_signal(signal.SIGTERM)
    assert deliverer.wait(5) == 0
    assert "waiting 0" in small_site.python(COUNT)[0]


def test_a_watching_deliverer_asked_to_stop_gives_back_what_it_has_not_told(small_site):
    small_site.python(water(5))
    deliverer = small_site.start("deliver", "--watch", DAWDLE="0.5")
    small_site.wait_for("dawdling")
    deliverer.send_signal(signal.SIGTERM)
    assert deliverer.wait(5) == 0
    told = sum(line.startswith("heard") for line in small_site.lines())
    assert told < 5
    assert f"Delivered: {5 - told}" in small_site.run("deliver")
