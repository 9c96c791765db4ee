"""Runs the suites side by side and ends with one line that counts over all of them."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from tests import services
from tests.processes import core_count

REPORTS = Path(__file__).resolve().parent.parent / "var" / "tests"
NO_TEST_WAS_CHOSEN = 5
LONGEST_SECONDS = 30 * 60


def main(suite: str, arguments: list[str]) -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    if suite == "screenshots":
        return run("screenshots", ["-s", *(arguments or ["tests/journeys/main_pages.py"])], {}).failed
    if suite == "scaled":
        runs = [run_scaled(arguments, None)]
    elif arguments:
        runs = [run("embedded", arguments, {})]
    else:
        runs = run_side_by_side()
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


def run_side_by_side() -> list[Run]:
    """Everything on both scales: while one suite loads, or waits for what it has killed, the other one works."""
    said = REPORTS / "scaled.log"
    with ThreadPoolExecutor(1) as beside, said.open("w") as log:
        scaled = beside.submit(run_scaled, [f"--processes={max(2, core_count() - 1)}"], log)
        runs = [run("embedded", [], {}), scaled.result()]
    print(said.read_text(), end="", flush=True)
    return runs


def run_scaled(arguments: list[str], log: IO[str] | None) -> Run:
    """`log` takes what is said; without one this was asked for by name, and has to be there."""
    with ExitStack() as stack:
        try:
            environment = {
                "DATABASE_URL": stack.enter_context(services.postgres()),
                "REDIS_URL": stack.enter_context(services.redis()),
            }
        except services.NotHere as reason:
            print(f"The scaled tests were left out: {reason}.", file=log, flush=True)
            return Run(int(log is None), Counter())
        return run("scaled", arguments, environment, log)


def run(name: str, arguments: list[str], environment: dict[str, str], output: IO[str] | None = None) -> Run:
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    print(f"== {name}", file=output, flush=True)
    command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *arguments]
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    try:
        own = {**clean, **environment}
        code = subprocess.run(command, env=own, timeout=LONGEST_SECONDS, stdout=output, stderr=output).returncode
    except subprocess.TimeoutExpired:
        code = 1
        print(f"The {name} tests were ended after {LONGEST_SECONDS} s: one of them hangs.", file=output, flush=True)
    return Run(code, count(report))


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
