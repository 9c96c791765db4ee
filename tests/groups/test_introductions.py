"""Introductions: who reads them, and that to everybody else it is as if there were none."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import Introduction, Membership
from people.models import Member
from tests import make
from tests.matrix import OK, ROWS, World
from tests.matrix.reading import ask, browser_of, text_of

TIME = re.compile(r"\d\d:\d\d")
TOLD = "here is also"


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker) -> Iterator[dict[str, World]]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield {visibility: World(visibility) for visibility in ("open", "listed")}
        transaction.set_rollback(True)


@pytest.fixture
def world(worlds: dict[str, World], db: None) -> World:
    """Two open groups, in one of which Ada says who she is in the other."""
    return worlds["open"]


def page_about(face: Membership, reader: Member | None) -> str:
    return text_of(browser_of(reader).get(reverse("groups:face", args=[face.group.slug, face.key])))


def is_told(world: World, reader: Member | None) -> bool:
    return TOLD in page_about(world.author, reader)


@pytest.mark.parametrize("visibility", ["open", "listed"])
def test_whoever_belongs_here_and_may_read_there_reads_it(worlds: dict[str, World], visibility: str, db: None) -> None:
    world = worlds[visibility]
    assert is_told(world, world.members["member"])
    assert "Juniper" in page_about(world.author, world.members["member"])
    assert is_told(world, world.ada), "it is her own"


@pytest.mark.parametrize("role", ["outsider", "former", "banned"])
def test_whoever_does_not_belong_here_reads_nothing_of_it(world: World, role: str) -> None:
    assert not is_told(world, world.members[role])


def test_whoever_belongs_only_there_or_asks_to_come_in_reads_nothing_of_it(world: World) -> None:
    only_there = make.face(make.member("finn"), world.elsewhere.group).member
    make.face(only_there, world.group, state="requested")
    assert not is_told(world, only_there)
    assert TOLD not in page_about(world.elsewhere, only_there), "there nothing was said"
    make.face(only_there, world.group)
    assert is_told(world, only_there)


@pytest.mark.parametrize("one", ["author", "elsewhere"])
def test_whoever_does_not_want_to_meet_either_of_the_two_reads_nothing_of_it(world: World, one: str) -> None:
    reader = world.members["member"]
    actions.block(reader, getattr(world, one))
    assert not is_told(world, reader)


def test_the_page_that_asks_first_says_who_will_read_it(world: World) -> None:
    page = browser_of(world.ada).get(reverse("groups:introduce", args=[world.elsewhere.group.slug])).text
    assert "Whoever belongs to Slow stitches and may read in the other group" in page
    assert "no visitors" in page


@pytest.mark.parametrize("role", ["visitor", "outsider"])
def test_to_outsiders_every_page_is_byte_for_byte_as_without_an_introduction(world: World, role: str) -> None:
    reader = None if role == "visitor" else world.members[role]
    rows = [row for row in ROWS if row.form is None and row.answer(role, "open") == OK]

    def read() -> dict[str, str]:
        browser: Client = browser_of(reader)
        pages = {f"{row.title} {row.keys(world)}": TIME.sub("TIME", text_of(ask(browser, row, world))) for row in rows}
        return pages | {"there": TIME.sub("TIME", page_about(world.elsewhere, reader))}

    with_it = read()
    assert Introduction.objects.filter(face=world.author).delete()[0] == 1
    assert len(with_it) > 10
    assert read() == with_it
