"""Whoever is removed is told, kindly and without a name, what happened and what can be done."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import Group, Membership
from kit.events import deliver_due
from people.models import Member, Notice
from tests import make

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"[A-Za-z0-9]{64}")
WORDS = "You asked for money twice."


@pytest.fixture
def group() -> Group:
    return make.group("Sore feet", kind="interest", joining="open")


@pytest.fixture
def ada(group: Group) -> Membership:
    return make.face(make.member("ada"), group, "Willow")


def browser_of(member: Member | None) -> Client:
    client = Client()
    if member is not None:
        client.force_login(member)
    return client


def told(face: Membership) -> list[Notice]:
    deliver_due()
    return list(Notice.objects.filter(member=face.member, kind="removed").order_by("pk"))


def test_a_host_is_asked_once_and_says_why_before_somebody_is_removed(group: Group, ada: Membership) -> None:
    host = browser_of(make.host_of(group).member)
    shown = host.get(reverse("groups:face", args=[group.slug, ada.key])).text
    page = reverse("groups:remove", args=[group.slug, ada.key])
    assert f'href="{page}"' in shown
    assert f'action="{page}"' not in shown, "nobody is removed by one tap"
    asked = host.get(page)
    assert "Willow" in asked.text
    assert Membership.objects.get(pk=ada.pk).is_active
    wrong = host.post(page, {"words": "x" * 400})
    assert (wrong.status_code, Membership.objects.get(pk=ada.pk).is_active) == (422, True)
    host.post(page, {"words": WORDS})
    (notice,) = told(ada)
    assert WORDS in notice.said
    assert browser_of(make.face(make.member(), group).member).get(page).status_code == 403


def test_the_notice_names_no_group_and_no_face_and_says_the_way_back(group: Group, ada: Membership) -> None:
    actions.remove(make.host_of(group), ada)
    (notice,) = told(ada)
    assert not any(name in notice.said for name in (group.name, ada.name, make.host_of(group).name))
    assert "a host has to invite you again" in notice.said
    page = browser_of(ada.member).get(notice.url)
    assert "cannot join this group again by yourself" in page.text
    assert "ask one of them for a new invitation" in page.text


def test_whoever_may_not_come_back_reads_that_too(group: Group, ada: Membership) -> None:
    actions.remove(make.host_of(group), ada, for_good=True)
    (notice,) = told(ada)
    assert "for good" in notice.said
    assert "for good" in browser_of(ada.member).get(notice.url).text


def test_the_notice_of_a_hidden_group_leads_where_there_is_nothing(ada: Membership) -> None:
    group = make.group("Night owls", visibility="hidden")
    face = make.face(ada.member, group, "Heron")
    actions.remove(make.host_of(group), face)
    (notice,) = told(face)
    client = browser_of(ada.member)
    nowhere = client.get(reverse("groups:group", args=["nowhere"]))
    page = client.get(notice.url)
    assert page.status_code == nowhere.status_code == 404
    assert TOKEN.sub("", page.text.replace(group.slug, "nowhere")) == TOKEN.sub("", nowhere.text)


def test_it_is_told_once_and_in_the_members_language(group: Group) -> None:
    ada = make.face(make.member("ada", language="cy"), group, "Willow")
    actions.remove(make.host_of(group), ada, words="Sori.")
    assert len(told(ada)) == len(told(ada)) == 1
    assert "Sori." in told(ada)[0].said


def test_whoever_is_removed_by_what_they_said_without_their_name_is_told_once(group: Group, ada: Membership) -> None:
    host, nameless = make.host_of(group), actions.speak_without_name(ada, place="a-topic")
    actions.remove(host, nameless)
    actions.remove(host, Membership.objects.get(pk=ada.pk))  # which only seems to belong
    (notice,) = told(ada)
    assert nameless.name not in notice.said


def test_a_keeper_whose_nameless_face_is_removed_reads_that_they_still_belong(group: Group) -> None:
    mara = make.face(make.member("mara"), group, "Wren", role="moderator")
    actions.remove(make.host_of(group), actions.speak_without_name(mara, place="a-topic"))
    (notice,) = told(mara)
    assert "You still belong to the group" in notice.said
    assert Membership.objects.get(pk=mara.pk).is_active


def test_nothing_about_health_is_asked_where_that_would_not_help(ada: Membership) -> None:
    """The way to the words about health stands where these alone are missing."""
    way = reverse("people:health") + "?next="
    group = make.group("Asthma", joining="open")
    head, door = (reverse(f"groups:{name}", args=[group.slug]) for name in ("group", "join"))
    gone = make.face(make.member("bea"), group)
    actions.remove(make.host_of(group), gone)
    silent = make.member("olu", agrees=False)
    for member, is_offered in ((gone.member, False), (silent, True), (ada.member, False)):
        client = browser_of(member)
        assert [way in client.get(page).text for page in (head, door)] == [is_offered, is_offered]
    invited = make.group("Migraine", joining="invitation")
    assert way not in browser_of(silent).get(reverse("groups:group", args=[invited.slug])).text
    link = actions.invite(make.host_of(invited), invited)
    assert way in browser_of(silent).get(reverse("groups:invitation", args=[link.key])).text
