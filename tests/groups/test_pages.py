"""The pages of groups, as people see them."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import Group, Membership
from groups.templatetags.faces import drawing
from people.models import Member
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_somebody_joins_and_finds_the_group_among_theirs() -> None:
    group = make.group("Asthma together")
    browser = signed_in(make.member("ada"))
    answer = browser.post(reverse("groups:join", args=[group.slug]), {"name": "Willow"}, follow=True)
    assert "Welcome." in answer.text
    assert "Here you are <bdi>Willow</bdi>." in browser.get(reverse("home")).text


def test_a_taken_name_is_said_beside_the_field_and_what_was_typed_stays() -> None:
    group = make.group()
    taken = make.host_of(group).name
    answer = signed_in(make.member("ada")).post(
        reverse("groups:join", args=[group.slug]), {"name": taken, "about": "Up at night, too."}
    )
    assert answer.status_code == 422
    assert "Choose another one." in answer.text
    assert "Up at night, too." in answer.text


def test_a_second_tab_that_already_joined_gets_a_plain_answer() -> None:
    group = make.group()
    ada = make.member("ada")
    browser = signed_in(ada)
    browser.post(reverse("groups:join", args=[group.slug]), {"name": "Willow"})
    answer = browser.post(reverse("groups:join", args=[group.slug]), {"name": "Rowan"})
    assert "already belong" in answer.text
    assert Membership.objects.get(group=group, member=ada).name == "Willow"


def test_joining_suggests_a_fresh_name() -> None:
    group = make.group()
    page = signed_in(make.member("ada")).get(reverse("groups:join", args=[group.slug]))
    assert len(page.context["form"].initial["name"].split()) == 2


def test_a_host_lets_somebody_in() -> None:
    group = make.group(joining="request")
    asked = actions.join(make.member("ada"), group, name="Willow")
    host = make.host_of(group).member
    assert host is not None
    browser = signed_in(host)
    assert "Willow" in browser.get(reverse("groups:requests", args=[group.slug])).text
    browser.post(reverse("groups:settle", args=[group.slug, asked.key]), {"answer": "yes"})
    asked.refresh_from_db()
    assert asked.is_active


def test_an_invitation_opens_a_hidden_group() -> None:
    group = make.group(visibility="hidden", joining="invitation")
    invitation = actions.invite(make.host_of(group), group)
    browser = signed_in(make.member("ada"))
    assert browser.get(reverse("groups:group", args=[group.slug])).status_code == 404
    browser.post(reverse("groups:invitation", args=[invitation.key]), {"name": "Willow"})
    assert browser.get(reverse("groups:group", args=[group.slug])).status_code == 200


def test_the_member_list_shows_faces_and_no_address() -> None:
    group = make.group()
    ada = make.member("ada")
    make.face(ada, group, "Willow")
    page = signed_in(ada).get(reverse("groups:members", args=[group.slug]))
    assert "Willow" in page.text
    assert "@example.org" not in page.text


def test_a_founder_hosts_the_new_group() -> None:
    ada = make.member("ada")
    fields = {
        "name": "Night owls",
        "purpose": "For those who are up",
        "kind": "interest",
        "visibility": "listed",
        "joining": "open",
        "welcome": "",
        "face_name": "Willow",
    }
    answer = signed_in(ada).post(reverse("groups:found"), fields, follow=True)
    assert answer.status_code == 200
    assert Group.objects.get(name="Night owls").memberships.get().role == Membership.Role.HOST


def test_whoever_starts_a_group_says_what_kind_it_is_for_nothing_is_chosen_before() -> None:
    """A kind by default made a health group of every knitting group whose founder did not look."""
    browser, address = signed_in(make.member("ada")), reverse("groups:found")
    page = browser.get(address).text
    kinds = page.split('name="kind"')[1].split("</select>")[0]
    assert '<option value="" selected>Choose one</option>' in kinds
    assert kinds.count("selected") == 1
    fields = {"name": "Slow stitches", "visibility": "listed", "joining": "open", "face_name": "Willow"}
    answer = browser.post(address, fields)
    assert answer.status_code == 422
    assert "Choose what kind of group it is." in answer.text
    assert 'value="Slow stitches"' in answer.text
    assert not Group.objects.exists()
    browser.post(address, {**fields, "kind": "interest"})
    assert Group.objects.get().kind == "interest"


def test_no_two_seeds_draw_the_same_picture_and_none_names_its_seed() -> None:
    pictures = {drawing(f"seed{number}") for number in range(200)}
    assert len(pictures) > 190
    assert not any("seed" in picture for picture in pictures)


@pytest.mark.parametrize("place_count", [1, 30])
def test_my_groups_asks_few_questions_however_many_there_are(
    place_count: int, django_assert_max_num_queries: object
) -> None:
    ada = make.member("ada")
    for number in range(place_count):
        make.face(ada, make.group(f"Group {number}"))
    browser = signed_in(ada)
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        browser.get(reverse("home"))


@pytest.mark.parametrize(
    ("role", "is_safety_team", "leads"), [("member", False, False), ("moderator", False, True), (None, True, True)]
)
def test_whoever_keeps_others_safe_finds_the_reports_from_home(client, role, is_safety_team, leads):
    mara = make.member("mara", is_safety_team=is_safety_team)
    if role:
        make.face(mara, make.group(), "Marram", role=role)
    client.force_login(mara)
    page = client.get(reverse("home"))
    assert (reverse("moderation:queue") in page.text) is leads


def test_an_invitation_says_what_it_is_and_what_the_group_is_for(client):
    place = make.group("Blue room", visibility="hidden", joining="invitation", purpose="A quiet room.")
    invitation = actions.invite(make.host_of(place), place, uses=1, days=1)
    client.force_login(make.member("olu"))
    page = client.get(reverse("groups:invitation", args=[invitation.key]))
    assert "has invited you" in page.text
    assert "A quiet room." in page.text
    assert reverse("groups:group", args=[place.slug]) not in page.text, "it cannot be seen from outside"


def test_an_open_group_does_not_promise_that_only_members_read_a_profile() -> None:
    group = make.group(visibility="open")
    face = make.face(make.member("ada"), group)
    actions.describe(face, name="Willow", about="Since the second winter.")
    outside = Client().get(reverse("groups:face", args=[group.slug, face.key]))
    page = signed_in(make.member("ben")).get(reverse("groups:join", args=[group.slug]))
    assert "Since the second winter." in outside.text
    assert "Only this group" not in page.text
    assert "Whoever may read here" in page.text


def test_no_cookie_names_the_group_that_somebody_joined() -> None:
    group = make.group("Asthma together")
    browser = signed_in(make.member("ada"))
    browser.post(reverse("groups:join", args=[group.slug]), {"name": "Willow"})
    assert set(browser.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}
    assert "Asthma together" in browser.get(reverse("home")).text
