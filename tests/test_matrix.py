"""Every address and live channel, asked by everybody, in groups of every visibility."""

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from kit.live import gates
from moderation.subjects import SUBJECTS
from tests.matrix import CHANNELS, ELSEWHERE, NONE, OK, ROLES, ROWS, VISIBILITIES, Row, World


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[dict[str, World]]:
    """A world of each visibility, made once for all tests of this module; what a test changes goes with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {visibility: World(visibility) for visibility in VISIBILITIES}
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("worlds", "db")


class Undone(Exception):
    """Ends a deed's transaction, so that the next row meets the same world."""


def browser_of(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "visitor":
        client.force_login(world.members[role])
    return client


def ask(browser: Client, row: Row, world: World, keys: list[object] | None = None) -> object:
    address = reverse(row.name, args=row.keys(world) if keys is None else keys)
    cookies = deepcopy(browser.cookies)
    try:
        with transaction.atomic():
            answer = browser.get(address + row.query) if row.form is None else browser.post(address, row.form(world))
            raise Undone
    except Undone:
        browser.cookies = cookies  # a session that began in the undone transaction is undone with it
        return answer


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_matrix_says(worlds, role: str, visibility: str) -> None:
    world = worlds[visibility]
    browser = browser_of(world, role)
    given = {row.title + repr(row.keys(world)): ask(browser, row, world).status_code for row in ROWS}
    wanted = {row.title + repr(row.keys(world)): row.answer(role, visibility) for row in ROWS}
    assert {name: (given[name], wanted[name]) for name in wanted if given[name] != wanted[name]} == {}


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("role", ROLES)
def test_every_channel_admits_as_the_matrix_says(worlds, role: str, visibility: str) -> None:
    world = worlds[visibility]
    viewer = world.members[role]
    given = {name: gates.admit(viewer, f"{name}:{key(world)}") is not None for name, (_, key) in CHANNELS.items()}
    wanted = {name: answer(role, visibility) == OK for name, (answer, _) in CHANNELS.items()}
    assert given == wanted


def _bare(text: str, keys: list[object]) -> str:
    """A page without what differs by chance or by the address that was asked."""
    text = re.sub(r'(csrfmiddlewaretoken" value="|"X-CSRFToken": ?"|csrf-token" content=")[^"]*', r"\1", text)
    for key in keys:
        text = text.replace(str(key), "KEY")
    return text


@pytest.mark.parametrize("role", ["visitor", "outsider", "former", "banned"])
def test_a_hidden_group_answers_as_one_that_was_never_there(worlds, role: str) -> None:
    world = worlds["hidden"]
    browser = browser_of(world, role)
    for row in ROWS:
        keys = row.keys(world)
        if not keys or row.answer(role, "hidden") not in {NONE, 302}:
            continue
        missing = [key if isinstance(key, int) or key in SUBJECTS else "a" * 16 for key in keys]
        true, other = ask(browser, row, world), ask(browser, row, world, missing)
        if row.name == "groups:invitation":
            continue  # whoever holds the link may know the group; that is what the link is for
        assert true.status_code == other.status_code, row.title
        assert _bare(true.text, keys) == _bare(other.text, missing), row.title
        assert true.headers.keys() == other.headers.keys(), row.title


def names_of_addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> set[str]:
    found = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found |= names_of_addresses(pattern.url_patterns, inner)
        else:
            found.add(prefix + (pattern.name or str(pattern.pattern)))
    return found


def unlisted(names: set[str], rows: list[Row]) -> set[str]:
    listed = {row.name for row in rows}
    return {name for name in names - listed if not name.startswith(tuple(ELSEWHERE))}


def test_no_address_is_missing_from_the_matrix() -> None:
    assert unlisted(names_of_addresses(get_resolver().url_patterns), ROWS) == set()


def test_an_address_that_is_missing_from_the_matrix_is_noticed() -> None:
    assert unlisted({"home", "records:diary"}, ROWS) == {"records:diary"}


def test_no_channel_is_missing_from_the_matrix() -> None:
    assert set(gates._channels) == set(CHANNELS)
