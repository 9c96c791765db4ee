"""A demo that was filled by its command: once for all tests of a module that look at it."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from config.demo.filling import Filled, fill
from config.management.commands import demo


@pytest.fixture(scope="module")
def demo_site(tmp_path_factory) -> Iterator[None]:
    """A demo site, with an index of its own, whose letters are not sent."""
    own = {"DEMO": True, "SEARCH_DIR": tmp_path_factory.mktemp("demo") / "index", "LETTERS_FOLDER": "var/letters"}
    with override_settings(**own):
        yield


@pytest.fixture(scope="module")
def told_and_filled(demo_site, django_db_setup, django_db_blocker) -> Iterator[tuple[str, Filled]]:
    """What the command told, and what it filled; gone with the module, and each test's own changes with the test."""
    told, kept = StringIO(), []
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo, "fill", lambda *written, **details: kept.append(fill(*written, **details)))
        call_command("demo", stdout=told)
        yield told.getvalue(), kept[0]
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def told(told_and_filled) -> str:
    return told_and_filled[0]


@pytest.fixture(scope="module")
def filled(told_and_filled) -> Filled:
    return told_and_filled[1]
