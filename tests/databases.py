"""The databases of a test run: tables are made once, by the first test process that needs them, and then copied."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import setup_databases

from tests import processes


@pytest.fixture(scope="session")
def run_folder(request) -> Path:
    """One folder for all processes of this test run."""
    return processes.shared_folder(request.config)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, run_folder: Path) -> str:
    """This test process works on a copy; the value is the database with all tables that it was copied from."""
    with django_db_blocker.unblock():
        return work_on_a_copy(run_folder, processes.name_of_this())


def once(mark: Path, make: Callable[[], str]) -> str:
    """What `make` gave to the first test process that asked; the others wait meanwhile."""
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            mark.write_text(make())
        return mark.read_text()


def work_on_a_copy(run_folder: Path, copy: str) -> str:
    """Let this test process use the copy of that name; gives the database it was copied from, which stays empty."""
    if connection.vendor == "sqlite":
        # A file, because the live site's threads have connections of their own.
        connection.settings_dict["TEST"]["NAME"] = str(run_folder / "test.sqlite3")
    original = once(run_folder / f"tables-{connection.vendor}", make_tables)
    connection.settings_dict["NAME"] = original
    connection.creation.clone_test_db(copy, verbosity=0, autoclobber=True)
    connection.settings_dict.update(connection.creation.get_test_db_clone_settings(copy))
    return original


def make_tables() -> str:
    setup_databases(verbosity=0, interactive=False)
    connection.close()
    return connection.settings_dict["NAME"]
