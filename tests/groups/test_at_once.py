"""Two people doing the same thing at the same moment: one gets it, and the other hears why not."""

import pytest
from django.db import connection

from community.chat import actions as chat_actions
from community.chat.models import Room
from groups import actions
from groups.models import Group, Membership
from tests import make
from tests.moderation.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_place_of_an_invitation_is_taken_once() -> None:
    group = make.group(joining="invitation")
    link = actions.invite(make.host_of(group), group, uses=1)
    members = [make.member() for _number in range(3)]
    answers = at_once(
        *(
            lambda one=one, number=number: actions.accept_invitation(one, link, name=f"Newcomer {number}")
            for number, one in enumerate(members)
        )
    )
    link.refresh_from_db()
    group.refresh_from_db()
    assert (link.uses_left, group.member_count) == (0, 2)
    assert sum(isinstance(answer, Membership) for answer in answers) == 1
    assert sum("used up" in str(answer) for answer in answers) == 2


def test_one_name_in_a_group_is_taken_once() -> None:
    group = make.group()
    members = [make.member() for _number in range(3)]
    answers = at_once(*(lambda one=one: actions.join(one, group, name="Willow") for one in members))
    assert Membership.objects.filter(group=group, name="Willow").count() == 1
    assert sum("name like this" in str(answer) for answer in answers) == 2


def test_groups_founded_under_one_name_at_once_get_an_address_each() -> None:
    members = [make.member() for _number in range(3)]
    answers = at_once(
        *(lambda one=one: actions.found(one, name="Asthma", face_name="Host", joining="open") for one in members)
    )
    assert all(isinstance(answer, Group) for answer in answers), answers
    assert {group.slug for group in answers} == {"asthma", "asthma-2", "asthma-3"}


def test_rooms_opened_under_one_name_at_once_are_one_room() -> None:
    group = make.group()
    host = make.host_of(group)
    answers = at_once(*(lambda: chat_actions.open_room(host, group, name="Kitchen") for _number in range(3)))
    assert Room.objects.filter(group=group).count() == 1
    assert sum("room of this name" in str(answer) for answer in answers) == 2


def test_two_last_hosts_do_not_both_go() -> None:
    group = make.group()
    hosts = [make.host_of(group), make.face(make.member(), group, role="host")]
    make.face(make.member(), group)
    at_once(*(lambda one=one: actions.leave(one) for one in hosts))
    assert Membership.objects.filter(group=group, role="host", state="active").count() == 1


def test_one_request_is_settled_once() -> None:
    group = make.group(joining="request")
    host = make.host_of(group)
    asked = actions.join(make.member(), group, name="Willow")
    at_once(lambda: actions.approve(host, asked), lambda: actions.approve(host, asked))
    group.refresh_from_db()
    assert group.member_count == 2
    connection.close()
