"""What people are told about coming in."""

import pytest

from groups import actions
from kit.events import deliver_due
from people.models import Member, Notice
from tests import make

pytestmark = pytest.mark.django_db


def told(member: Member, kind: str) -> list[str]:
    deliver_due()
    return list(Notice.objects.filter(member=member, kind=kind).order_by("pk").values_list("text", flat=True))


def test_notices_about_coming_in_name_neither_group_nor_face() -> None:
    hana, ada = make.member("hana"), make.member("ada")
    group = make.group("Living with HIV", host=hana, joining="request")
    face = actions.join(ada, group, name="Willow")
    asked = told(hana, "request")
    actions.approve(make.host_of(group), face)
    welcome = told(ada, "joined")
    assert len(asked) == len(welcome) == 1
    for word in (group.name, "Willow"):
        assert word not in asked[0] + welcome[0]


def test_hosts_hear_of_a_second_request_after_they_declined_the_first() -> None:
    hana = make.member("hana")
    group = make.group(host=hana, joining="request")
    ada = make.member("ada")
    face = actions.join(ada, group, name="Willow")
    assert len(told(hana, "request")) == 1
    actions.decline(make.host_of(group), face)
    actions.join(ada, group, name="Willow")
    assert len(told(hana, "request")) == 2


def test_whoever_founds_a_group_knows_that_they_belong_to_it() -> None:
    hana, ada = make.member("hana"), make.member("ada")
    group = actions.found(hana, name="Sore feet", face_name="Puffin", kind="interest", joining="open")
    actions.join(ada, group, name="Willow")
    assert (len(told(hana, "joined")), len(told(ada, "joined"))) == (0, 1)
