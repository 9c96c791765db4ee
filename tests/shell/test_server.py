"""The program itself: `python -m config.server`, as an operator starts and stops it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.own_site import Program, outcome_of

pytestmark = pytest.mark.embedded  # one process on SQLite

SECRET = "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-0123456789"
STUBBORN = """
import uvicorn
from config.server import bind, options, serve_one
raise SystemExit(serve_one(uvicorn.Config("tests.shell.stubborn:application", **options()), bind("127.0.0.1", PORT)))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, empty_site, collected_static) -> Path:
    """A site of its own, with tables and static files."""
    return empty_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def environment(folder: Path) -> dict[str, str]:
    """Settings as in the demo."""
    own = {"SECRET_KEY": SECRET, "DEMO": "on", "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {**own, "PATH": os.environ["PATH"], "VAR_DIR": str(folder), "STATIC_ROOT": str(site_settings.STATIC_ROOT)}


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def refusal(environment: dict[str, str], *arguments: str, **changed: str) -> tuple[int, str]:
    """The exit code of a server that does not start, and what it said."""
    command = [sys.executable, "-m", "config.server", *arguments]
    done = subprocess.run(
        command, env={**environment, **changed}, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stderr


def started_by_hand(environment: dict[str, str], port: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "config.server", "--port", str(port)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@contextmanager
def running(server: Program, port: int) -> Iterator[Program]:
    with server:
        try:
            until(lambda: answers(port) or server.poll() is not None)
            yield server
        finally:
            server.kill()
            print(server.communicate()[0])


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5):
            return True
    except urllib.error.HTTPError as error:
        error.close()
        return True
    except OSError:
        return False


def until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.05)


def stop(server: Program) -> tuple[int, float, str]:
    """Send SIGTERM: exit code, seconds until the end, and what was said."""
    began = time.monotonic()
    server.send_signal(signal.SIGTERM)
    said, _ = server.communicate(timeout=30)
    return server.returncode, time.monotonic() - began, said


def test_sigterm_closes_sockets_with_1012_and_ends_within_five_seconds(environment, port):
    with ExitStack() as stack:
        server = stack.enter_context(running(started_by_hand(environment, port), port))
        address = f"ws://127.0.0.1:{port}/live"
        seats = [stack.enter_context(connect(address, origin=f"http://127.0.0.1:{port}")) for _ in range(20)]
        idle = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
        code, seconds, said = stop(server)
        assert (code, seconds < 5) == (0, True), said
        assert said == f"Alongside answers at http://127.0.0.1:{port}/\n"
        for seat in seats:
            with pytest.raises(ConnectionClosed) as closed:
                seat.recv(timeout=5)
            assert closed.value.rcvd.code == 1012
        assert idle.recv(1) == b""


def test_what_hangs_does_not_keep_the_server_from_ending(whole_site, folder, port):
    with running(whole_site.start("-c", STUBBORN.replace("PORT", str(port)), cwd=folder), port) as server:
        code, seconds, said = stop(server)
    assert seconds < 5.5
    assert code == 1
    assert "did not stop in time" in said


def test_a_site_that_was_killed_starts_again(whole_site, folder, port):
    for _ in range(2):
        with running(whole_site.start("-m", "config.server", "--port", str(port), cwd=folder), port) as server:
            assert answers(port)
            server.kill()


def test_a_taken_port_is_said_in_one_line(environment):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        code, said = refusal(environment, "--port", str(taken))
    assert code == 1
    assert said == f"Port {taken} on 127.0.0.1 cannot be used (Address already in use); choose another with --port.\n"


@pytest.mark.parametrize(
    ("changed", "arguments", "sentence"),
    [
        ({"SECRET_KEY": ""}, [], "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, [], "SECRET_KEY is too short"),
        ({"SITE_HOSTS": "*"}, [], "SITE_HOSTS must name"),
        ({}, ["--workers", "2"], "Several workers need Redis"),
        ({"WORKERS": "2"}, [], "Several workers need Redis"),
        ({"DEBUG": "on"}, ["--host", "0.0.0.0"], "DEBUG is on"),
        ({"WORKERS": "many"}, [], "WORKERS must be a whole number"),
        ({}, ["--host", "no.such.host.invalid"], "Port 8000 on no.such.host.invalid cannot be used"),
    ],
)
def test_what_it_cannot_start_with_is_said_in_one_line(environment, changed, arguments, sentence):
    code, said = refusal(environment, *arguments, **changed)
    assert code == 1
    assert said.startswith(sentence)
    assert said.count("\n") == 1


def test_a_database_without_tables_is_said_plainly(whole_site, port, tmp_path: Path):
    said, code = outcome_of(whole_site.start("-m", "config.server", "--port", str(port), cwd=tmp_path))
    assert code == 3
    assert "migrations: run `manage.py migrate` first." in said
    assert "Traceback" not in said


def test_a_database_out_of_reach_is_said_plainly(whole_site, port, tmp_path: Path):
    (tmp_path / "alongside.sqlite3").mkdir()
    said, code = outcome_of(whole_site.start("-m", "config.server", "--port", str(port), cwd=tmp_path))
    assert code == 3
    assert "The database cannot be used: unable to open database file" in said
    assert "Traceback" not in said
