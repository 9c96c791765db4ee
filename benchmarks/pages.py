"""Pages and replies: each task beside a bare Starlette response and the bare Django page, in turn."""

import json
import os
import random
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median
from typing import Any
from urllib.parse import quote

from benchmarks.http_load import Request, get, measure, post
from benchmarks.processes import CONTENT, ROOT, Server, free_port, serving

FOLDER = ROOT / "var" / "bench"
CSRF = "c" * 32
Row = dict[str, Any]


def environment() -> dict[str, str]:
    """The site as one process: embedded database, layer and index in a folder of the benchmarks' own."""
    return {
        "VAR_DIR": str(FOLDER),
        "DEMO": "on",
        "SECRET_KEY": "only-for-measuring-" + "0" * 40,
        "PACES_FACTOR": "1000000",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "WARNING",
        "BENCH_DATABASE": str(FOLDER / "alongside.sqlite3"),
    }


def content() -> dict[str, Any]:
    """What the scratch site holds; it is filled at the first run, which takes some minutes."""
    kept = FOLDER / CONTENT
    if not kept.exists():
        print("bench: filling a scratch site with 40,000 posts, once", file=sys.stderr)
        for old in FOLDER.glob("alongside.sqlite3*"):
            old.unlink()
        FOLDER.mkdir(parents=True, exist_ok=True)
        arguments = [sys.executable, "-m", "benchmarks.seed"]
        subprocess.run(arguments, cwd=ROOT, env={**os.environ, **environment()}, check=True)
    for command in (["migrate", "--verbosity", "0"], ["collectstatic", "--no-input", "--verbosity", "0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env={**os.environ, **environment()}, check=True
        )
    return json.loads(kept.read_text())


@contextmanager
def servers(around: dict[str, str] | None = None) -> Iterator[dict[str, Server]]:
    """The site and the floors beside it; `around` is their environment if it is not that of the pages."""
    base = around or environment()
    with ExitStack() as stack:
        running = {}
        for name, arguments in {
            "site": ["-m", "config.server", "--port", "PORT"],
            "answers only": ["-m", "config.server", "--port", "PORT"],  # consequences are left to the site beside it
            "bare response": ["-m", "benchmarks.floor.bare_starlette", "PORT"],
            "bare page": [
                *("-m", "gunicorn", "benchmarks.floor.bare_page:application", "--bind", "127.0.0.1:PORT"),
                *("--workers", "1", "--threads", "4", "--log-level", "error", "--keep-alive", "60"),
            ],
        }.items():
            port = free_port()
            filled = [argument.replace("PORT", str(port)) for argument in arguments]
            log = name.replace(" ", "-")
            own = {"EMBEDDED_BACKGROUND": "off"} if name == "answers only" else {}
            running[name] = stack.enter_context(serving(log, filled, port=port, environment=base | own))
        yield running


def tasks(made: dict[str, Any]) -> dict[str, tuple[str, Request, frozenset[int]]]:
    """Name → (server, a fresh request, the statuses that are right)."""
    chance = random.Random(7)
    cookies = [f"alongside_session={key}; alongside_csrf={CSRF}" for key in made["sessions"]]

    def topic() -> bytes:
        return get(f"/topics/{chance.choice(made['topics'])}/", cookies=chance.choice(cookies))

    def topic_list() -> bytes:
        return get(f"/groups/{made['group']}/", cookies=chance.choice(cookies))

    def search() -> bytes:
        words = f"{chance.choice(made['frequent_words'])} {chance.choice(made['middling_words'])}"
        return get(f"/search/?q={quote(words)}", cookies=chance.choice(cookies))

    def reply() -> bytes:
        form = f"body=A+reply+{uuid.uuid4().hex}+with+some+words+to+store+and+to+render.".encode()
        path = f"/topics/{chance.choice(made['topics'])}/reply/"
        return post(path, form, cookies=chance.choice(cookies), csrf=CSRF)

    ok = frozenset({200})
    return {
        "bare response": ("bare response", lambda: get("/"), ok),
        "bare page": ("bare page", lambda: get(f"/topics/{chance.choice(made['topics'])}/"), ok),
        "topic page": ("site", topic, ok),
        "topic list": ("site", topic_list, ok),
        "search": ("site", search, ok),
        "reply": ("site", reply, frozenset({302})),
        "reply, to the answer": ("answers only", reply, frozenset({302})),
    }


def one_run(server: Server, request: Request, expected: frozenset[int], connections: int, seconds: float) -> Row:
    before = server.cpu_seconds()
    sample = measure(server.port, request, connections=connections, seconds=seconds, expected=expected)
    used = server.cpu_seconds() - before
    return {
        "rate": sample.rate,
        "cpu_ms": 1000 * used / len(sample.latencies),
        "p50_ms": sample.percentile(0.5),
        "p99_ms": sample.percentile(0.99),
        "bytes": sample.byte_count / len(sample.latencies),
        "memory_mb": server.memory() / 2**20,
    }


def run(*, seconds: float, rounds: int, levels: tuple[int, ...] = (1, 8, 32)) -> list[Row]:
    """Every task at every concurrency, `rounds` times in turn; medians, and ratios to the same round's bare page."""
    made = content()
    todo = tasks(made)
    runs: dict[tuple[str, int], list[Row]] = {}
    with servers() as running:
        for server, request, expected in todo.values():
            one_run(running[server], request, expected, 4, min(seconds, 1))  # warm
        for _ in range(rounds):
            for level in levels:
                for name, (server, request, expected) in todo.items():
                    row = one_run(running[server], request, expected, level, seconds)
                    runs.setdefault((name, level), []).append(row)
    return [summary(name, level, found, runs[("bare page", level)]) for (name, level), found in runs.items()]


def summary(name: str, level: int, found: list[Row], bare: list[Row]) -> Row:
    middle = {key: median(row[key] for row in found) for key in found[0]}
    ratio = median(row["cpu_ms"] / floor["cpu_ms"] for row, floor in zip(found, bare, strict=True))
    speed = median(row["rate"] / floor["rate"] for row, floor in zip(found, bare, strict=True))
    return {"task": name, "connections": level, **middle, "cpu_to_bare_page": ratio, "rate_to_bare_page": speed}


def as_table(rows: list[Row]) -> str:
    lines = [
        "| task | connections | answers/s | CPU ms | p50 ms | p99 ms | kB | MB | CPU ÷ bare page | rate ÷ bare page |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['task']} | {row['connections']} | {row['rate']:.0f} | {row['cpu_ms']:.2f} | {row['p50_ms']:.1f} "
            f"| {row['p99_ms']:.1f} | {row['bytes'] / 1000:.1f} | {row['memory_mb']:.0f} "
            f"| {row['cpu_to_bare_page']:.2f} | {row['rate_to_bare_page']:.2f} |"
        )
    return "\n".join(lines)
