"""`./dev` on machines that are not as one would wish; its packages are never really installed here."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements" / f"{name}.txt" for name in ("base", "dev", "scaled", "uv")]
ORDINARY_TOOLS = ["sh", "env", "dirname", "cat", "cksum", "id", "mkdir", "rm"]


class Machine:
    """A checkout with nothing but `dev` and the locks, and a PATH with nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.programs = folder / "programs"
        self.calls = folder / "calls"
        self.programs.mkdir()
        shutil.copytree(ROOT / "requirements", self.checkout / "requirements")
        shutil.copy(ROOT / "dev", self.checkout / "dev")
        for name in ORDINARY_TOOLS:
            (self.programs / name).symlink_to(shutil.which(name))

    def has(self, name: str, script: str) -> None:
        (self.programs / name).write_text(f"#!{shutil.which('sh')}\n{script}\n")
        (self.programs / name).chmod(0o755)

    def has_python(self, name: str = "python3") -> None:
        self.has(name, f'exec {sys.executable} "$@"')

    def has_uv(self, script: str = "exit 0") -> None:
        self.has("uv", f'echo "$*" >>{self.calls}\n[ "$1" = --version ] && exit 0\n{script}')

    def installations(self) -> list[str]:
        calls = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [call for call in calls if call.startswith("pip")]

    def dev(self, *words: str) -> subprocess.CompletedProcess[str]:
        bare = {"PATH": str(self.programs), "HOME": str(self.checkout / "nobody-lives-here")}
        return subprocess.run(
            ["./dev", *words], cwd=self.checkout, env=bare, capture_output=True, text=True, timeout=60
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def only_line(said: str) -> str:
    lines = said.strip().splitlines()
    assert len(lines) == 1, said
    return lines[0]


def test_help_names_every_verb(machine):
    verbs = re.findall(r"^    ([a-z-]+)(?:\|[a-z-|]*)?\) ", (ROOT / "dev").read_text().split("case $verb in")[1], re.M)
    said = machine.dev("help").stdout
    assert len(verbs) >= 9
    assert [verb for verb in verbs if verb != "help" and f"./dev {verb}" not in said] == []


def test_an_unknown_verb_is_refused_with_the_help(machine):
    run = machine.dev("dance")
    assert run.returncode == 1
    assert "./dev demo" in run.stderr
    assert "there is no 'dance'" in run.stderr


def test_a_machine_without_python_is_told_so_in_one_line(machine):
    run = machine.dev("setup")
    assert run.returncode == 1
    assert "no Python 3.11 or newer" in only_line(run.stderr)


def test_a_broken_shim_and_an_old_python_are_passed_over(machine):
    machine.has("python3", "echo 'shim: python3: command not found' >&2; exit 127")
    machine.has("python3.13", "echo 'Traceback: AssertionError' >&2; exit 1")
    machine.has_python("python3.12")
    machine.has_uv()
    run = machine.dev("setup")
    assert run.returncode == 0, run.stderr
    assert "shim" not in run.stderr
    assert (machine.checkout / ".venv/bin/python").exists()


def test_a_broken_uv_is_not_used(machine):
    machine.has_python()
    machine.has("uv", "echo 'shim: uv: command not found' >&2; exit 127")
    tools = machine.checkout / ".tools/bin"
    tools.mkdir(parents=True)
    (tools / "uv").symlink_to(machine.programs / "brought-along")
    machine.has("brought-along", f"echo pip-by-tools >>{machine.calls}")
    assert machine.dev("setup").returncode == 0
    assert "pip-by-tools" in machine.installations()


def test_nothing_is_installed_again_until_a_lock_changes(machine):
    machine.has_python()
    machine.has_uv()
    machine.dev("setup")
    first = len(machine.installations())
    machine.dev("setup")
    assert first == len(machine.installations()) == 2
    with (machine.checkout / "requirements/dev.txt").open("a") as lock:
        lock.write("# changed\n")
    machine.dev("setup")
    assert len(machine.installations()) == 4


def test_a_failed_installation_is_told_in_one_line_and_tried_again_next_time(machine):
    machine.has_python()
    machine.has_uv("echo 'long story about sockets' >&2; exit 2")
    run = machine.dev("setup")
    assert run.returncode == 1
    assert "is there a network?" in run.stderr
    assert "long story" not in run.stderr
    machine.has_uv()
    assert machine.dev("setup").returncode == 0


def test_packages_without_wheels_for_the_scaled_tests_do_not_stop_the_setup(machine):
    machine.has_python()
    machine.has_uv('case "$*" in *scaled*) exit 1 ;; esac')
    run = machine.dev("setup")
    assert run.returncode == 0
    assert "scaled tests will look for Debian's" in run.stderr


def test_a_taken_port_is_told_in_one_line(machine):
    machine.has_python()
    machine.has_uv()
    machine.dev("setup")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = machine.dev("demo", "--port", str(taken.getsockname()[1]))
    assert run.returncode == 1
    assert "is taken" in only_line(run.stderr)


def test_chromium_comes_from_debian_when_there_is_none(machine):
    machine.has_python()
    machine.has_uv()
    machine.has("sudo", 'shift; exec "$@"')
    machine.has("apt-get", f'echo "apt-get $*" >>{machine.calls}')
    machine.dev("test")
    calls = [call for call in machine.calls.read_text().splitlines() if call.startswith("apt-get")]
    assert calls == ["apt-get update", "apt-get install -y --no-install-recommends chromium-headless-shell"]


def test_where_there_is_only_the_whole_chromium_it_is_used(machine):
    machine.has_python()
    machine.has_uv()
    machine.has("chromium", "exit 0")
    machine.has("sudo", 'shift; exec "$@"')
    machine.has("apt-get", '[ "$1" = update ]')
    assert "no Chromium" not in machine.dev("test").stderr


def test_a_chromium_that_is_there_is_used(machine):
    machine.has_python()
    machine.has_uv()
    machine.has("chromium-headless-shell", "exit 0")
    machine.has("apt-get", f"echo apt-get >>{machine.calls}")
    machine.dev("test")
    assert "apt-get" not in machine.calls.read_text()


def test_a_machine_that_cannot_have_chromium_is_told_so(machine):
    machine.has_python()
    machine.has_uv()
    assert "no Chromium is to be had" in machine.dev("test").stderr


@pytest.mark.parametrize("words", [("--port", "eight"), ("--port",), ("--fast",)])
def test_demo_refuses_what_it_does_not_understand(machine, words):
    run = machine.dev("demo", *words)
    assert run.returncode == 1
    only_line(run.stderr)


def test_the_secret_of_the_demo_is_made_once_and_is_for_its_owner_only(machine):
    machine.has_python()
    machine.has_uv()
    machine.dev("manage", "check")
    secret = machine.checkout / "var/secret"
    first = secret.read_text()
    machine.dev("manage", "check")
    assert len(first) > 50
    assert secret.read_text() == first
    assert secret.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_locks_name_versions_and_hashes_and_no_address(lock):
    text = lock.read_text()
    pins = re.findall(r"^[A-Za-z0-9_.-]+(?:\[[a-z,-]+\])?==[^\s;]+[^\n]*", text, re.M)
    assert pins
    assert all(pin.endswith("\\") for pin in pins)
    assert "://" not in text
    assert os.sep + "home" not in text
    assert str(ROOT) not in text


def test_the_site_runs_with_the_versions_it_was_tested_with():
    base, dev = (dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text(), re.M)) for lock in LOCKS[:2])
    assert base.items() <= dev.items()
