"""Invitations: what hosts see of them, and what each kind of end says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, Invitation
from kit.policy import Refused
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
    heir = make.face(make.member("ben"), group)
    actions.accept_offer(heir, actions.hand_over(host, heir))
    assert "no longer runs the group" in browser().get(f"/invitations/{link.key}/").text


def test_nobody_is_invited_into_a_closed_group(group: Group) -> None:
    host = make.host_of(group)
    link = actions.invite(host, group)
    actions.archive(host, group)
    assert "has closed" in browser().get(f"/invitations/{link.key}/").text
    hosting = Client()
    hosting.force_login(host.member)
    assert "Make a link" not in hosting.get(reverse("groups:invite", args=[group.slug])).text


@pytest.mark.parametrize(("for_good", "comes_back"), [(False, True), (True, False)])
def test_whoever_was_removed_comes_back_by_a_later_invitation_unless_it_was_for_good(
    group: Group, for_good: bool, comes_back: bool
) -> None:
    host, olu = make.host_of(group), make.member("olu")
    earlier = actions.invite(host, group, uses=2)
    actions.remove(host, actions.accept_invitation(olu, earlier, name="Olu"), for_good=for_good)
    with pytest.raises(Refused, match="cannot join this group again"):
        actions.accept_invitation(olu, earlier, name="Olu")
    later = actions.invite(host, group)
    browser = Client()
    browser.force_login(olu)
    browser.post(reverse("groups:invitation", args=[later.key]), {"name": "Olu"})
    assert group.memberships.get(member=olu).is_active == comes_back


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


def test_whoever_is_not_signed_in_reads_why_before_they_sign_in_or_up(group: Group) -> None:
    invitation = actions.invite(make.host_of(group), group, uses=1, days=7)
    page = Client().get(reverse("groups:invitation", args=[invitation.key]), follow=True)
    sign_up = Client().get(reverse("account_signup"), page.context["request"].GET)
    for text in (page.text, sign_up.text):
        assert "Somebody has invited you to a group." in text
        assert group.name not in text
    assert "Somebody has invited you" not in Client().get(reverse("account_login")).text


def test_whoever_has_no_account_reads_first_that_a_link_may_have_ended(group: Group) -> None:
    """The same for a link that works, one that has ended, and one that never was; also after a wrong answer."""
    link = actions.invite(make.host_of(group), group, uses=1, days=7)
    ended = actions.revoke_invitation(make.host_of(group), actions.invite(make.host_of(group), group))
    pages = []
    for key in (link.key, ended.key, "nosuchinvitation"):
        address = reverse("groups:invitation", args=[key])
        page = Client().get(address, follow=True)
        told = page.text.partition('id="invited"')[2].partition("</div>")[0]
        assert "can only be seen once you are signed in" in told
        assert "I have no account yet" in told
        assert reverse("account_signup") in told
        pages.append(told.replace(key, ""))
        wrong = Client().post(reverse("account_signup"), {"next": address, "email": "nobody", "password1": "x"})
        assert 'id="invited"' in wrong.text
        wrong = Client().post(reverse("account_login"), {"next": address, "login": "nobody", "password": "x"})
        assert 'id="invited"' in wrong.text
    assert len(set(pages)) == 1
