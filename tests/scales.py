"""The two scales, SQLite or PostgreSQL with Redis: which tests belong to which, and one run for both.

The environment chooses what a run is on, as it does for the site. With `--scaled-servers` a run is on both: everything
is loaded and collected once, and a process that is to be on PostgreSQL and Redis takes over their settings when it is
forked. tests/test_scales.py holds such a process against one that was started there.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from unittest import mock

import pytest
from asgiref.local import Local
from django.conf import settings
from django.core.signals import setting_changed
from django.db import connections

from tests.seconds import SECONDS

EMBEDDED, SCALED = "embedded", "scaled"
SERVERS = pytest.StashKey[dict[str, str]]()
TESTS = Path(__file__).resolve().parent
# These reach neither the database nor the channel layer: what they found on one scale is true of the other.
SAME_ON_BOTH_SCALES = [
    "test_dev.py",
    "test_fork_server.py",
    "test_house_rules.py",
    "test_words.py",
    "test_processes.py",
    "test_services.py",
    "test_directions.py",
    "crawl/test_markup.py",
    "crawl/test_novelty.py",
    "crawl/test_validity.py",
    "demo/test_clock.py",
    "demo/test_content.py",
    "kit/live/test_channel.py",
    "kit/live/test_frames.py",
    "kit/live/test_gates.py",
    "kit/live/test_sequence.py",
    "kit/test_fragments.py",
    "kit/test_markdown*.py",
    "kit/test_pages.py",
    "kit/test_pictures.py",
    "kit/test_quoted_lines.py",
    "kit/test_quoting.py",
    "search/test_words.py",
    "shell/test_checks.py",
    "shell/test_env.py",
    "shell/test_frames.py",
    "shell/test_limits.py",
    "shell/test_static.py",
]


# --- Which tests --------------------------------------------------------------------------------------------------


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whoever drives a browser is marked as such, and what belongs to no scale of this run is left out."""
    for item in items:
        if {"page", "page_for", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    of_this_run = {EMBEDDED, SCALED} if is_on_both(config) else {scale_of_this()}
    chosen = {item: bool(of_this_run & set(scales(item))) for item in items}
    config.hook.pytest_deselected(items=[item for item in items if not chosen[item]])
    items[:] = [item for item in items if chosen[item]]


def scale_of_this() -> str:
    """The scale of this process."""
    is_scaled = os.environ.get("DATABASE_URL", "").startswith("postgres") and os.environ.get("REDIS_URL")
    return SCALED if is_scaled else EMBEDDED


def scales(item: pytest.Item) -> list[str]:
    """The scales on which a test is run."""
    if item.get_closest_marker("scaled"):
        return [SCALED]
    if any(item.path.match(f"tests/{pattern}") for pattern in SAME_ON_BOTH_SCALES):
        if item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(f"{item.nodeid} asks for the database, so it is to be run on both scales")
        return [EMBEDDED]
    if item.get_closest_marker("browser") or item.get_closest_marker("embedded"):
        return [EMBEDDED]
    return [EMBEDDED, SCALED]


def pytest_seconds_of(path: Path) -> float | None:
    return SECONDS.get(str(path.relative_to(TESTS))) if path.is_relative_to(TESTS) else None


# --- Both in one run ----------------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    words = "run on both scales; from this descriptor come the addresses of the servers, once they are there"
    parser.addoption("--scaled-servers", type=int, metavar="DESCRIPTOR", help=words)


def is_on_both(config: pytest.Config) -> bool:
    return config.option.scaled_servers is not None


def pytest_collection_finish(session: pytest.Session) -> None:
    """Wait for the servers, which have started while the tests were loaded."""
    if is_on_both(session.config):
        with os.fdopen(session.config.option.scaled_servers) as wire:
            session.config.stash[SERVERS] = json.load(wire)


def pytest_process_kinds(item: pytest.Item) -> list[str] | None:
    if not is_on_both(item.config):
        return None
    return [scale for scale in scales(item) if scale == EMBEDDED or item.config.stash[SERVERS]]


def pytest_process_settled(config: pytest.Config, kind: str) -> None:
    """A test process that was forked has the settings of its scale, and a folder and a number in Redis of its own."""
    if kind == SCALED:
        os.environ.update(config.stash[SERVERS])
    take(settings_of_a_start())


def settings_of_a_start() -> dict[str, object]:
    """The settings as a process has them that starts now, in this environment."""
    with mock.patch.dict(sys.modules):
        for name in ("config.accounts", "config.settings", "tests.settings"):
            sys.modules.pop(name, None)
        anew = importlib.import_module("tests.settings")
    return {name: getattr(anew, name) for name in dir(anew) if name.isupper()}


def take(wanted: dict[str, object]) -> None:
    """Let these be the settings, and forget what was made of those of before."""
    for name, value in wanted.items():
        if getattr(settings, name) != value:
            setattr(settings, name, value)
            setting_changed.send(sender=None, setting=name, value=value, enter=False)
    # Django forgets caches, and Channels layers, but nobody connections.
    connections.close_all()
    connections.__dict__.pop("settings", None)
    connections._settings, connections._connections = None, Local(connections.thread_critical)
