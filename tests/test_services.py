"""The servers of the scaled tests leave nothing behind, and the run says what it came to."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import run, services

STARTS_REDIS = """
import time
from tests import services
with services.redis() as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.mark.scaled
def test_a_server_ends_with_a_run_that_was_killed():
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTS_REDIS], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent
    )
    with starter:
        port = int(starter.stdout.readline().rsplit(":", 1)[1])
        assert services.is_listening(port)
        starter.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 60
    while services.is_listening(port):
        assert time.monotonic() < deadline, "the server outlived its run"
        time.sleep(0.05)


def test_a_machine_without_servers_is_told_so(monkeypatch, capsys):
    monkeypatch.setattr(services, "package_folder", lambda name: None)
    monkeypatch.setattr(services.shutil, "which", lambda name: None)
    monkeypatch.setattr(services.Path, "glob", lambda folder, pattern: iter(()))
    with pytest.raises(services.NotHere, match="PostgreSQL is neither"):
        services.find_postgres()
    with ExitStack() as stack:
        assert run.servers_of(stack) == {}
    assert run.run_scaled([]).failed is True
    assert capsys.readouterr().out.count("The scaled tests were left out: PostgreSQL is neither") == 2


@pytest.mark.parametrize("servers", [{}, {"DATABASE_URL": "postgresql://here", "REDIS_URL": "redis://here"}])
def test_a_run_on_both_scales_is_told_of_the_servers_while_it_loads(monkeypatch, tmp_path, servers):
    told = tmp_path / "told"
    reads = "import pathlib, sys; pathlib.Path(sys.argv[2]).write_text(open(int(sys.argv[1])).read())"

    def descriptor(options: list[str]) -> str:
        return next(option for option in options if "servers" in option).partition("=")[2]

    instead_of_pytest(monkeypatch, tmp_path, lambda options: ["-c", reads, descriptor(options), str(told)])
    monkeypatch.setattr(run, "servers_of", lambda stack: servers)
    assert run.run_on_both_scales().failed is False
    assert json.loads(told.read_text()) == servers


def test_the_last_line_counts(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(run, "REPORTS", tmp_path)
    monkeypatch.setattr(run, "run_on_both_scales", lambda: run.Run(1, Counter(passed=5, failed=1, skipped=1)))
    assert run.main("all", []) == 1
    assert capsys.readouterr().out.splitlines() == ["5 passed, 1 failed, 1 skipped"]


def test_a_suite_that_broke_off_counts_as_a_failure():
    assert run.Run(4, Counter()).counts["failed"] == 1
    assert run.Run(run.NO_TEST_WAS_CHOSEN, Counter()).failed is False


def test_errors_count_as_failures(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>')
    assert run.count(report) == Counter(failed=3, skipped=3, passed=3)


def test_the_environment_of_the_caller_does_not_choose_the_database(monkeypatch, tmp_path):
    monkeypatch.setitem(os.environ, "DATABASE_URL", "postgresql://someone/else")
    asks = "import os; assert 'DATABASE_URL' not in os.environ"
    instead_of_pytest(monkeypatch, tmp_path, lambda options: ["-c", asks])
    assert run.run("embedded", []).failed is False


def test_what_hangs_while_the_tests_load_is_not_called_a_test(monkeypatch, tmp_path, capsys):
    instead_of_pytest(monkeypatch, tmp_path, lambda options: ["-c", "import time; time.sleep(60)"])

    def hang() -> None:
        raise subprocess.TimeoutExpired("initdb", 60)

    with pytest.raises(subprocess.TimeoutExpired, match="initdb"):
        run.run("all", [], meanwhile=hang)
    assert "hangs" not in capsys.readouterr().out
    monkeypatch.setattr(run, "LONGEST_SECONDS", 0.1)
    assert run.run("all", []).failed is True
    assert "one of them hangs" in capsys.readouterr().out


def instead_of_pytest(monkeypatch, reports: Path, arguments: Callable[[list[str]], list[str]]) -> None:
    """Let another program of Python be run, with these arguments instead of pytest's."""
    start = subprocess.Popen
    monkeypatch.setattr(run, "REPORTS", reports)
    monkeypatch.setattr(
        run.subprocess, "Popen", lambda command, **more: start([command[0], *arguments(command)], **more)
    )
