"""A fork server: it has imported Django and the rooms already, and forks a program in milliseconds when asked.

What it forks is a process like any other, with a number, database connections, signals and an exit code of its own,
and can be killed. Only the seconds in which an interpreter gets ready are spent once instead of every time.
"""

import gc
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from selectors import EVENT_READ, PollSelector
from types import ModuleType
from typing import NoReturn

REPOSITORY = Path(__file__).resolve().parent.parent
NUMBER = 4  # bytes of a number on the wire
PATIENCE = 60
MOST_SAID = 1 << 24


# --- For tests ----------------------------------------------------------------------------------------------------


class ForkServer:
    """Does `preparation`, lines of Python, once, and forks from there; `environment` is what its settings read."""

    def __init__(self, environment: dict[str, str], preparation: str) -> None:
        self.environment = {**environment, "PYTHONPATH": str(REPOSITORY)}
        self._wire, theirs = socket.socketpair()
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.fork_server", str(theirs.fileno()), preparation],
                env=self.environment,
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def start(self, *command: str, cwd: Path, **environment: str) -> "Forked":
        """What `python *command` does, from the folder `cwd`; `environment` is for what is read after the start."""
        return Forked(self._wire, command, cwd, {**self.environment, **environment})

    def close(self) -> None:
        """End the server and whatever of it still runs."""
        self._wire.close()
        self._server.wait(PATIENCE)


class Forked:
    """A process of the fork server, used like `subprocess.Popen` with both streams in one."""

    def __init__(self, wire: socket.socket, command: tuple[str, ...], cwd: Path, environment: dict[str, str]) -> None:
        self.args = command
        self.returncode: int | None = None
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        self._report, theirs = socket.socketpair()
        with theirs, tempfile.TemporaryFile() as request:
            request.write(json.dumps([command, str(cwd), environment]).encode())
            request.seek(0)
            socket.send_fds(wire, [b"?"], [request.fileno(), self._said.fileno(), theirs.fileno()])
        self.pid = self._number(PATIENCE)

    def _number(self, timeout: float | None) -> int:
        self._report.settimeout(timeout)
        told = self._report.recv(NUMBER)
        assert len(told) == NUMBER, "the fork server has ended; why may be said above"
        return int.from_bytes(told, signed=True)

    def poll(self) -> int | None:
        with suppress(BlockingIOError):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; that of a killed process is the signal's number below zero."""
        if self.returncode is None:
            try:
                self.returncode = self._number(timeout)
            except TimeoutError:
                raise subprocess.TimeoutExpired(self.args, timeout or 0, self.said()) from None
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, None]:
        """Wait for the end; all that was said."""
        self.wait(timeout)
        return self.said(), None

    def said(self) -> str:
        """What was said up to now."""
        return os.pread(self._said.fileno(), MOST_SAID, 0).decode()

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):  # it may end meanwhile
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> "Forked":
        return self

    def __exit__(self, *_: object) -> None:
        self.wait(PATIENCE)
        self._said.close()
        self._report.close()


# --- The server ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Life:
    """A forked process as the server sees it: `pulse` is a pipe that closes with it, `report` leads to the test."""

    pid: int
    pulse: int
    report: socket.socket

    def tell_its_end(self) -> None:
        code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        with suppress(OSError):  # a test may have gone on without waiting
            self.report.sendall(code.to_bytes(NUMBER, signed=True))
        self.forget()

    def forget(self) -> None:
        os.close(self.pulse)
        self.report.close()


def main(descriptor: str, preparation: str) -> None:
    exec(preparation, {})
    require_nothing_that_a_fork_would_break()
    gc.freeze()  # what is there now is never looked through again, so that its pages stay shared
    with socket.socket(fileno=int(descriptor)) as wire:
        wire.set_inheritable(False)
        serve(wire)


def require_nothing_that_a_fork_would_break() -> None:
    from django.db import connections

    assert threading.active_count() == 1, threading.enumerate()
    assert all(connection.connection is None for connection in connections.all(initialized_only=True))


def serve(wire: socket.socket) -> None:
    """Fork what is asked for and tell of each end; when the tests are gone, even by kill -9, nobody stays behind."""
    lives: dict[int, Life] = {}
    selector = PollSelector()  # others keep things in the kernel that a fork would share
    selector.register(wire, EVENT_READ)
    while True:
        for key, _ in selector.select():
            if key.fd in lives:
                selector.unregister(key.fd)
                lives.pop(key.fd).tell_its_end()
            elif asked := socket.recv_fds(wire, 1, 3)[1]:
                life = fork([wire, *lives.values()], *asked)
                lives[life.pulse] = life
                selector.register(life.pulse, EVENT_READ)
            else:
                for life in lives.values():
                    os.kill(life.pid, signal.SIGKILL)
                    life.tell_its_end()
                return


def fork(others: list[Life | socket.socket], request: int, output: int, report: int) -> Life:
    pulse, held_while_it_lives = os.pipe()
    life = Life(0, pulse, socket.socket(fileno=report))
    pid = os.fork()
    if pid == 0:
        for other in [life, *others]:
            other.forget() if isinstance(other, Life) else other.close()
        become(request, output)
    for descriptor in (request, output, held_while_it_lives):
        os.close(descriptor)
    life.report.sendall(pid.to_bytes(NUMBER, signed=True))
    return replace(life, pid=pid)


# --- The forked process -------------------------------------------------------------------------------------------


def become(request: int, output: int) -> NoReturn:
    """Be the program that was asked for, to its end."""
    code = 1
    try:
        with open(request, "rb") as asked:
            command, folder, environment = json.load(asked)
        for stream in (1, 2):
            os.dup2(output, stream)
        os.close(output)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        run(*command)
        code = 0
    except SystemExit as ending:
        code = exit_code(ending)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        end(code)


def run(*command: str) -> None:
    """What the interpreter does with the words behind its name."""
    match command:
        case "-c", code, *arguments:
            sys.argv = ["-c", *arguments]
            main_module = sys.modules["__main__"] = ModuleType("__main__")
            exec(code, vars(main_module))
        case "-m", name, *arguments:
            sys.argv = [name, *arguments]
            runpy.run_module(name, run_name="__main__", alter_sys=True)
        case path, *arguments:
            sys.argv = [path, *arguments]
            runpy.run_path(path, run_name="__main__")


def exit_code(ending: SystemExit) -> int:
    if ending.code is None or isinstance(ending.code, int):
        return ending.code or 0
    print(ending.code, file=sys.stderr)
    return 1


def end(code: int) -> NoReturn:
    """As the interpreter ends: after the threads, and with everything said; but not through the server's own end."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main(*sys.argv[1:])
