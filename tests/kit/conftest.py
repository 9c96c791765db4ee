"""Programs of the small site: started as real processes on a real database, and killed."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE = 30


class SmallSite:
    """A site with the kit alone on a database of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.logbook = folder / "logbook"
        self.logbook.touch()
        self.started: list[subprocess.Popen] = []
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DAWDLE"},
            "DJANGO_SETTINGS_MODULE": "tests.kit.small_site",
            "KIT_DATABASE_URL": database_url,
            "LOGBOOK": str(self.logbook),
            "PYTHONPATH": str(REPOSITORY),
        }

    def start(self, *command: str, **environment: str) -> subprocess.Popen:
        program = subprocess.Popen(
            [sys.executable, "-m", "django", *command],
            env={**self.environment, **environment},
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.started.append(program)
        return program

    def run(self, *command: str, **environment: str) -> str:
        """Run to the end; the end must be a good one."""
        output, code = self.outcome(*command, **environment)
        assert code == 0, output
        return output

    def outcome(self, *command: str, **environment: str) -> tuple[str, int]:
        program = self.start(*command, **environment)
        output, _ = program.communicate(timeout=PATIENCE * 2)
        return output, program.returncode

    def python(self, code: str, **environment: str) -> tuple[str, int]:
        """Run lines of Python in a fresh process of the site; gives what it printed and its exit code."""
        return self.outcome("shell", "--verbosity", "0", "-c", code, **environment)

    def lines(self) -> list[str]:
        return self.logbook.read_text().splitlines()

    def wait_for(self, line: str, *, times: int = 1) -> None:
        self.wait_until(lambda: sum(known.startswith(line) for known in self.lines()) >= times, line)

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}; the logbook says {self.lines()}"
            time.sleep(0.05)

    def close(self) -> None:
        for program in self.started:
            if program.poll() is None:
                program.kill()
            program.communicate()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory) -> Iterator[str]:
    """Address of a migrated database of a small site, to be copied: a file, or on the server the tests run on."""
    folder = tmp_path_factory.mktemp("small")
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        database_url = f"sqlite:///{folder / 'small.sqlite3'}"
        SmallSite(folder, database_url).run("migrate", "--verbosity", "0")
        yield database_url
        return
    with fresh_database(server, "template1") as database_url:
        SmallSite(folder, database_url).run("migrate", "--verbosity", "0")
        yield database_url


@pytest.fixture
def small_site(tmp_path: Path, migrated_database: str) -> Iterator[SmallSite]:
    """A small site on a database of its own."""
    with copy_of(migrated_database, tmp_path) as database_url:
        site = SmallSite(tmp_path, database_url)
        yield site
        site.close()


@contextmanager
def copy_of(database_url: str, folder: Path) -> Iterator[str]:
    parts = urlsplit(database_url)
    if parts.scheme == "sqlite":
        shutil.copy(parts.path, folder / "copy.sqlite3")
        yield f"sqlite:///{folder / 'copy.sqlite3'}"
        return
    with fresh_database(database_url, parts.path.strip("/")) as copy_url:
        yield copy_url


@contextmanager
def fresh_database(server_url: str, template: str) -> Iterator[str]:
    name = f"small_{uuid4().hex[:12]}"
    server = urlsplit(server_url)._replace(path="/postgres").geturl()
    at_the_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    finally:
        at_the_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def at_the_server(server_url: str, command: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(command)
