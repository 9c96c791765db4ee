"""Chat fan-out: one room, everybody stored and acknowledged, beside a bare broadcast that stores nothing."""

import json
import subprocess
import sys
import time
from statistics import median
from typing import Any

from benchmarks.chat_load import MOST
from benchmarks.pages import CSRF, ROOT, Row, content, servers
from benchmarks.processes import Server

RATE = 20
_first = [time.time_ns() // 1000]  # new in every run, for a key that was used before says nothing again


def asked_of_site(made: dict[str, Any]) -> dict[str, Any]:
    say = {"say": "TEXT", "room": made["room"], "key": "KEY"}
    return {
        "cookies": [f"alongside_session={key}; alongside_csrf={CSRF}" for key in made["sessions"]],
        "opening": [json.dumps({"follow": f"room:{made['room']}"})],
        "frame": json.dumps(say),
    }


def asked_of_floor() -> dict[str, Any]:
    return {"cookies": [""], "opening": [], "frame": "TEXT and as long as what the site sends, or nearly so"}


def begin(server: Server, asked: dict[str, Any], *, seats: int, rate: int, seconds: float) -> subprocess.Popen[str]:
    """A process whose seats sit in the room and wait for the word to go."""
    _first[0] += MOST
    wish = {**asked, "port": server.port, "seats": seats, "rate": rate, "window": 8}
    wish |= {"seconds": seconds, "first": _first[0]}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.chat_load"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(wish) + "\n")
    process.stdin.flush()
    if process.stdout.readline().strip() != "ready":
        raise SystemExit(f"bench: the seats could not sit down at {server.name}")
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("go\n")
    process.stdin.flush()


def result(process: subprocess.Popen[str]) -> Row:
    assert process.stdout
    found = json.loads(process.stdout.readline())
    process.wait(20)
    return {**found, "rate": found["delivered"] / found["seconds"]}


def one_run(server: Server, asked: dict[str, Any], *, seats: int, rate: int, seconds: float) -> Row:
    """One talk: with a rate, latency and processor time a delivery; without, deliveries a second."""
    process = begin(server, asked, seats=seats, rate=rate, seconds=seconds)
    memory, before = server.memory(), server.cpu_seconds()
    go(process)
    found = result(process)
    used = server.cpu_seconds() - before
    return {**found, "cpu_us": 1e6 * used / max(1, found["delivered"]), "memory_mb": memory / 2**20}


def run(*, seconds: float, rounds: int, sizes: tuple[int, ...] = (200, 1000)) -> list[Row]:
    made = content()
    runs: dict[tuple[str, int, int], list[Row]] = {}
    with servers() as running:
        talks = {
            "bare broadcast": (running["bare response"], asked_of_floor()),
            "chat, stored": (running["site"], asked_of_site(made)),
        }
        for seats in sizes:
            for _ in range(rounds):
                for rate in (RATE, 0):
                    for name, (server, asked) in talks.items():
                        row = one_run(server, asked, seats=seats, rate=rate, seconds=seconds)
                        runs.setdefault((name, seats, rate), []).append(row)
    return [summary(key, found, runs[("bare broadcast", *key[1:])]) for key, found in runs.items()]


def summary(key: tuple[str, int, int], found: list[Row], bare: list[Row]) -> Row:
    middle = {name: median(row[name] for row in found) for name in found[0]}
    ratios = {
        f"{name}_to_bare": median(row[name] / floor[name] for row, floor in zip(found, bare, strict=True))
        for name in ("rate", "cpu_us", "p50_ms", "p99_ms")
    }
    worst = {name: max(row[name] for row in found) for name in ("lost", "doubled", "cut")}
    return {"task": key[0], "seats": key[1], "messages_a_second": key[2] or "most", **middle, **ratios, **worst}


def as_table(rows: list[Row]) -> str:
    lines = [
        "| chat | seats | messages/s | deliveries/s | CPU µs | p50 ms | p99 ms | lost | doubled | rate ÷ bare "
        "| CPU ÷ bare | p50 ÷ bare | p99 ÷ bare |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        lines.append(
            f"| {row['task']} | {row['seats']} | {row['messages_a_second']} | {row['rate']:.0f} | {row['cpu_us']:.1f} "
            f"| {row['p50_ms']:.1f} | {row['p99_ms']:.1f} | {row['lost']} | {row['doubled']} "
            f"| {row['rate_to_bare']:.2f} | {row['cpu_us_to_bare']:.2f} | {row['p50_ms_to_bare']:.2f} "
            f"| {row['p99_ms_to_bare']:.2f} |"
        )
    return "\n".join(lines)
