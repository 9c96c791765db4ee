"""Tests in several processes, forked after one collection: nothing is loaded and nothing is collected twice.

The first process deals out the tests and hears what becomes of them. The others run them, each with a database, a
folder and a number in Redis of its own. One that dies fails the test it was at, and another takes its place.
"""

import os
import signal
import sys
import threading
from collections import deque
from dataclasses import dataclass, field
from itertools import groupby
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import NoReturn

import pytest

SHARED_FOLDER = pytest.StashKey[Path]()
ALONE = "main"  # the process that runs everything where there is only one


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "how many processes run tests; 0: this one alone (one for each core and one more)"
    parser.addoption("--processes", type=int, default=core_count() + 1, metavar="N", help=words)


def core_count() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def shared_folder(config: pytest.Config) -> Path:
    """One folder for all processes of this run."""
    return config.stash.get(SHARED_FOLDER, None) or config._tmp_path_factory.getbasetemp()


def name_of_this() -> str:
    """What this process is called: "p0", "p1" and so on, or "main"."""
    return os.environ.get("TEST_PROCESS", ALONE)


class Hooks:
    @pytest.hookspec
    def pytest_process_settled(self, config: pytest.Config, name: str) -> None:
        """A forked process of that name is about to run tests."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Hooks)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run everything in forked processes; leave it to pytest where one is to do it, or where nothing can run."""
    hands = dealt(session.items)
    count = min(session.config.option.processes, len(hands))
    if count < 2 or session.config.option.collectonly or session.config.option.usepdb or session.testsfailed:
        return None
    Dealer(session, hands).run(count)
    return True


def dealt(items: list[pytest.Item]) -> list[list[int]]:
    """The places of the tests, module by module, because neighbours share what their module made; long ones first."""
    modules = groupby(range(len(items)), key=lambda place: items[place].path)
    hands = [(path, list(places)) for path, places in modules]
    return [hand for _path, hand in sorted(hands, key=lambda hand: weight(hand[0], [items[one] for one in hand[1]]))]


def weight(path: Path, items: list[pytest.Item]) -> tuple[bool, bool, int]:
    """What comes first has the lowest: a long module that begins last keeps everybody waiting."""
    drives_a_browser = any(item.get_closest_marker("browser") for item in items)
    return path.parent.name != "crawl", not drives_a_browser, -len(items)


# --- The first process --------------------------------------------------------------------------------------------


@dataclass
class Runner:
    """A forked process: what it was given and has not ended, in order; the first may have begun."""

    name: str
    pid: int
    places: deque[int] = field(default_factory=deque)


class Dealer:
    """Deals out hands of tests and tells pytest what is reported of them."""

    def __init__(self, session: pytest.Session, hands: list[list[int]]) -> None:
        self.session = session
        self.hands = deque(hands)
        self.runners: dict[Connection, Runner] = {}
        session.config.stash[SHARED_FOLDER] = shared_folder(session.config)

    def run(self, count: int) -> None:
        assert threading.active_count() == 1, threading.enumerate()  # a fork would lose the others
        try:
            for number in range(count):
                self.fork(f"p{number}")
            while self.runners:
                for wire in wait(list(self.runners)):
                    self.hear(wire)
                self.stop_if_told()
        finally:
            for runner in self.runners.values():
                os.kill(runner.pid, signal.SIGKILL)
                os.waitpid(runner.pid, 0)

    def fork(self, name: str) -> None:
        ours, theirs = Pipe()
        pid = os.fork()
        if pid == 0:
            for other in [ours, *self.runners]:
                other.close()
            be_a_runner(self.session, theirs, name)
        theirs.close()
        self.runners[ours] = Runner(name, pid)

    def hear(self, wire: Connection) -> None:
        runner = self.runners[wire]
        try:
            match wire.recv():
                case "wants":
                    hand = self.hands.popleft() if self.hands else []
                    runner.places.extend(hand)
                    wire.send(hand)
                case "ended":
                    runner.places.popleft()
                case report:
                    self.tell(report)
        except (EOFError, ConnectionError):
            del self.runners[wire]
            self.bury(runner)

    def tell(self, said: dict) -> None:
        hook = self.session.config.hook
        report = hook.pytest_report_from_serializable(config=self.session.config, data=said)
        hook.pytest_runtest_logreport(report=report)

    def bury(self, runner: Runner) -> None:
        """Nothing to do for one that has ended well; of any other, the test it was at has failed, the rest goes on."""
        code = os.waitstatus_to_exitcode(os.waitpid(runner.pid, 0)[1])
        if code == 0 and not runner.places:
            return
        place = runner.places.popleft() if runner.places else len(self.session.items) - 1
        item = self.session.items[place]
        reason = f"the process {runner.name} ended with {code} at or after this test"
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", reason, "call")
        self.session.config.hook.pytest_runtest_logreport(report=report)
        if runner.places:
            self.hands.appendleft(list(runner.places))
        if self.hands:
            self.fork(runner.name)

    def stop_if_told(self) -> None:
        if self.session.shouldfail:
            raise self.session.Failed(self.session.shouldfail)
        if self.session.shouldstop:
            raise self.session.Interrupted(self.session.shouldstop)


# --- The others ---------------------------------------------------------------------------------------------------


class Teller:
    """A plugin that says to the first process what pytest would say to its user."""

    def __init__(self, config: pytest.Config, wire: Connection) -> None:
        self.config = config
        self.wire = wire

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.wire.send(self.config.hook.pytest_report_to_serializable(config=self.config, report=report))


def be_a_runner(session: pytest.Session, wire: Connection, name: str) -> NoReturn:
    """Run what is dealt to this process, to the end of the process."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what an interruption means
        settle(session.config, name)
        session.config.pluginmanager.register(Teller(session.config, wire))
        while hand := asked_for(wire):
            # What the session made stays for the next hand; what a module made goes with it.
            for place, after in zip(hand, [*(session.items[place] for place in hand[1:]), session], strict=True):
                item = session.items[place]
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                wire.send("ended")
        session._setupstate.teardown_exact(None)
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


def asked_for(wire: Connection) -> list[int]:
    """The places of the next tests; none when everything is dealt."""
    wire.send("wants")
    return wire.recv()


def settle(config: pytest.Config, name: str) -> None:
    """Take what a process has for itself: a name, a folder, and a place for what tests print."""
    os.environ["TEST_PROCESS"] = name
    folder = shared_folder(config) / name
    folder.mkdir(exist_ok=True)
    config._tmp_path_factory._basetemp = folder
    capturing = config.pluginmanager.getplugin("capturemanager")
    capturing.stop_global_capturing()
    capturing.start_global_capturing()
    capturing.suspend_global_capture()
    config.pluginmanager.unregister(name="terminalreporter")
    config.hook.pytest_process_settled(config=config, name=name)
