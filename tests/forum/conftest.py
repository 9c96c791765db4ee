"""Ada and Ben belong, Olu is outside, Mara moderates, Hana hosts."""

from dataclasses import dataclass

import pytest
from django.test import Client

from community.forum.models import Topic
from groups.models import Group, Membership
from people.models import Member
from tests import make


@dataclass
class Place:
    """A group with people in it and a topic by Ada."""

    group: Group
    hana: Membership
    mara: Membership
    ada: Membership
    ben: Membership
    olu: Member
    topic: Topic

    def client(self, who: Membership | Member | None) -> Client:
        """A browser of theirs, already signed in, whose first request is behind it."""
        client = Client()
        if who is not None:
            client.force_login(who.member if isinstance(who, Membership) else who)
        return client


def build_place(**group_fields: object) -> Place:
    group = make.group("Asthma at night", **group_fields)
    hana = make.host_of(group)
    mara = make.face(make.member("mara"), group, "Mara", role="moderator")
    ada = make.face(make.member("ada"), group, "Ada")
    ben = make.face(make.member("ben"), group, "Ben")
    topic = make.topic(ada, title="How do you sleep?", body="I wake at **three**.")
    return Place(group, hana, mara, ada, ben, make.member("olu"), topic)


@pytest.fixture
def place(db) -> Place:
    return build_place()


@pytest.fixture
def place_for(db):
    """A place with a group of another kind: `place_for(visibility="hidden")`."""
    return build_place
