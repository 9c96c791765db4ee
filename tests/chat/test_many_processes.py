"""Several processes that meet in Redis: what one says, the seats of the other hear; and Redis may die meanwhile."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from kit import live
from tests import make
from tests.chat.conftest import Place
from tests.chat.tabs import Tab

pytestmark = pytest.mark.scaled

TabOf = Callable[..., Tab]
ANOTHER_PROCESS = """
import django
django.setup()
from kit import live
for number in range(5):
    live.tell({channel!r}, f"news {{number}}")
"""


def test_a_process_without_a_loop_is_heard_by_the_seats_of_another(live_here: Place, tab_of: TabOf) -> None:
    ben = tab_of(live_here.ben)
    subprocess.run([sys.executable, "-c", ANOTHER_PROCESS.format(channel=ben.channel)], check=True, timeout=60)
    assert [ben.hear()["news"] for _ in range(5)] == [f"news {number}" for number in range(5)]


def test_what_this_process_says_is_heard_once_though_redis_brings_it_back(live_here: Place, tab_of: TabOf) -> None:
    ben = tab_of(live_here.ben)
    live.tell(ben.channel, "once")
    assert [heard["news"] for heard in ben.hear_all()] == ["once"]


def test_messages_of_the_same_process_do_not_wait_for_redis(live_here: Place, tab_of: TabOf) -> None:
    ada, ben = tab_of(live_here.ada), tab_of(live_here.ben)
    began = time.monotonic()
    for number in range(10):
        ada.say(str(number), f"k{number}")
    ben.hear_up_to(10)
    assert time.monotonic() - began < 5
    make.entry(live_here.mara, live_here.room)
    ben.hear_up_to(11)
