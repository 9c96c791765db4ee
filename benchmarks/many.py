"""One process beside three, on PostgreSQL and Redis: how the site grows with its processes, in pages and in chat.

The load, the database and Redis take their share of the same cores, so what is printed is what this machine can show;
processor time an answer, and a delivery, says how much of the growth the site itself would give away.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from statistics import median
from typing import Any

from benchmarks import chat, pages
from benchmarks.pages import ROOT, Row
from benchmarks.processes import CONTENT, Server, free_port, serving
from tests import services

FOLDER = ROOT / "var" / "bench-many"
MANY = 3
SEATS = 600
CONNECTIONS = 8


@contextmanager
def grown_site() -> Iterator[tuple[list[Server], dict[str, Any]]]:
    """`MANY` processes of one site, and what it holds."""
    with ExitStack() as stack:
        environment = pages.environment() | {
            "VAR_DIR": str(FOLDER),
            "BENCH_TOPICS": "200",
            "DATABASE_URL": stack.enter_context(services.postgres()),
            "REDIS_URL": stack.enter_context(services.redis()),
        }
        FOLDER.mkdir(parents=True, exist_ok=True)
        made = [sys.executable, "-m", "benchmarks.seed"]
        subprocess.run(made, cwd=ROOT, env={**os.environ, **environment}, check=True)
        servers = [stack.enter_context(_one_process(environment)) for _ in range(MANY)]
        yield servers, json.loads((FOLDER / CONTENT).read_text())


def _one_process(environment: dict[str, str]) -> AbstractContextManager[Server]:
    port = free_port()
    return serving(f"many-{port}", ["-m", "config.server", "--port", str(port)], port=port, environment=environment)


def pages_at(servers: list[Server], made: dict[str, Any], seconds: float) -> Row:
    """Topic pages from all of these at once: answers a second together, processor time of one."""
    _name, request, expected = pages.tasks(made)["topic page"]
    with ThreadPoolExecutor(len(servers)) as executor:
        runs = [executor.submit(pages.one_run, each, request, expected, CONNECTIONS, seconds) for each in servers]
        rows = [run.result() for run in runs]
    return {"rate": sum(row["rate"] for row in rows), "cpu": median(row["cpu_ms"] for row in rows), "lost": 0}


def talk_at(servers: list[Server], made: dict[str, Any], seconds: float) -> Row:
    """One room with seats in all of these, somebody in each talking as fast as their own seat hears."""
    asked = chat.asked_of_site(made)
    seats = SEATS // len(servers)
    talks = [chat.begin(each, asked, seats=seats, rate=0, seconds=seconds) for each in servers]
    before = sum(each.cpu_seconds() for each in servers)
    for talk in talks:
        chat.go(talk)
    rows = [chat.result(talk) for talk in talks]
    used = sum(each.cpu_seconds() for each in servers) - before
    return {
        "rate": sum(row["rate"] for row in rows),
        "cpu": 1000 * used / max(1, sum(row["delivered"] for row in rows)),
        "lost": sum(row["lost"] + row["doubled"] for row in rows),
    }


def run(*, seconds: float, rounds: int) -> list[Row]:
    rows: dict[tuple[str, int], list[Row]] = {}
    with grown_site() as (servers, made):
        measured = {"topic pages": pages_at, "chat": talk_at}
        for each in servers:
            pages_at([each], made, min(seconds, 1))  # warm
        for _ in range(rounds):
            for name, measuring in measured.items():
                for count in (1, MANY):
                    rows.setdefault((name, count), []).append(measuring(servers[:count], made, seconds))
    return [_summary(name, rows[(name, 1)], rows[(name, MANY)]) for name in measured]


def _summary(name: str, one: list[Row], many: list[Row]) -> Row:
    pairs = list(zip(one, many, strict=True))
    return {
        "task": name,
        "one": median(row["rate"] for row in one),
        "many": median(row["rate"] for row in many),
        "growth": median(more["rate"] / row["rate"] for row, more in pairs),
        "cpu_ratio": median(more["cpu"] / row["cpu"] for row, more in pairs),
        "lost": max(row["lost"] for row in [*one, *many]),
    }


def as_table(rows: list[Row]) -> str:
    lines = [
        f"| {len(os.sched_getaffinity(0))} cores for everything | one process, a second | {MANY} processes | growth "
        "| CPU of one answer or delivery, of three ÷ of one | lost or doubled |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['task']} | {row['one']:.0f} | {row['many']:.0f} | {row['growth']:.2f} "
            f"| {row['cpu_ratio']:.2f} | {row['lost']} |"
        )
    return "\n".join(lines)
