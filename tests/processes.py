"""Tests in several processes, forked after one collection: nothing is loaded and nothing is collected twice.

The first process deals out the tests and hears what becomes of them. The others run them, each with a database, a
folder and a number in Redis of its own. One that dies fails the test it was at, and another takes its place.

Processes may be of several kinds, and a test may be run by one of each kind; see tests/scales.py.
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
KIND = pytest.StashKey[str]()  # of a forked process
ALONE = "main"  # the process that runs everything where there is only one
ONLY_KIND = ""


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
    @pytest.hookspec(firstresult=True)
    def pytest_process_kinds(self, item: pytest.Item) -> list[str] | None:
        """The kinds of processes that are to run this test, each once; said by nobody, there is only one kind."""

    @pytest.hookspec(firstresult=True)
    def pytest_seconds_of(self, path: Path) -> float | None:
        """How long the tests of that module take, where it is known: what is long has to begin early."""

    @pytest.hookspec
    def pytest_process_settled(self, config: pytest.Config, name: str, kind: str) -> None:
        """A forked process of that name and kind is about to run tests."""


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.add_hookspecs(Hooks)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run everything in forked processes; leave it to pytest where one is to do it, or where nothing can run."""
    hands = dealt(session)
    kinds = {hand.kind for hand in hands}
    count = min(session.config.option.processes, len(hands))
    is_left_to_pytest = count < 2 and len(kinds) < 2
    if is_left_to_pytest or session.config.option.collectonly or session.config.option.usepdb or session.testsfailed:
        return None
    session.testscollected = sum(len(hand.places) for hand in hands)
    Dealer(session, hands).run(max(count, 1))
    return True


@dataclass(frozen=True)
class Hand:
    """Tests, by their places in the session, for one process of a kind."""

    kind: str
    places: list[int]
    seconds: float


def dealt(session: pytest.Session) -> list[Hand]:
    """All tests, module by module, because neighbours share what their module made; long ones first."""
    hands = []
    for path, module in groupby(range(len(session.items)), key=lambda place: session.items[place].path):
        of_kind: dict[str, list[int]] = {}
        for place in module:
            kinds = session.config.hook.pytest_process_kinds(item=session.items[place])
            for kind in [ONLY_KIND] if kinds is None else kinds:
                of_kind.setdefault(kind, []).append(place)
        known = session.config.hook.pytest_seconds_of(path=path)
        hands += [Hand(kind, places, known or len(places) * USUAL_SECONDS) for kind, places in of_kind.items()]
    return sorted(hands, key=lambda hand: -hand.seconds)


USUAL_SECONDS = 0.1  # for a test of a module of which nothing is known


# --- The first process --------------------------------------------------------------------------------------------


@dataclass
class Runner:
    """A forked process: what it was given and has not ended, in order; the first may have begun."""

    name: str
    kind: str
    pid: int
    places: deque[int] = field(default_factory=deque)
    has_asked: bool = False


