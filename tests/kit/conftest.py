"""Programs of the small site: real processes on a real database, which are killed."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.databases import once
from tests.fork_server import ForkServer
from tests.own_site import OwnSite, outcome_of
from tests.processes import name_of_this

PATIENCE = 30


class SmallSite(OwnSite):
    """A site with the kit alone on a database of its own; its programs write into a logbook."""

    def __init__(self, folder: Path, server: ForkServer) -> None:
        super().__init__(folder, server)
        self.logbook = folder / "logbook"
        self.logbook.touch()

    def lines(self) -> list[str]:
        return self.logbook.read_text().splitlines()

    def wait_for(self, line: str, *, times: int = 1) -> None:
        self.wait_until(lambda: sum(known.startswith(line) for known in self.lines()) >= times, line)

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}; the logbook says {self.lines()}"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def small_server() -> Iterator[ForkServer]:
    """Forks programs of the small site, each in the folder in which it is started."""
    own = f"test_small_{name_of_this()}"
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DAWDLE"},
        "DJANGO_SETTINGS_MODULE": "tests.kit.small_site",
        "KIT_DATABASE_URL": called(own) if is_on_postgres() else "sqlite:///small.sqlite3",
        "LOGBOOK": "logbook",
    }
    with closing(ForkServer(environment, "import django; django.setup()")) as server:
        yield server


@pytest.fixture(scope="session")
def small_tables(small_server: ForkServer, run_folder: Path) -> str:
    """Address of a database of the small site with nothing in its tables, to be copied."""

    def make() -> str:
        address = called("test_small") if is_on_postgres() else f"sqlite:///{run_folder / 'small.sqlite3'}"
        if is_on_postgres():
            create(address, "template1")
        site = SmallSite(run_folder, small_server)
        said, code = outcome_of(site.start_anew("migrate", "--verbosity", "0", KIT_DATABASE_URL=address))
        assert code == 0, said
        return address

    return once(run_folder / f"small-tables-{connection.vendor}", make)


@pytest.fixture
def small_site(tmp_path: Path, small_server: ForkServer, small_tables: str) -> Iterator[SmallSite]:
    """A small site on a database of its own."""
    original = urlsplit(small_tables).path
    if is_on_postgres():
        create(small_server.environment["KIT_DATABASE_URL"], original.strip("/"))
    else:
        shutil.copy(original, tmp_path / "small.sqlite3")
    with closing(SmallSite(tmp_path, small_server)) as site:
        yield site


def is_on_postgres() -> bool:
    return connection.vendor == "postgresql"


def called(name: str) -> str:
    """Address of the database of that name, on the server the tests run on."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def create(address: str, template: str) -> None:
    """A copy of the template, instead of what may be left of an earlier run."""
    name = urlsplit(address).path.strip("/")
    with psycopg.connect(called("postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
