"""Tests dealt out to forked processes: each is run once, by neighbours in one process, and a death loses only one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fork_server import REPOSITORY

OF_THE_SESSION = """
import pathlib, pytest

@pytest.fixture(scope="session")
def told(tmp_path_factory):
    yield tmp_path_factory.getbasetemp()
    pathlib.Path("taken-down").open("a").write("once\\n")
"""
NEIGHBOURS = """
import os, pathlib, pytest

@pytest.mark.parametrize("number", range(4))
def test_neighbour(number, told, request):
    print("said aloud by", number)
    pathlib.Path("seen").open("a").write(f"{request.node.path.stem} {number} {os.getpid()} {told}\\n")
"""
DEADLY = """
import os, signal

def test_before():
    pass

def test_deadly():
    os.kill(os.getpid(), signal.SIGKILL)

def test_after():
    pass
"""
TWO_KINDS = """
import os, pathlib

def pytest_process_kinds(item):
    return ["day", "night"] if "neighbour" in item.name else ["night"]

def pytest_seconds_of(path):
    return {"test_long.py": 9}.get(path.name)

def pytest_process_settled(name, kind):
    os.environ["KIND"] = kind

def pytest_runtest_setup(item):
    pathlib.Path("kinds").open("a").write(f"{item.path.stem} {item.name} {os.environ['KIND']} {os.getpid()}\\n")
"""
WRONG = """
def test_wrong():
    print("said before it went wrong")
    assert 1 == 2
"""


@pytest.fixture
def run(tmp_path: Path):
    """Runs these files in processes; gives what pytest said and its exit code."""

    def in_processes(files: dict[str, str], *options: str, processes: int = 3, **more: str) -> tuple[str, int]:
        files = {"conftest": OF_THE_SESSION} | {f"test_{name}": text for name, text in files.items()}
        for name, text in (files | more).items():
            (tmp_path / f"{name}.py").write_text(text)
        command = [sys.executable, "-m", "pytest", "-c", os.devnull, "--rootdir", ".", "-p", "tests.processes", "-q"]
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(REPOSITORY),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        }
        ran = subprocess.run(
            [*command, f"--processes={processes}", *options],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return ran.stdout + ran.stderr, ran.returncode

    return in_processes


def test_each_runs_once_beside_its_neighbours_in_a_folder_of_their_process(run, tmp_path: Path) -> None:
    said, code = run(dict.fromkeys("abcdef", NEIGHBOURS))
    assert code == 0, said
    assert "24 passed" in said
    seen = [line.split() for line in (tmp_path / "seen").read_text().splitlines()]
    assert sorted((module, number) for module, number, _pid, _folder in seen) == sorted(
        (f"test_{name}", str(number)) for name in "abcdef" for number in range(4)
    )
    processes = {module: {pid for other, _, pid, _ in seen if other == module} for module, _, _, _ in seen}
    assert all(len(pids) == 1 for pids in processes.values())
    used = {(pid, folder) for _module, _number, pid, folder in seen}
    assert len(used) == len({pid for pid, _ in used}) == len({folder for _, folder in used}) > 1
    assert (tmp_path / "taken-down").read_text().count("once") == len(used)
    assert "said aloud" not in said


def test_a_process_that_dies_fails_the_test_it_was_at_and_nothing_else(run) -> None:
    said, code = run({"a": NEIGHBOURS, "deadly": DEADLY, "more": DEADLY, "b": NEIGHBOURS})
    assert code == 1
    assert "2 failed, 12 passed" in said
    assert "FAILED test_deadly.py::test_deadly" in said
    assert "ended with -9" in said


def test_what_went_wrong_is_told_with_what_was_printed(run) -> None:
    said, code = run({"a": NEIGHBOURS, "wrong": WRONG})
    assert code == 1
    assert "assert 1 == 2" in said
    assert "said before it went wrong" in said


def test_told_to_stop_at_the_first_fault_the_others_stop_too(run) -> None:
    slow = "import time\n\ndef test_slow():\n    time.sleep(50)\n"
    said, code = run({"slow": slow, "wrong": WRONG}, "-x", processes=2)
    assert code != 0
    assert "1 failed" in said
    assert "passed" not in said


def test_of_several_kinds_each_runs_what_is_of_it_once_and_what_failed_says_where(run, tmp_path: Path) -> None:
    files = {"a": NEIGHBOURS, "deadly": DEADLY, "long": NEIGHBOURS, "wrong": WRONG}
    said, code = run(files, "-rA", processes=1, conftest=OF_THE_SESSION + TWO_KINDS)
    assert code == 1
    assert "2 failed, 18 passed" in said
    assert "FAILED test_deadly.py::test_deadly (night)" in said
    assert "_ test_wrong (night) _" in said
    assert "PASSED test_a.py::test_neighbour[0] (day)" in said
    seen = [line.split() for line in (tmp_path / "kinds").read_text().splitlines()]
    assert len(seen) == len({(module, name, kind) for module, name, kind, _pid in seen}) == 20
    assert {kind for module, _, kind, _ in seen if module == "test_deadly"} == {"night"}
    assert len({(kind, pid) for _, _, kind, pid in seen}) == len({pid for *_, pid in seen}) > 1
    assert [module for module, *_ in seen][0] == "test_long"


def test_what_has_no_kind_is_left_out(run, tmp_path: Path) -> None:
    none = "def pytest_process_kinds(item):\n    return [] if item.path.stem == 'test_a' else ['day']\n"
    said, code = run(dict.fromkeys("abc", NEIGHBOURS), processes=2, conftest=OF_THE_SESSION + none)
    assert code == 0, said
    seen = [line.split()[0] for line in (tmp_path / "seen").read_text().splitlines()]
    assert sorted(set(seen)) == ["test_b", "test_c"]


def test_what_none_can_begin_is_a_failure_and_no_endless_story(run) -> None:
    cannot = "def pytest_process_settled(name):\n    raise OSError('no room')\n"
    said, code = run({"a": NEIGHBOURS, "b": NEIGHBOURS}, processes=2, conftest=OF_THE_SESSION + cannot)
    assert code == 1
    assert "no room" in said
    assert "2 failed" in said


def test_one_process_alone_is_left_to_pytest(run, tmp_path: Path) -> None:
    said, code = run(dict.fromkeys("ab", NEIGHBOURS), processes=0)
    assert code == 0, said
    assert len({line.split()[2] for line in (tmp_path / "seen").read_text().splitlines()}) == 1
