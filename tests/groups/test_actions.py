"""Coming in, going, and being safe from one another."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups import actions, policy, queries
from groups.models import Block, Invitation, Membership
from groups.names import name_key
from kit.policy import Refused
from tests import make

pytestmark = pytest.mark.django_db


def test_joining_an_open_group_makes_a_face_at_once() -> None:
    group = make.group()
    ada = make.member("ada")
    face = actions.join(ada, group, name="Willow")
    group.refresh_from_db()
    assert face.is_active
    assert group.member_count == 2


def test_joining_on_request_waits_for_a_host() -> None:
    group = make.group(joining="request")
    face = actions.join(make.member("ada"), group, name="Willow")
    assert face.state == Membership.State.REQUESTED
    actions.approve(make.host_of(group), face)
    group.refresh_from_db()
    assert group.member_count == 2
    assert policy.can_speak_in(Membership.objects.get(pk=face.pk), group)


def test_a_request_is_answered_once() -> None:
    group = make.group(joining="request")
    face = actions.join(make.member("ada"), group, name="Willow")
    actions.approve(make.host_of(group), face)
    with pytest.raises(Refused, match="already answered"):
        actions.decline(make.host_of(group), face)


@pytest.mark.parametrize("name", ["willow", "WILLOW", "W i l l o w", "Wi11ow", "Wíllow", "\uff37illow"])
def test_a_name_that_looks_like_another_is_refused(name: str) -> None:
    group = make.group()
    actions.join(make.member("ada"), group, name="Willow")
    with pytest.raises(Refused, match="name like this"):
        actions.join(make.member("ben"), group, name=name)


def test_the_same_name_may_stand_in_two_groups() -> None:
    asthma, school = make.group("Asthma"), make.group("School")
    ada = make.member("ada")
    assert actions.join(ada, asthma, name="Willow").name == actions.join(ada, school, name="Willow").name


def test_two_faces_of_one_member_share_no_value() -> None:
    ada = make.member("ada")
    one, two = (make.face(ada, make.group(name)) for name in ("Asthma", "School"))
    for field in ("key", "avatar_seed", "name", "name_key"):
        assert getattr(one, field) != getattr(two, field)


def test_a_removed_member_cannot_come_back_alone() -> None:
    group = make.group()
    ada = make.member("ada")
    face = actions.join(ada, group, name="Willow")
    actions.remove(make.host_of(group), face)
    with pytest.raises(Refused, match="cannot join this group again"):
        actions.join(ada, group, name="Rowan")


def test_whoever_left_may_return_under_another_name() -> None:
    group = make.group()
    ada = make.member("ada")
    actions.leave(actions.join(ada, group, name="Willow"))
    group.refresh_from_db()
    assert group.member_count == 1
    assert actions.join(ada, group, name="Rowan").name == "Rowan"


def test_an_invitation_lets_in_as_many_as_it_says() -> None:
    group = make.group(joining="invitation", visibility="hidden")
    invitation = actions.invite(make.host_of(group), group, uses=1)
    assert actions.accept_invitation(make.member("ada"), invitation, name="Willow").is_active
    with pytest.raises(Refused, match="used up"):
        actions.accept_invitation(make.member("ben"), invitation, name="Rowan")


@pytest.mark.parametrize("ending", ["revoked", "expired"])
def test_an_invitation_that_has_ended_lets_nobody_in(ending: str) -> None:
    group = make.group(joining="invitation")
    invitation = actions.invite(make.host_of(group), group)
    if ending == "revoked":
        actions.revoke_invitation(make.host_of(group), invitation)
    else:
        Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused):
        actions.accept_invitation(make.member("ada"), invitation, name="Willow")


def test_a_refused_name_does_not_use_up_the_invitation() -> None:
    group = make.group(joining="invitation")
    host = make.host_of(group)
    invitation = actions.invite(host, group)
    with pytest.raises(Refused):
        actions.accept_invitation(make.member("ada"), invitation, name=host.name)
    assert policy.visible_invitations(make.member("ben")).filter(pk=invitation.pk).exists()


def test_only_hosts_invite() -> None:
    group = make.group()
    with pytest.raises(Refused, match="hosts"):
        actions.invite(make.face(make.member("ada"), group), group)


def test_a_hidden_groups_address_does_not_come_from_its_name() -> None:
    group = make.group("Living with it", visibility="hidden")
    assert "living" not in group.slug


def test_a_block_hides_the_face_from_me_and_tells_nobody() -> None:
    group = make.group()
    ada, ben = make.member("ada"), make.member("ben")
    make.face(ada, group)
    face = make.face(ben, group)
    actions.block(ada, face)
    actions.block(ada, face)
    assert queries.hidden_faces(ada) == {face.pk}
    assert queries.hidden_faces(ben) == frozenset()
    assert face not in policy.visible_faces(ada)
    assert not ben.notices.exists()


def test_unblocking_shows_the_face_again() -> None:
    group = make.group()
    ada = make.member("ada")
    face = make.face(make.member("ben"), group)
    actions.unblock(ada, actions.block(ada, face))
    assert not Block.objects.exists()
    assert face in policy.visible_faces(ada) or group.visibility == "listed"


def test_names_without_letters_have_no_key() -> None:
    assert name_key("...") == ""
    assert name_key("\u200b") == ""
