"""Every address and live channel, asked by everybody, in groups of every visibility."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from kit.live import gates
from kit.live.viewers import Visitor, run_command
from kit.live.wire import compact
from moderation.subjects import SUBJECTS
from tests.matrix import CHANNELS, COMMANDS, ELSEWHERE, NONE, OK, ROLES, ROWS, VISIBILITIES, Row, World, prepared
from tests.matrix.reading import Browser, ask, ask_each, browser_of, text_of


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[dict[str, World]]:
    """A world of each visibility, made once for all tests of this module; what a test changes goes with the test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {visibility: World(visibility) for visibility in VISIBILITIES}
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("worlds", "db")


def browser_as(world: World, role: str) -> Browser:
    return browser_of(None if role == "visitor" else world.members[role])


@dataclass(frozen=True)
class Kept:
    """What is kept of an answer, which itself would hold on to its request and whatever its page was made of."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes

    def getvalue(self) -> bytes:
        return self.content


class Answers:
    """What each role is answered in each world. An answer is asked for once, whichever test needs it first: between
    two rows nothing changes."""

    def __init__(self, worlds: dict[str, World]) -> None:
        self.worlds = worlds
        self.given: dict[tuple[str, str], list[Kept]] = {}

    def to(self, role: str, visibility: str) -> list[Kept]:
        """In the order of the rows."""
        if (role, visibility) not in self.given:
            world = self.worlds[visibility]
            browser = browser_as(world, role)
            asked = ask_each(browser, ROWS, world)
            self.given[role, visibility] = [Kept(one.status_code, one.headers, one.content) for one in asked]
        return self.given[role, visibility]


@pytest.fixture(scope="module")
def answers(worlds: dict[str, World]) -> Answers:
    return Answers(worlds)


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("role", ROLES)
def test_every_address_answers_as_the_matrix_says(worlds, answers: Answers, role: str, visibility: str) -> None:
    world = worlds[visibility]
    names = [row.title + repr(row.keys(world)) for row in ROWS]
    given = dict(zip(names, (one.status_code for one in answers.to(role, visibility)), strict=True))
    wanted = {row.title + repr(row.keys(world)): row.answer(role, visibility) for row in ROWS}
    assert {name: (given[name], wanted[name]) for name in wanted if given[name] != wanted[name]} == {}


def test_a_row_leaves_nothing_to_the_next(worlds) -> None:
    world = worlds["open"]
    browser = browser_as(world, "member")
    home, topic, watch, reply = (
        next(row for row in ROWS if row.name == name) for name in ("home", "forum:topic", "forum:watch", "forum:reply")
    )
    turns = settings.PACES["reply"][0] + 1  # one more than anybody has
    rows = [home, topic, watch, home, topic, *([reply] * turns), home, topic]
    answers = list(ask_each(browser, rows, world))
    assert {answer.status_code for row, answer in zip(rows, answers, strict=True) if row.form} == {302}
    pages = [text_of(answer) for row, answer in zip(rows, answers, strict=True) if not row.form]
    assert pages == pages[:2] * 3  # without a sentence about watching, and without a reply
    assert text_of(ask(browser, topic, world)) == pages[1]


@pytest.mark.parametrize("visibility", VISIBILITIES)
@pytest.mark.parametrize("role", ROLES)
def test_every_channel_admits_as_the_matrix_says(worlds, role: str, visibility: str) -> None:
    world = worlds[visibility]
    viewer = world.members[role]
    given = {name: gates.admit(viewer, f"{name}:{key(world)}") is not None for name, (_, key) in CHANNELS.items()}
    wanted = {name: answer(role, visibility) == OK for name, (answer, _) in CHANNELS.items()}
    assert given == wanted


@pytest.mark.parametrize("name", prepared.LISTS)
def test_what_is_prepared_is_what_the_policy_shows_to_each_role_in_each_world(worlds, name: str) -> None:
    seen, values_in = prepared.LISTS[name]
    found = 0
    for world in worlds.values():
        prepared.show_presence(world)
        values = values_in(world)
        for role, viewer in [*world.members.items(), ("author", world.ada)]:
            if role == "visitor" and name in prepared.FOR_MEMBERS:
                continue
            rows = seen.rows(viewer, **values)
            assert rows == list(seen.build(viewer, **values)), (role, world.visibility)
            found += len(rows)
    assert found, "a comparison of nothing with nothing"


def _bare(answer: object, keys: list[object]) -> str:
    """Status, headers and body without what differs by chance or by the address that was asked."""
    text = text_of(answer)
    for key in keys:
        text = text.replace(str(key), "KEY")
    return text


@pytest.mark.parametrize("role", ["visitor", "outsider", "former", "banned"])
def test_a_hidden_group_answers_as_one_that_was_never_there(worlds, answers: Answers, role: str) -> None:
    world = worlds["hidden"]
    browser = browser_as(world, role)
    for row, true in zip(ROWS, answers.to(role, "hidden"), strict=True):
        keys = row.keys(world)
        if not keys or row.name in KNOWN_BY_LINK or row.answer(role, "hidden") not in {NONE, 302}:
            continue
        missing = [_missing(key) for key in keys]
        other = ask(browser, row, world, missing)
        assert _bare(true, keys) == _bare(other, missing), row.title
        assert len(true.content) == len(other.content), row.title


# Whoever holds such a link may know the group; that is what the link is for.
KNOWN_BY_LINK = {"groups:invitation"}


def _missing(key: object) -> object:
    """A key of the same shape as the true one, of a thing that was never there."""
    return key if isinstance(key, int) or key in SUBJECTS else "a" * len(str(key))


@pytest.mark.parametrize("role", ["visitor", "outsider", "former", "banned"])
def test_a_hidden_group_is_not_on_the_socket_either(worlds, role: str) -> None:
    world = worlds["hidden"]
    viewer = world.members[role]
    visitor = Visitor({"user": viewer, "session": None, "headers": ()})
    for name, (_answer, key) in CHANNELS.items():
        assert gates.come_in(viewer, f"{name}:{key(world)}", 0) is None, name
        assert gates.come_in(viewer, f"{name}:{'a' * 16}", 0) is None, name
    for name, (key, message) in COMMANDS.items():
        command = gates._commands[name]
        true, other = (run_command(command, visitor, message(one)) for one in (key(world), "a" * 16))
        assert compact(true).replace(key(world), "a" * 16) == compact(other), name


def test_no_command_is_missing_from_the_matrix() -> None:
    assert set(gates._commands) == set(COMMANDS)


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
