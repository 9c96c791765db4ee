"""Blocks, over every address of the matrix and every other surface, both ways and with two faces a side.

Ada is Willow here, River in another group, and somebody without a name in one topic; Bea has blocked Willow. For Bea
Willow is gone everywhere, and nobody else is; for Ada, whoever she is, everything looks as it did before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction

from community.chat.models import ReadMark
from community.forum import actions as forum_actions
from groups import actions, policy, queries
from groups.models import Block, Membership
from groups.templatetags.faces import drawing
from kit.events import deliver_due
from kit.live import gates
from people.models import Member, Notice
from tests import make
from tests.matrix import ROWS, World
from tests.matrix.reading import SURFACES, ask, ask_each, browser_of, text_of, undone

# Pages that are about the block itself.
ABOUT_BLOCKS = {"groups:blocks", "groups:unblock"}
TIME = re.compile(r"\d\d:\d\d")
PAGES = [row for row in ROWS if row.form is None and row.name not in ABOUT_BLOCKS]


@dataclass(frozen=True)
class Scene:
    """Two groups in which both of them are."""

    here: World
    there: World
    bea: Member

    @property
    def ada(self) -> Member:
        return self.here.ada

    def read(self, world: World, reader: Member) -> dict[str, str]:
        """What every page of the world, and every other surface, gives this reader."""
        browser = browser_of(reader)
        titles = [f"{row.title} {row.keys(world)}" for row in PAGES]
        texts = (TIME.sub("TIME", text_of(answer)) for answer in ask_each(browser, PAGES, world))
        pages = dict(zip(titles, texts, strict=True))
        return pages | {surface.name: surface.read(world, reader) for surface in SURFACES[1:]}


@pytest.fixture(scope="module")
def scenes(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    with django_db_blocker.unblock(), transaction.atomic():
        here = World("listed")
        bea = here.members["blocker"]
        there = World("listed", ada=here.ada, name="River", members={"blocker": bea})
        for world in (here, there):
            beas = world.faces["blocker"]
            make.post(beas, world.topic, body="Bea was here.")
            make.entry(beas, world.room, body="Bea says so.")
        Block.objects.filter(blocker=bea, blocked=there.author).delete()
        yield Scene(here, there, bea)
        transaction.set_rollback(True)


@pytest.fixture
def scene(scenes: Scene, db: None) -> Scene:
    return scenes


def unblock(scene: Scene) -> None:
    actions.unblock(scene.bea, Block.objects.get(blocker=scene.bea))


def marks_of(face: Membership) -> set[str]:
    return {face.name, face.key, str(drawing(face.avatar_seed))}


WORDS = {"How do you sleep?", "I wake at three.", "So do I.", "Hello<", "A puffer on a table", "Only you know."}
WORDS |= {"breathe out as slowly", "window is always open"}  # quoted by somebody else


def test_whoever_is_blocked_is_gone_from_every_page(scene: Scene) -> None:
    marks = marks_of(scene.here.author)
    for title, text in scene.read(scene.here, scene.bea).items():
        body = text.replace(scene.here.author.key, "") if "404" in text[:4] else text
        of_all_groups = title.endswith(" []")  # where River stands, who says the same
        assert not {mark for mark in (marks if of_all_groups else marks | WORDS) if mark in body}, title


def test_without_the_block_they_are_on_many_pages(scene: Scene) -> None:
    """The test above would pass on empty pages, too."""
    unblock(scene)
    marks = marks_of(scene.here.author) | WORDS
    pages = scene.read(scene.here, scene.bea)
    assert len([title for title, text in pages.items() if any(mark in text for mark in marks)]) >= 12
    assert pages["quotes"].count("breathe out as slowly") == 4
    assert pages["quotes"].count("window is always open") == 6


def test_nothing_that_somebody_sees_tells_them_that_they_are_blocked(scene: Scene) -> None:
    blocked = [scene.read(scene.here, scene.ada), scene.read(scene.there, scene.ada)]
    ReadMark.objects.all().delete()  # both times they read everything anew
    unblock(scene)
    free = [scene.read(scene.here, scene.ada), scene.read(scene.there, scene.ada)]
    differing = [
        title for before, after in zip(blocked, free, strict=True) for title in before if before[title] != after[title]
    ]
    assert differing == []


def test_what_somebody_does_is_answered_as_if_they_were_not_blocked(scene: Scene) -> None:
    browser = browser_of(scene.ada)
    deeds = [row for row in ROWS if row.form is not None and row.name not in ABOUT_BLOCKS]

    def answers() -> list[tuple[str, int]]:
        asked = ask_each(browser, deeds, scene.here)
        return [(row.title, answer.status_code) for row, answer in zip(deeds, asked, strict=True)]

    blocked = answers()
    unblock(scene)
    assert answers() == blocked


def test_no_other_face_of_theirs_goes_with_the_blocked_one(scene: Scene) -> None:
    blocked = scene.read(scene.there, scene.bea)
    unnamed = [row for row in PAGES if row.name == "groups:face"][1]
    page = text_of(ask(browser_of(scene.bea), unnamed, scene.here))
    assert scene.here.nameless.name in page
    unblock(scene)
    free = scene.read(scene.there, scene.bea)
    elsewhere = {"GET home", "GET search:search?q=sleep", "GET forum:new", "GET chat:messages"}  # show all groups
    assert {
        title for title in free if free[title] != blocked[title] and title.split(" [")[0] not in elsewhere
    } == set()
    assert text_of(ask(browser_of(scene.bea), unnamed, scene.here)).split("<main")[1] == page.split("<main")[1]


def test_a_block_of_the_face_without_a_name_leaves_the_everyday_face_as_it_was(scene: Scene) -> None:
    with undone():
        unblock(scene)
        actions.block(scene.bea, scene.here.nameless)
        faces = policy.visible_faces(scene.bea)
        assert not faces.filter(pk=scene.here.nameless.pk).exists()
        assert faces.filter(pk=scene.here.author.pk).exists()
        assert scene.here.author in queries.members_of(scene.here.group, viewer=scene.bea)


def test_on_the_socket_the_blocked_face_is_left_out_and_no_other(scene: Scene) -> None:
    for world in (scene.here, scene.there):
        admission = gates.admit(scene.bea, f"room:{world.room.key}")
        assert admission is not None
        assert admission.hidden_authors == {scene.here.author.pk}
        free = gates.admit(scene.ada, f"room:{world.room.key}")
        assert free is not None
        assert world.faces["blocker"].pk not in free.hidden_authors


@pytest.mark.parametrize("face", ["here.author", "here.nameless", "there.author"])
def test_nobody_who_is_that_member_reaches_the_one_who_blocked(scene: Scene, face: str) -> None:
    world, name = face.split(".")
    author: Membership = getattr(getattr(scene, world), name)
    assert policy.is_kept_away(author, scene.bea)
    assert scene.bea not in policy.members_reached_by(author)
    assert not policy.is_kept_away(scene.here.faces["host"], scene.bea)
    assert scene.bea in policy.members_reached_by(scene.here.faces["host"])


def test_replies_of_the_blocked_face_bring_no_notice_and_of_others_the_same_plain_one(scene: Scene) -> None:
    """A missing notice of what stands there for all to read would tell that this face is the other's, too."""
    with undone():
        deliver_due(1000)
        Notice.objects.filter(member=scene.bea).delete()
        host = make.topic(scene.here.faces["host"], title="For everybody")
        forum_actions.watch(scene.here.faces["blocker"], host)
        make.post(scene.here.author, host)
        deliver_due(1000)
        assert not Notice.objects.filter(member=scene.bea, kind="reply").exists()
        make.post(scene.here.author, host, without_name=True)
        deliver_due(1000)
        assert Notice.objects.filter(member=scene.bea, kind="reply").count() == 1