class Dealer:
    """Deals out hands of tests and tells pytest what is reported of them."""

    def __init__(self, session: pytest.Session, hands: list[Hand]) -> None:
        self.session = session
        self.hands = deque(hands)
        self.runners: dict[Connection, Runner] = {}
        self.forked = 0
        session.config.stash[SHARED_FOLDER] = shared_folder(session.config)

    def run(self, count: int) -> None:
        assert threading.active_count() == 1, threading.enumerate()  # a fork would lose the others
        try:
            for _ in range(count):
                self.fork()
            while self.runners:
                for wire in wait(list(self.runners)):
                    self.hear(wire)
                self.stop_if_told()
        finally:
            for runner in self.runners.values():
                os.kill(runner.pid, signal.SIGKILL)
                os.waitpid(runner.pid, 0)

    def fork(self) -> None:
        """One more process, of the kind that has the most left to do for each process that is at it."""
        name, self.forked = f"p{self.forked}", self.forked + 1
        kind = max(dict.fromkeys(hand.kind for hand in self.hands), key=self.left_for_one_more)
        ours, theirs = Pipe()
        pid = os.fork()
        if pid == 0:
            for other in [ours, *self.runners]:
                other.close()
            be_a_runner(self.session, theirs, name, kind)
        theirs.close()
        self.runners[ours] = Runner(name, kind, pid)

    def left_for_one_more(self, kind: str) -> float:
        at_it = sum(runner.kind == kind for runner in self.runners.values())
        return sum(hand.seconds for hand in self.hands if hand.kind == kind) / (at_it + 1)

    def hear(self, wire: Connection) -> None:
        runner = self.runners[wire]
        try:
            said = wire.recv()
            if said == "wants":
                wire.send(self.deal(runner))
        except (EOFError, ConnectionError):
            said = "died"
        match said:
            case "wants":
                pass
            case "ended":
                runner.places.popleft()
            case "died":
                del self.runners[wire]
                self.bury(runner)
            case report:
                self.tell(report)

    def deal(self, runner: Runner) -> list[int]:
        """The next tests of its kind; none when everything is dealt."""
        runner.has_asked = True
        hand = next((hand for hand in self.hands if hand.kind == runner.kind), None)
        if hand is None:
            return []
        self.hands.remove(hand)
        runner.places.extend(hand.places)
        return hand.places

    def tell(self, said: dict) -> None:
        hook = self.session.config.hook
        report = hook.pytest_report_from_serializable(config=self.session.config, data=said)
        hook.pytest_runtest_logreport(report=report)

    def bury(self, runner: Runner) -> None:
        """Of one that has not ended well, the test it was at has failed; what is left goes on in another one."""
        code = os.waitstatus_to_exitcode(os.waitpid(runner.pid, 0)[1])
        if code or runner.places:
            self.fail(runner, f"the process {runner.name} ended with {code} at or after this test")
        if runner.places:
            self.hands.appendleft(Hand(runner.kind, list(runner.places), len(runner.places) * USUAL_SECONDS))
        if self.hands and runner.has_asked:  # another would not get further than one that could not even begin
            self.fork()

    def fail(self, runner: Runner, reason: str) -> None:
        item = self.session.items[runner.places.popleft() if runner.places else -1]
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", reason, "call")
        told = self.session.config.hook.pytest_report_to_serializable(config=self.session.config, report=report)
        self.tell(of_kind(told, runner.kind))

    def stop_if_told(self) -> None:
        if self.session.shouldfail:
            raise self.session.Failed(self.session.shouldfail)
        if self.session.shouldstop:
            raise self.session.Interrupted(self.session.shouldstop)


# --- The others ---------------------------------------------------------------------------------------------------


class Teller:
    """A plugin that says to the first process what pytest would say to its user."""

    def __init__(self, config: pytest.Config, wire: Connection, kind: str) -> None:
        self.config = config
        self.wire = wire
        self.kind = kind

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        said = self.config.hook.pytest_report_to_serializable(config=self.config, report=report)
        self.wire.send(of_kind(said, self.kind))


def of_kind(said: dict, kind: str) -> dict:
    """The report of a test, which says on which kind of process it was run where there are several."""
    if kind == ONLY_KIND:
        return said
    file, line, name = said["location"]
    return {**said, "nodeid": f"{said['nodeid']} ({kind})", "location": (file, line, f"{name} ({kind})")}


def be_a_runner(session: pytest.Session, wire: Connection, name: str, kind: str) -> NoReturn:
    """Run what is dealt to this process, to the end of the process."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what an interruption means
        settle(session.config, name, kind)
        session.config.pluginmanager.register(Teller(session.config, wire, kind))
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


def settle(config: pytest.Config, name: str, kind: str) -> None:
    """Take what a process has for itself: a name, a folder, and a place for what tests print."""
    os.environ["TEST_PROCESS"] = name
    config.stash[KIND] = kind
    folder = shared_folder(config) / name
    folder.mkdir(exist_ok=True)
    config._tmp_path_factory._basetemp = folder
    capturing = config.pluginmanager.getplugin("capturemanager")
    capturing.stop_global_capturing()
    capturing.start_global_capturing()
    capturing.suspend_global_capture()
    config.pluginmanager.unregister(name="terminalreporter")
    config.hook.pytest_process_settled(config=config, name=name, kind=kind)
