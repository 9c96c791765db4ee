"""A site in a folder of its own, whose programs are started and killed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from tests.fork_server import REPOSITORY, Forked, ForkServer

MANAGE = str(REPOSITORY / "manage.py")
PATIENCE = 60
# Files are named as seen from the folder in which a program is started, so that one server forks for every folder.
WHOLE_SITE = {
    "PATH": os.environ["PATH"],
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEMO": "on",
    "VAR_DIR": ".",
    "PACES_FACTOR": "1000",
    "LOG_LEVEL": "ERROR",
}
WHOLE_SITE_IS_READY = """
import config.asgi, config.urls, tests.make, uvicorn.supervisors
"""

Program = Forked | subprocess.Popen


@pytest.fixture(scope="session")
def whole_site() -> Iterator[ForkServer]:
    """Forks programs of the whole site with SQLite, each in the folder in which it is started."""
    ours = {"SECRET_KEY": settings.SECRET_KEY, "STATIC_ROOT": str(settings.STATIC_ROOT)}
    with closing(ForkServer(WHOLE_SITE | ours, WHOLE_SITE_IS_READY)) as server:
        yield server


@pytest.fixture(scope="session")
def empty_site(django_db_setup: str) -> Callable[[Path], Path]:
    """Makes the given folder that of a site with all tables and nobody in it."""

    def lay(folder: Path) -> Path:
        shutil.copy(django_db_setup, folder / "alongside.sqlite3")
        return folder

    return lay


class OwnSite:
    """Programs are forked from a server that is ready; `start_anew` gives them an interpreter of their own."""

    def __init__(self, folder: Path, server: ForkServer) -> None:
        self.folder = folder
        self.server = server
        self.started: list[Program] = []

    def start(self, *command: str, **environment: str) -> Forked:
        """Do what `manage.py *command` does; `environment` is for what is read after the start."""
        program = self.server.start(MANAGE, *command, cwd=self.folder, **environment)
        self.started.append(program)
        return program

    def start_anew(self, *command: str, **environment: str) -> subprocess.Popen:
        """Start `manage.py *command` as people start it."""
        program = subprocess.Popen(
            [sys.executable, MANAGE, *command],
            env={**self.server.environment, **environment},
            cwd=self.folder,
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
        return outcome_of(self.start(*command, **environment))

    def python(self, code: str, **environment: str) -> tuple[str, int]:
        """Run lines of Python in a fresh process of the site; gives what it printed and its exit code."""
        return self.outcome("shell", "--verbosity", "0", "-c", code, **environment)

    def close(self) -> None:
        for program in self.started:
            with program:
                program.kill()


def outcome_of(program: Program) -> tuple[str, int]:
    """What was said and the exit code, after the end."""
    with program:
        try:
            return program.communicate(timeout=PATIENCE)[0], program.returncode
        finally:
            program.kill()
