"""People and a room for the tests of chat: Ada and Ben belong, Olu is outside, Mara moderates, Hana hosts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from community.chat.models import Entry, Room
from groups.models import Group, Membership
from people.models import Member
from tests import make
from tests.chat.tabs import Tab
from tests.live import LiveSite


@dataclass
class Place:
    """A hidden group with a room, and faces of those who belong."""

    group: Group
    room: Room
    ada: Membership
    ben: Membership
    mara: Membership
    olu: Member


def place() -> Place:
    group = make.group("Night owls", visibility="hidden")
    ada, ben, mara = make.member("ada"), make.member("ben"), make.member("mara")
    return Place(
        group,
        make.room(group),
        make.face(ada, group, "Heron"),
        make.face(ben, group, "Otter"),
        make.face(mara, group, "Wren", role="moderator"),
        make.member("olu"),
    )


@pytest.fixture
def here(db: None) -> Place:
    return place()


class Alone:
    """Ada, who asked, and Ben talk alone; each has a side."""

    def __init__(self, here: Place) -> None:
        self.ada, self.ben = here.ada, here.ben
        self.adas, self.bens = make.talk(here.ada, here.ben)

    def says(self, face: Membership, words: str) -> Entry:
        return make.entry(face, self.adas if face == self.ada else self.bens, body=words)

    def read_by(self, face: Membership) -> list[str]:
        side = self.adas if face == self.ada else self.bens
        return list(side.entries.order_by("number").values_list("body", flat=True))


@pytest.fixture
def alone(here: Place) -> Alone:
    return Alone(here)


@pytest.fixture
def live_here(live_site: LiveSite) -> Place:
    return place()


@pytest.fixture
def tab_of(live_site: LiveSite, live_here: Place) -> Iterator[Callable[..., Tab]]:
    """`tab_of(ada)` opens a tab of that face's or member's browser in the room."""
    tabs = []

    def open_tab(who: Membership | Member, *, room: Room | None = live_here.room, position: int | None = None) -> Tab:
        member = who.member if isinstance(who, Membership) else who
        assert member
        tab = Tab(live_site, member, room).open(position)
        tabs.append(tab)
        return tab

    yield open_tab
    for tab in tabs:
        tab.close()
