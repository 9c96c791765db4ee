"""Groups: the pages that list many people or many groups, beside the bare page, small and large in turn."""

import json
import os
import subprocess
import sys
from statistics import median
from typing import Any

from benchmarks import pages
from benchmarks.http_load import Request, get
from benchmarks.pages import ROOT, Row, environment, one_run

FOLDER = ROOT / "var" / "bench-groups"
OK = frozenset({200})


def _environment() -> dict[str, str]:
    kept = {"VAR_DIR": str(FOLDER), "BENCH_DATABASE": str(FOLDER / "alongside.sqlite3")}
    return environment() | kept


def content() -> dict[str, Any]:
    """A scratch site with a group of 50,000 people and a member of 200 groups, filled at the first run."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    filling = [sys.executable, "-m", "benchmarks.seed_groups"]
    subprocess.run(filling, cwd=ROOT, env={**os.environ, **_environment()}, check=True)
    return json.loads((FOLDER / "groups.json").read_text())


def tasks(made: dict[str, Any]) -> dict[str, tuple[str, Request]]:
    """Name → (server, request): each list short and long, so that growth would show."""

    def ask(path: str, session: str) -> Request:
        cookies = f"alongside_session={session}; alongside_csrf={pages.CSRF}"
        return lambda: get(path, cookies=cookies)

    few, many = made["sessions"]["few"], made["sessions"]["many"]
    return {
        "bare page": ("bare page", lambda: get(f"/topics/{made['topic']}/")),
        "members of 20": ("site", ask("/groups/small/members/", few)),
        "members of 50,000": ("site", ask("/groups/large/members/", many)),
        "members of 50,000, far down": ("site", ask(f"/groups/large/members/?after={made['far_down']}", many)),
        "my groups, 2 of them": ("site", ask("/", few)),
        "my groups, 200 of them": ("site", ask("/", many)),
        "directory of 200": ("site", ask("/groups/?q=group", many)),
    }


def run(*, seconds: float, rounds: int) -> list[Row]:
    made = content()
    todo = tasks(made)
    runs: dict[str, list[Row]] = {}
    with pages.servers(_environment()) as running:
        for _round in range(rounds + 1):  # the first one warms
            for name, (server, request) in todo.items():
                runs.setdefault(name, []).append(one_run(running[server], request, OK, 4, seconds))
    return [summary(name, found[1:], runs["bare page"][1:]) for name, found in runs.items()]


def summary(name: str, found: list[Row], bare: list[Row]) -> Row:
    middle = {key: median(row[key] for row in found) for key in found[0]}
    ratio = median(row["cpu_ms"] / floor["cpu_ms"] for row, floor in zip(found, bare, strict=True))
    return {"task": name, **middle, "cpu_to_bare_page": ratio}


def as_table(rows: list[Row]) -> str:
    lines = ["| page | answers/s | CPU ms | p50 ms | p99 ms | kB | CPU ÷ bare page |", "|---|--:|--:|--:|--:|--:|--:|"]
    for row in rows:
        lines.append(
            f"| {row['task']} | {row['rate']:.0f} | {row['cpu_ms']:.2f} | {row['p50_ms']:.1f} | {row['p99_ms']:.1f} "
            f"| {row['bytes'] / 1000:.1f} | {row['cpu_to_bare_page']:.2f} |"
        )
    return "\n".join(lines)
