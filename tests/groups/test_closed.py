"""A closed group says so wherever it stands, and offers nothing that cannot be done there."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions, policy
from groups.hosting_forms import MergerForm
from groups.models import Group
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed() -> Group:
    group = make.group("Asthma", visibility="open", joining="open")
    return actions.archive(make.host_of(group), group)


def browser_of(member: object = None) -> Client:
    client = Client()
    if member is not None:
        client.force_login(member)
    return client


def test_whoever_is_not_signed_in_is_not_asked_to_for_a_closed_group(closed: Group) -> None:
    for name in ("groups:group", "forum:topics", "chat:rooms"):
        page = browser_of().get(reverse(name, args=[closed.slug])).text.partition("<main")[2]
        assert "This group has been closed since" in page
        assert "Sign in to join" not in page
        assert reverse("account_login") not in page


def test_nobody_is_asked_to_sign_in_for_writing_where_nobody_writes() -> None:
    group = make.group("Asthma", visibility="open", joining="open")
    topic, room = make.topic(make.host_of(group)), make.room(group)
    places = [reverse("forum:topic", args=[topic.key]), reverse("chat:room", args=[room.key])]
    for place in places:
        assert f"{reverse('account_login')}?next=" in browser_of().get(place).text.partition("<main")[2]
    actions.archive(make.host_of(group), group)
    for place in places:
        page = browser_of().get(place).text.partition("<main")[2]
        assert "This group is closed." in page
        assert reverse("account_login") not in page


def test_those_who_belong_read_it_on_its_pages_and_among_their_groups(closed: Group) -> None:
    client = browser_of(make.face(make.member("ada"), closed).member)
    for name in ("groups:group", "forum:topics", "groups:members"):
        assert client.get(reverse(name, args=[closed.slug])).text.count("This group has been closed since") == 1
    assert "Closed since" in client.get(reverse("home")).text


def test_it_offers_neither_joining_nor_inviting(closed: Group) -> None:
    about = browser_of(make.host_of(closed).member).get(reverse("groups:group", args=[closed.slug])).text
    assert "Anyone may join" not in about
    assert "Invite people" not in about
    actions.reopen(make.host_of(closed), closed)
    about = browser_of(make.host_of(closed).member).get(reverse("groups:group", args=[closed.slug])).text
    assert "Anyone may join" in about
    assert "Invite people" in about


def test_a_hidden_group_says_how_people_really_come() -> None:
    hana = make.member("hana")
    answers = {"name": "Night owls", "kind": "interest", "visibility": "hidden", "joining": "open", "face_name": "Owl"}
    client = browser_of(hana)
    form = client.get(reverse("groups:found"))
    assert "people come by invitation only" in form.text
    page = client.post(reverse("groups:found"), answers, follow=True).text
    assert "wait to be found" not in page
    assert "only you know of it" in page
    assert "Anyone may join" not in page
    assert "By invitation only" in page


def test_the_former_address_of_a_group_will_do_where_its_address_is_asked_for() -> None:
    other = make.group("Asthma")
    old = other.slug
    other = actions.rename(make.host_of(other), other, name="Breathing together")
    assert other.slug != old
    olu = make.member("olu")
    for address in (other.slug, old, f"https://example.org/groups/{old}/about/"):
        form = MergerForm({"other": address}, visible=policy.visible_groups(olu))
        assert form.is_valid(), address
        assert form.cleaned_data["other"] == other
    Group.objects.filter(pk=other.pk).update(visibility="hidden")
    assert not MergerForm({"other": old}, visible=policy.visible_groups(olu)).is_valid()
