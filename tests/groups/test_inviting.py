"""Invitations: what hosts see of them, and what each kind of end says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, Invitation
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    return make.group("The blue room", visibility="hidden", joining="invitation")


def browser() -> Client:
    client = Client()
    client.force_login(make.member())
    return client


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"revoked_at": timezone.now()}, "has taken it back"),
        ({"uses_left": 0}, "has been used up"),
        ({"expires_at": timezone.now() - timedelta(hours=1)}, "for a few days only"),
    ],
)
def test_each_end_of_an_invitation_is_said_without_naming_the_group(
    group: Group, change: dict[str, object], sentence: str
) -> None:
    link = actions.invite(make.host_of(group), group)
    Invitation.objects.filter(pk=link.pk).update(**change)
    for answer in (
        browser().get(f"/invitations/{link.key}/"),
        browser().post(f"/invitations/{link.key}/", {"name": "Elm"}),
    ):
        assert (answer.status_code, sentence in answer.text) == (410, True)
        assert group.name not in answer.text


def test_an_invitation_ends_with_the_hosting_of_whoever_made_it(group: Group) -> None:
    host = make.host_of(group)
    link = actions.invite(host, group)
    actions.hand_over(host, make.face(make.member("ben"), group))
    assert "no longer runs the group" in browser().get(f"/invitations/{link.key}/").text


def test_nobody_is_invited_into_a_closed_group(group: Group) -> None:
    host = make.host_of(group)
    link = actions.invite(host, group)
    actions.archive(host, group)
    assert "has closed" in browser().get(f"/invitations/{link.key}/").text
    hosting = Client()
    hosting.force_login(host.member)
    assert "Make a link" not in hosting.get(reverse("groups:invite", args=[group.slug])).text


def test_a_host_makes_a_link_sees_what_is_left_of_it_and_takes_it_back(group: Group) -> None:
    hosting = Client()
    hosting.force_login(make.host_of(group).member)
    page = reverse("groups:invite", args=[group.slug])
    made = hosting.post(page, {"uses": 3, "days": 7}, follow=True)
    link = Invitation.objects.get()
    assert f"http://testserver/invitations/{link.key}/" in made.text
    assert "For 3 more people" in made.text
    wrong = hosting.post(page, {"uses": 300, "days": 7})
    assert (wrong.status_code, 'value="300"' in wrong.text) == (422, True)
    revoked = hosting.post(reverse("groups:revoke", args=[group.slug, link.key]), follow=True)
    assert "There is none." in revoked.text
    assert browser().get(f"/invitations/{link.key}/").status_code == 410
