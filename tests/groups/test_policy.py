"""Who may know, read, speak and run."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from groups import actions, policy, queries
from groups.models import Group, Membership
from kit.policy import Refused
from people import actions as people_actions
from tests import make

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


@pytest.mark.parametrize(("visibility", "is_seen"), [("open", True), ("listed", True), ("hidden", False)])
def test_outsiders_see_a_group_unless_it_is_hidden(visibility: str, is_seen: bool) -> None:
    group = make.group(visibility=visibility)
    olu = make.member("olu")
    assert policy.visible_groups(olu).filter(pk=group.pk).exists() is is_seen
    assert policy.visible_groups(VISITOR).filter(pk=group.pk).exists() is is_seen


@pytest.mark.parametrize(("visibility", "is_read"), [("open", True), ("listed", False), ("hidden", False)])
def test_outsiders_read_only_in_open_groups(visibility: str, is_read: bool) -> None:
    group = make.group(visibility=visibility)
    assert policy.readable_groups(make.member("olu")).filter(pk=group.pk).exists() is is_read
    assert policy.readable_groups(VISITOR).filter(pk=group.pk).exists() is is_read


def test_members_see_and_read_their_hidden_group() -> None:
    group = make.group(visibility="hidden")
    ada = make.member("ada")
    make.face(ada, group)
    assert group in policy.visible_groups(ada)
    assert group in policy.readable_groups(ada)


@pytest.mark.parametrize("state", ["requested", "left", "removed", "banned"])
def test_whoever_does_not_belong_any_more_cannot_see_the_hidden_group(state: str) -> None:
    group = make.group(visibility="hidden")
    ada = make.member("ada")
    make.face(ada, group, state=state)
    assert group not in policy.visible_groups(ada)
    assert not policy.can_speak_in(queries.face_of(ada, group), group)


def test_a_silenced_face_reads_and_does_not_write() -> None:
    group = make.group()
    ada = make.member("ada")
    face = make.silenced(make.face(ada, group))
    assert group in policy.readable_groups(ada)
    verdict = policy.can_speak_in(face, group)
    assert not verdict
    assert "write again from" in verdict.reason


def test_silence_ends_by_itself() -> None:
    group = make.group()
    face = make.face(make.member("ada"), group)
    face.silenced_until = timezone.now() - timedelta(seconds=1)
    assert policy.can_speak_in(face, group)


def test_a_suspended_member_cannot_speak_in_any_group() -> None:
    group = make.group()
    ada = make.member("ada", suspended_until=timezone.now() + timedelta(days=1))
    assert not policy.can_speak_in(make.face(ada, group), group)


def test_nobody_writes_in_a_closed_group() -> None:
    group = make.group()
    face = make.face(make.member("ada"), group)
    group = actions.archive(make.host_of(group), group)
    assert "closed" in policy.can_speak_in(face, group).reason


def test_a_face_of_another_group_does_not_help_here() -> None:
    asthma, school = make.group("Asthma"), make.group("School")
    face = make.face(make.member("ada"), asthma, role=Membership.Role.HOST)
    for question in (policy.can_speak_in, policy.can_host, policy.can_moderate, policy.can_see_members):
        assert not question(face, school)


def test_the_only_host_cannot_leave() -> None:
    group = make.group()
    host = make.host_of(group)
    other = make.face(make.member("ben"), group)
    assert "only host" in policy.can_leave(host).reason
    make.promoted(other, "host")
    assert policy.can_leave(host)


def test_hidden_groups_stand_in_nobodys_directory() -> None:
    hidden = make.group("Hidden", visibility="hidden")
    host = make.host_of(hidden).member
    assert host is not None
    assert hidden not in queries.directory(host)


def test_size_bands_do_not_change_with_one_person() -> None:
    assert queries.size_band(Group(member_count=11)) == queries.size_band(Group(member_count=12))


@pytest.mark.parametrize("role", [Membership.Role.MODERATOR, Membership.Role.HOST])
def test_whoever_is_paused_on_the_whole_site_runs_no_group_meanwhile(role: str) -> None:
    keeper = make.face(make.member("mara"), make.group(), role=role)
    assert policy.can_moderate(keeper, keeper.group)
    until = timezone.now() + timedelta(days=1)
    people_actions.suspend(make.member("sol", is_safety_team=True), keeper.member, until=until, reason="A pause.")
    keeper = Membership.objects.get(pk=keeper.pk)
    assert "paused" in policy.can_moderate(keeper, keeper.group).reason
    if role == Membership.Role.HOST:
        assert "paused" in policy.can_host(keeper, keeper.group).reason


def test_whoever_may_not_write_does_not_write_in_their_own_name_either() -> None:
    face = make.face(make.member("ada"), make.group())
    actions.describe(face, name="Willow", about="")
    with pytest.raises(Refused, match="write again from"):
        actions.describe(make.silenced(face), name="You are all fools", about="")


def test_the_links_of_a_host_who_is_gone_lead_nowhere() -> None:
    group = make.group(visibility="hidden")
    other = make.face(make.member("ben"), group, role=Membership.Role.HOST)
    invitation = actions.invite(other, group, uses=50)
    olu = make.member("olu")
    assert invitation in policy.visible_invitations(olu)
    actions.leave(other)
    assert invitation not in policy.visible_invitations(olu)
