"""The servers of the scaled tests leave nothing behind, and the run says what it came to."""

import io
import os
import signal
import subprocess
import sys
import time
from collections import Counter
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
    log = io.StringIO()
    assert run.run_scaled([], log).failed is False
    assert "The scaled tests were left out: PostgreSQL is neither" in log.getvalue()
    assert run.run_scaled([], None).failed is True
    assert "The scaled tests were left out: PostgreSQL is neither" in capsys.readouterr().out


def test_the_last_line_counts_over_all_suites_and_each_says_its_own(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(run, "REPORTS", tmp_path)
    runs = [run.Run(0, Counter(passed=3, skipped=1)), run.Run(1, Counter(passed=2, failed=1))]
    monkeypatch.setattr(run, "run", lambda *ignored: runs.pop(0))
    monkeypatch.setattr(run, "run_scaled", lambda arguments, log: log.write("said meanwhile\n") and runs.pop(0))
    assert run.main("all", []) == 1
    assert capsys.readouterr().out.splitlines() == ["said meanwhile", "5 passed, 1 failed, 1 skipped"]


def test_a_suite_that_broke_off_counts_as_a_failure():
    assert run.Run(4, Counter()).counts["failed"] == 1
    assert run.Run(run.NO_TEST_WAS_CHOSEN, Counter()).failed is False


def test_errors_count_as_failures(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>')
    assert run.count(report) == Counter(failed=3, skipped=3, passed=3)


def test_the_environment_of_the_caller_does_not_choose_the_database(monkeypatch, tmp_path):
    seen = {}
    monkeypatch.setattr(run, "REPORTS", tmp_path)
    monkeypatch.setitem(os.environ, "DATABASE_URL", "postgresql://someone/else")
    monkeypatch.setattr(
        run.subprocess,
        "run",
        lambda command, env, **ignored: seen.update(env) or subprocess.CompletedProcess(command, 0),
    )
    run.run("embedded", [], {})
    assert "DATABASE_URL" not in seen
