"""One run for both scales: a process has the settings of its scale, whichever its run was started on."""

import os
import pickle
import subprocess
import sys
from copy import deepcopy

import pytest
from channels.layers import get_channel_layer
from django.conf import settings
from django.core.cache import caches
from django.db import connections

from tests import scales, services
from tests.fork_server import REPOSITORY
from tests.processes import ALONE, KIND, ONLY_KIND
from tests.seconds import SECONDS
from tests.settings import number_in_redis

TELLS_ITS_SETTINGS = """
import pickle, sys
from django.conf import settings
from django.db import connections
from django.test.utils import setup_test_environment
setup_test_environment(debug=False)
connections.settings  # fills in what is not said
every = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
sys.stdout.buffer.write(pickle.dumps(every))
"""


def test_a_process_has_exactly_the_settings_of_one_that_is_started_on_its_scale(db) -> None:
    """In a run of both scales this process was forked from one that has loaded those of SQLite."""
    started = subprocess.run(
        [sys.executable, "-c", TELLS_ITS_SETTINGS],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    )
    wanted, given = pickle.loads(started.stdout), deepcopy(every_setting())
    for database in (wanted["DATABASES"]["default"], given["DATABASES"]["default"]):
        # Each process works on a copy; see tests/databases.py.
        del database["NAME"], database["TEST"]["NAME"]
    assert {name: given[name] for name in given if name not in wanted or given[name] != wanted[name]} == {}
    assert set(given) == set(wanted)


def test_no_two_processes_have_the_same_number_in_redis() -> None:
    names = [ALONE, *(f"p{place}" for place in range(services.REDIS_NUMBERS - 1))]
    assert {number_in_redis(name) for name in names} == set(range(services.REDIS_NUMBERS))
    with pytest.raises(RuntimeError, match="p1023 is one test process too many"):
        number_in_redis("p1023")


def every_setting() -> dict[str, object]:
    return {name: getattr(settings, name) for name in dir(settings) if name.isupper()}


def test_a_process_is_of_the_scale_that_its_reports_name(pytestconfig) -> None:
    assert pytestconfig.stash.get(KIND, ONLY_KIND) in (ONLY_KIND, scales.scale_of_this())


def test_a_process_works_with_what_its_settings_say(db) -> None:
    connection = connections["default"]
    assert connection.settings_dict is settings.DATABASES["default"]
    assert type(connection).__module__ == f"{settings.DATABASES['default']['ENGINE']}.base"
    assert connection.vendor == ("postgresql" if scales.scale_of_this() == scales.SCALED else "sqlite")
    for made, of in [(caches["default"], settings.CACHES), (get_channel_layer(), settings.CHANNEL_LAYERS)]:
        assert f"{type(made).__module__}.{type(made).__name__}" == of["default"]["BACKEND"]


def test_what_is_known_to_take_long_is_there() -> None:
    assert [name for name in SECONDS if not (scales.TESTS / name).exists()] == []
