"""Runs the tests, on both scales at once where nothing else is asked for, and ends with one line that counts them."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

from tests import services
from tests.processes import core_count

REPORTS = Path(__file__).resolve().parent.parent / "var" / "tests"
NO_TEST_WAS_CHOSEN = 5
LONGEST_SECONDS = 30 * 60


def main(suite: str, arguments: list[str]) -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    if suite == "screenshots":
        return run("screenshots", ["-s", *(arguments or ["tests/journeys/main_pages.py"])]).failed
    if suite == "scaled":
        ran = run_scaled(arguments)
    elif arguments:
        ran = run("embedded", arguments)
    else:
        ran = run_on_both_scales()
    counts = ran.counts
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return int(ran.failed)


class Run:
    """What one pytest run came to."""

    def __init__(self, code: int, counts: Counter) -> None:
        self.failed = code not in (0, NO_TEST_WAS_CHOSEN)
        self.counts = counts
        if self.failed and not counts["failed"]:
            counts["failed"] += 1  # it broke off before it could count


def run_on_both_scales() -> Run:
    """Everything, in one pytest run; the servers start while it loads, and it is told where they are."""
    read, write = os.pipe()
    servers: dict[str, str] = {}
    with ExitStack() as stack, os.fdopen(read), os.fdopen(write, "w") as wire:

        def tell_of_servers() -> None:
            with suppress(BrokenPipeError), wire:
                servers.update(servers_of(stack))
                json.dump(servers, wire)

        options = [f"--scaled-servers={read}", f"--processes={2 * core_count() + 1}"]
        ran = run("all", options, meanwhile=tell_of_servers, pass_fds=[read])
    if not servers:
        print("These were the embedded tests alone; why the scaled ones were left out is said above.", flush=True)
    return ran


def run_scaled(arguments: list[str]) -> Run:
    """The scaled tests were asked for by name, so the servers have to be there."""
    with ExitStack() as stack:
        servers = servers_of(stack)
        return run("scaled", arguments, servers) if servers else Run(1, Counter())


def servers_of(stack: ExitStack) -> dict[str, str]:
    """The variables that say where the servers are, which have just been started; none where they cannot be had."""
    try:
        return {
            "DATABASE_URL": stack.enter_context(services.postgres()),
            "REDIS_URL": stack.enter_context(services.redis()),
        }
    except services.NotHere as reason:
        print(f"The scaled tests were left out: {reason}.", flush=True)
        return {}


def run(
    name: str,
    arguments: list[str],
    environment: dict[str, str] | None = None,
    *,
    meanwhile: Callable[[], None] = lambda: None,
    pass_fds: list[int] | None = None,
) -> Run:
    """Run pytest and count; `meanwhile` is done while it loads."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    print(f"== {name}", flush=True)
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    with subprocess.Popen(command, env={**clean, **(environment or {})}, pass_fds=pass_fds or ()) as pytest:
        try:
            meanwhile()  # what fails or hangs in there is no test, and says itself what it is
            code = code_of(pytest, name)
        finally:
            pytest.kill()
    return Run(code, count(report))


def code_of(pytest: subprocess.Popen, name: str) -> int:
    try:
        return pytest.wait(LONGEST_SECONDS)
    except subprocess.TimeoutExpired:
        print(f"The {name} tests were ended after {LONGEST_SECONDS} s: one of them hangs.", flush=True)
        return 1


def count(report: Path) -> Counter:
    if not report.exists():
        return Counter()
    found = Counter()
    for suite in ET.parse(report).iter("testsuite"):
        numbers = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        found["failed"] += numbers["failures"] + numbers["errors"]
        found["skipped"] += numbers["skipped"]
        found["passed"] += numbers["tests"] - numbers["failures"] - numbers["errors"] - numbers["skipped"]
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
