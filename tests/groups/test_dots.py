"""The dots test: two faces of one member have no value in common that two different members do not share as well.

Three worlds of the same shape: here Ada is Willow, there she is River, and in the third Ben is Moss. Vera belongs to
all three and reads every address of the matrix, and whatever comes by other ways. What she finds here and there and
not with Ben would join the dots. The worlds are days apart in time, so that only Ada's own values can be the same.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import DateTimeField, F
from django.test import Client
from django.urls import reverse

from groups.models import Membership
from groups.names import FIRST_WORDS, SECOND_WORDS
from groups.templatetags.faces import INKS, PAPERS, drawing
from kit.events import deliver_due
from people.models import Member
from tests import make
from tests.matrix import ROWS, World
from tests.matrix.reading import SURFACES, ask_each, browser_of, text_of, values_in

# Values that Ada's faces may share though Ben's does not have them, each with the reason, read by a person.
ALLOWED = {
    *PAPERS,  # the colours of drawings: eight of each, so that chance alone makes one in eight the same
    *INKS,
    *FIRST_WORDS,  # of names that the site offers by chance: fifty of each
    *SECOND_WORDS,
}
SMALL_NUMBER = re.compile(r"\d{1,2}")  # days of the month and the like; numbers of members are larger here
ADAS_NUMBER = 8_675_309
APART = timedelta(hours=26, minutes=17)
PAGES = [row for row in ROWS if row.form is None and row.keys is not ROWS[0].keys]
JOINED = datetime(2026, 3, 14, 15, 9, 26, 535897, tzinfo=UTC)
BENS = datetime(2026, 3, 9, 4, 41, 11, 271828, tzinfo=UTC)


@dataclass(frozen=True)
class Dots:
    """The three worlds and whoever reads them all."""

    here: World
    there: World
    other: World
    vera: dict[str, Member]
    ben: tuple[Membership, Membership]  # his faces in the first of them, the one with a name and the one without
    read: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def pages_as_made(self, world: World, reader: Member) -> list[str]:
        """What the pages of the world say as long as no test has changed it; each is asked for once."""
        label = (world.group.slug, reader.pk)
        if label not in self.read:
            self.read[label] = pages_of(world, reader)
        return self.read[label]

    @property
    def worlds(self) -> tuple[World, World, World]:
        return self.here, self.there, self.other


def _speak_like_ada(world: World) -> tuple[Membership, Membership]:
    robin = make.face(make.member("ben"), world.group, "Robin")
    make.post(robin, world.topic, body="So do I. I told one friend.")
    return robin, make.post(robin, world.topic, body="I never told anybody else.", without_name=True).author


def _time_passes() -> None:
    for model in apps.get_models():
        times = [field.name for field in model._meta.local_fields if isinstance(field, DateTimeField)]
        if times and model._meta.managed:
            model._base_manager.update(**{name: F(name) - APART for name in times})


@pytest.fixture(scope="module")
def dots(django_db_setup, django_db_blocker) -> Iterator[Dots]:
    with django_db_blocker.unblock(), transaction.atomic():
        ada = make.member("ada", pk=ADAS_NUMBER)
        vera = {"member": make.member("vera"), "host": make.member("vera")}
        worlds: list[World] = []
        ben = None
        for name, member in (("Willow", ada), ("River", ada), ("Moss", make.member("ben"))):
            world = World("listed", ada=member, name=name)
            for role, reader in vera.items():
                face = make.face(reader, world.group, role=role)
                make.entry(world.author, make.talk(world.author, face)[0], body="Only to you.")
            ben = ben or _speak_like_ada(world)
            worlds.append(world)
            _time_passes()
        deliver_due(5000)
        for world, joined in zip(worlds, (JOINED, JOINED, BENS), strict=True):
            world.group.memberships.filter(member=world.ada).update(joined_at=joined)
        yield Dots(*worlds, vera, ben)
        transaction.set_rollback(True)


pytestmark = pytest.mark.usefixtures("dots", "db")


def pages_of(world: World, reader: Member) -> list[str]:
    browser = browser_of(reader)
    return [text_of(answer) for answer in ask_each(browser, PAGES, world)]


def values_of(world: World, reader: Member, pages: Callable[[World, Member], list[str]]) -> set[str]:
    """All that this reader finds in the world."""
    texts = [*pages(world, reader)]  # before the rest, which leaves its traces: what was read is no longer new
    texts += [surface.read(world, reader) for surface in SURFACES if surface.name.startswith("frames")]
    return set().union(*map(values_in, texts))


def shared_by_ada_alone(dots: Dots, reader: Member, pages: Callable[[World, Member], list[str]]) -> set[str]:
    here, there, other = (values_of(world, reader, pages) for world in dots.worlds)
    return {value for value in (here & there) - other - ALLOWED if not SMALL_NUMBER.fullmatch(value)}


@pytest.mark.parametrize("role", ["member", "host"])
def test_two_faces_of_one_member_share_nothing_that_two_members_do_not(dots: Dots, role: str) -> None:
    assert shared_by_ada_alone(dots, dots.vera[role], dots.pages_as_made) == set()


def test_a_dot_that_is_planted_is_found(dots: Dots) -> None:
    """The test above would pass on empty pages, too."""
    for world in dots.worlds:
        faces = world.group.memberships.filter(pk=world.author.pk)
        faces.update(about=f"owned by {world.ada.pk}", avatar_seed=f"seed of {world.ada.pk}", picture=None)
    found = shared_by_ada_alone(dots, dots.vera["member"], pages_of)
    drawn = re.search(r' d="([^"]+)"', drawing(f"seed of {ADAS_NUMBER}"))
    assert drawn
    assert {str(ADAS_NUMBER), drawn[1]} <= found


def test_times_of_joining_are_nowhere(dots: Dots) -> None:
    exact = re.compile("|".join([r"15:09", r"2026-03-14", r"14 March", r"14 Mar\b", str(int(JOINED.timestamp()))]))
    for role in ("member", "host"):
        for row, text in zip(PAGES, dots.pages_as_made(dots.here, dots.vera[role]), strict=True):
            assert not exact.search(text), row.title


# --- In one group: the everyday face and the one without a name -----------------------------------------------------


def _pieces_about(face: Membership, world: World, browser: Client) -> str:
    """The face's page, its posts, and its findings: all that is about it and nobody else."""
    pieces = [text_of(browser.get(reverse("groups:face", args=[world.group.slug, face.key]))).split("<main")[1]]
    topic = text_of(browser.get(reverse("forum:topic", args=[world.topic.key])))
    pieces += [post for post in re.findall(r"<article.*?</article>", topic, re.DOTALL) if face.key in post]
    found = text_of(browser.get(reverse("search:search") + f"?q=told&group={world.group.slug}"))
    pieces += [one for one in re.findall(r"<li class=\"card.*?</li>", found, re.DOTALL) if face.name in one]
    return "\n".join(pieces)


def test_an_everyday_face_and_the_one_without_a_name_share_nothing_either(dots: Dots) -> None:
    world, browser = dots.here, browser_of(dots.vera["member"])
    mine = [values_in(_pieces_about(face, world, browser)) for face in (world.author, world.nameless)]
    bens = [values_in(_pieces_about(face, world, browser)) for face in dots.ben]
    assert len(mine[0]) > 20
    assert len(mine[1]) > 20
    assert (mine[0] & mine[1]) - (bens[0] | bens[1]) - ALLOWED == set()
