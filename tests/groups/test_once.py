"""Founding a group, joining, and taking an invitation, twice by one form: it is so once, and answered alike."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import Group, Membership
from kit.models import JournalEntry
from people.models import Member
from tests import make
from tests.moderation.test_at_once import at_once

pytestmark = pytest.mark.django_db
FOUNDED = {
    "name": "Year 3",
    "face_name": "Heron",
    "kind": "school",
    "visibility": "listed",
    "joining": "open",
    "client_key": "a-key",
}


@pytest.fixture
def ada() -> Member:
    return make.member("ada")


@pytest.fixture
def browser(ada: Member) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.mark.parametrize("visibility", ["listed", "hidden"])
def test_a_group_founded_twice_stands_once(browser: Client, visibility: str, settings) -> None:
    settings.PACES = settings.PACES | {"found": (1, 60)}
    sent = FOUNDED | {"visibility": visibility}
    first, second = (browser.post(reverse("groups:found"), sent) for _tap in range(2))
    assert Group.objects.count() == 1
    assert (second.status_code, second.url) == (302, first.url)


def test_other_answers_under_the_same_key_found_another_group(browser: Client) -> None:
    for name in ("Year 3", "Year 4"):
        browser.post(reverse("groups:found"), FOUNDED | {"name": name})
    assert set(Group.objects.values_list("name", flat=True)) == {"Year 3", "Year 4"}


def test_the_same_answers_of_two_people_found_two_groups(browser: Client) -> None:
    other = Client()
    other.force_login(make.member("ben"))
    for one in (browser, other):
        one.post(reverse("groups:found"), FOUNDED)
    assert Group.objects.count() == 2


def test_back_and_sent_again_founds_no_second_group(browser: Client) -> None:
    """The page is asked for anew, and the browser puts the old answers into it."""
    for _time in range(2):
        page = browser.get(reverse("groups:found")).text
        key = re.search(r'name="client_key" value="([^"]+)"', page)[1]
        browser.post(reverse("groups:found"), FOUNDED | {"client_key": key})
    assert Group.objects.count() == 1
    assert "Client key" not in page  # the field is nobody's to fill in


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("visibility", ["listed", "hidden"])
def test_a_group_founded_in_two_processes_at_once_stands_once(visibility: str) -> None:
    ada = make.member("ada")
    wish = {"name": "Year 3", "face_name": "Heron", "visibility": visibility, "client_key": "a-key"}
    answers = at_once(*[lambda: actions.found(ada, **wish)] * 3)
    assert {group.pk for group in answers} == {Group.objects.get().pk}
    assert Group.objects.get().member_count == Membership.objects.count() == 1


@pytest.mark.parametrize(("joining", "said"), [("open", "Welcome."), ("request", "Your request is on its way.")])
def test_joining_twice_is_joining_once(browser: Client, ada: Member, joining: str, said: str) -> None:
    group = make.group("Asthma", joining=joining)
    for _tap in range(2):
        answer = browser.post(reverse("groups:join", args=[group.slug]), {"name": "Willow", "about": "Hello"})
        assert answer.url == reverse("groups:group", args=[group.slug])
    assert said in browser.get(answer.url).text
    group.refresh_from_db()
    assert group.member_count == (2 if joining == "open" else 1)
    assert Membership.objects.filter(member=ada).count() == 1
    told = JournalEntry.objects.filter(name__in=("groups.JoiningAsked", "groups.FaceJoined"))
    assert told.count() == 2  # the host, when the group was founded, and Ada


def test_a_request_in_other_words_says_them_instead_and_calls_nobody_again(browser: Client, ada: Member) -> None:
    group = make.group("Asthma", joining="request")
    actions.set_questions(make.host_of(group), group, texts=["Who has it?"])
    for name, words in (("Willow", "My sun."), ("Elm", "My son.")):
        answer = browser.post(reverse("groups:join", args=[group.slug]), {"name": name, "answer_1": words})
        assert answer.status_code == 302
    asked = Membership.objects.get(member=ada)
    assert (asked.name, asked.answers, asked.state) == ("Elm", [["Who has it?", "My son."]], "requested")
    assert JournalEntry.objects.filter(name="groups.JoiningAsked").count() == 1


def test_a_request_of_one_who_belonged_before_keeps_the_old_name_in_other_words_too() -> None:
    group = make.group("Asthma", joining="request")
    face = make.face(make.member("ada"), group, "Willow")
    actions.leave(face)
    for name in ("Elm", "Oak"):
        actions.join(face.member, group, name=name)
    face.refresh_from_db()
    assert (face.name, face.wished_name) == ("Willow", "Oak")


def test_a_second_tap_on_an_invitation_is_welcomed_like_the_first(browser: Client) -> None:
    group = make.group("Asthma", visibility="hidden", joining="invitation")
    link = actions.invite(make.host_of(group), group, uses=1)
    answers = [browser.post(f"/invitations/{link.key}/", {"name": "Willow"}) for _tap in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url


@pytest.mark.django_db(transaction=True)
def test_one_who_takes_an_invitation_or_asks_in_two_processes_at_once_does_so_once() -> None:
    ada = make.member("ada")
    group, asking = make.group("Asthma", joining="invitation"), make.group("Lungs", joining="request")
    link = actions.invite(make.host_of(group), group, uses=2)
    came = at_once(*[lambda: actions.accept_invitation(ada, link, name="Willow")] * 2)
    asked = at_once(*[lambda: actions.join(ada, asking, name="Willow")] * 2)
    assert len({face.pk for face in came}) == len({face.pk for face in asked}) == 1
    link.refresh_from_db()
    assert link.uses_left == 1
    assert JournalEntry.objects.filter(name="groups.JoiningAsked").count() == 1
