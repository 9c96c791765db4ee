"""Runs the suites one after the other and ends with one line that counts over all of them."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests import services

REPORTS = Path(__file__).resolve().parent.parent / "var" / "tests"
NO_TEST_WAS_CHOSEN = 5
LONGEST_SECONDS = 30 * 60


def main(suite: str, arguments: list[str]) -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    if suite == "screenshots":
        return run("screenshots", ["-s", *(arguments or ["tests/journeys/main_pages.py"])], {}).failed
    runs = []
    if suite == "all":
        runs.append(run("embedded", arguments, {}))
    if suite == "scaled" or not arguments:
        runs.append(run_scaled(arguments, is_wanted=suite == "scaled"))
    counts = sum((each.counts for each in runs), Counter())
    failed = any(each.failed for each in runs)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped", flush=True)
    return int(failed)


class Run:
    """What one pytest run came to."""

    def __init__(self, code: int, counts: Counter) -> None:
        self.failed = code not in (0, NO_TEST_WAS_CHOSEN)
        self.counts = counts
        if self.failed and not counts["failed"]:
            counts["failed"] += 1  # it broke off before it could count


def run_scaled(arguments: list[str], *, is_wanted: bool) -> Run:
    with ExitStack() as stack:
        try:
            environment = {
                "DATABASE_URL": stack.enter_context(services.postgres()),
                "REDIS_URL": stack.enter_context(services.redis()),
            }
        except services.NotHere as reason:
            print(f"The scaled tests were left out: {reason}.", flush=True)
            return Run(int(is_wanted), Counter())
        return run("scaled", arguments, environment)


def run(name: str, arguments: list[str], environment: dict[str, str]) -> Run:
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    print(f"== {name}", flush=True)
    # One process more than there are cores, because some tests wait for what they have started or killed.
    command = [sys.executable, "-m", "pytest", "-q", "-n", str(core_count() + 1), f"--junitxml={report}", *arguments]
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    try:
        code = subprocess.run(command, env={**clean, **environment}, timeout=LONGEST_SECONDS).returncode
    except subprocess.TimeoutExpired:
        code = 1
        print(f"The {name} tests were ended after {LONGEST_SECONDS} s: one of them hangs.", flush=True)
    return Run(code, count(report))


def core_count() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
