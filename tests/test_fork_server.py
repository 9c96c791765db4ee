"""The fork server of the tests: what it forks lives, speaks and dies as a program started by hand does."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fork_server import REPOSITORY, ForkServer

BARE = "from django.conf import settings; settings.configure()"
SPEAKS_AND_ENDS = "import os, sys; print(sys.argv[1], os.getcwd(), os.environ['WORD']); sys.exit(int(sys.argv[1]))"
SLEEPS = "import time; time.sleep(60)"
TESTS = """
import os, sys
from pathlib import Path
from tests.fork_server import ForkServer
server = ForkServer(dict(os.environ), sys.argv[1])
print(server.start("-c", sys.argv[2], cwd=Path("/")).pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    with closing(ForkServer({"PATH": os.environ["PATH"]}, BARE)) as server:
        yield server


def test_a_program_has_its_own_words_folder_environment_and_exit_code(server: ForkServer, tmp_path: Path) -> None:
    with server.start("-c", SPEAKS_AND_ENDS, "3", cwd=tmp_path, WORD="hello") as program:
        assert program.communicate(60) == (f"3 {tmp_path} hello\n", None)
        assert program.returncode == 3


def test_what_breaks_says_why(server: ForkServer, tmp_path: Path) -> None:
    with server.start("-c", "1 / 0", cwd=tmp_path) as program:
        assert "ZeroDivisionError" in program.communicate(60)[0]
        assert program.returncode == 1


def test_several_live_side_by_side_and_each_end_is_told_to_whoever_waits_for_it(
    server: ForkServer, tmp_path: Path
) -> None:
    first, second = (server.start("-c", SLEEPS, cwd=tmp_path) for _ in range(2))
    with first, second:
        second.kill()
        assert second.wait(60) == -signal.SIGKILL
        assert first.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            first.wait(0.01)
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == -signal.SIGTERM
        assert first.poll() == -signal.SIGTERM


def test_a_signal_to_one_of_whose_end_nothing_was_heard_yet_is_lost(server, tmp_path: Path, monkeypatch) -> None:
    with server.start("-c", SLEEPS, cwd=tmp_path) as program:
        program.kill()
        program.wait(60)
        monkeypatch.setattr(type(program), "poll", lambda self: None)
        program.kill()


def test_when_the_tests_are_killed_nobody_stays_behind() -> None:
    command = [sys.executable, "-c", TESTS, BARE, SLEEPS]
    tests = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with tests:
        pid = int(tests.stdout.readline())
        os.kill(pid, 0)
        tests.kill()
    deadline = time.monotonic() + 60
    while is_there(pid):
        assert time.monotonic() < deadline, "it lives on"
        time.sleep(0.05)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
