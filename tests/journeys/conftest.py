"""The place where journeys happen: a listed group with rules and a room, a hidden one, and those who live in them."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from community.chat.models import Room
from groups import actions as group_actions
from groups.models import Group
from people.models import Member
from tests import make
from tests.journeys.pictures import camera

WELCOME = "Read as long as you like. Nobody has to say anything."


@dataclass(frozen=True)
class Village:
    """Ben and Cleo belong to the listed group, Mara moderates it, Hana hosts it; Olu belongs to nothing."""

    group: Group
    room: Room
    hidden: Group
    ben: Member
    cleo: Member
    mara: Member
    hana: Member
    olu: Member


def build() -> Village:
    ben, cleo, mara, hana, olu = (make.member(name) for name in ("ben", "cleo", "mara", "hana", "olu"))
    group = make.group("Asthma at night", host=hana, purpose="For those who wake up coughing.", welcome=WELCOME)
    hidden = make.group("The blue room", host=hana, visibility="hidden")
    group_actions.set_rules(make.host_of(group), group, texts=["We are kind.", "Nobody sells anything here."])
    make.face(ben, group, "Towpath")
    make.face(cleo, group, "Sandpiper")
    make.face(mara, group, "Marram", role="moderator")
    make.topic(make.face(ben, hidden, "Moss"), title="Only between us", body="Nightingales know about the blue room.")
    return Village(group, make.room(group), hidden, ben, cleo, mara, hana, olu)


@pytest.fixture
def village(live_site, browser, outside) -> Village:
    return outside(build)


@pytest.fixture
def take(screenshots: Path) -> Callable[..., None]:
    return camera(screenshots)


def letter_to(mailbox, address: str, *, seconds: float = 60) -> str:
    """The words of the letter to this address, as soon as it has come."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for letter in list(mailbox.letters):
            if letter["To"] == address:
                return letter.get_payload(decode=True).decode()
        time.sleep(0.02)
    raise AssertionError(f"no letter to {address} came")


def link_in(text: str) -> str:
    found = re.search(r"http://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]
