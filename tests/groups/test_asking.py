"""Asking to come in: the group's own questions, a yes, a no, thinking again, and asking as one who belonged before."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions, policy
from groups.models import Group, Membership
from kit.events import deliver_due
from kit.models import JournalEntry
from kit.policy import Refused
from people.models import Member, Notice
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> Group:
    group = make.group("Asthma", joining="request")
    actions.set_questions(make.host_of(group), group, texts=["Who has it in your family?"])
    return group


def browser_of(member: Member | None) -> Client:
    client = Client()
    client.force_login(member)
    return client


def ask(group: Group, member: Member, name: str = "Willow") -> Membership:
    return actions.join(member, group, name=name, answers=[("Who has it?", "My son.")])


def test_answers_are_read_by_hosts_and_deleted_with_the_yes(group: Group) -> None:
    ada, host = make.member("ada"), make.host_of(group)
    sent = {"name": "Willow", "answer_1": "My son has it."}
    assert browser_of(ada).post(reverse("groups:join", args=[group.slug]), {"name": "Willow"}).status_code == 422
    browser_of(ada).post(reverse("groups:join", args=[group.slug]), sent)
    requests = reverse("groups:requests", args=[group.slug])
    page = browser_of(host.member).get(requests).text
    assert "Who has it in your family?" in page
    assert "My son has it." in page
    moderator = make.face(make.member("mara"), group, role="moderator")
    assert browser_of(moderator.member).get(requests).status_code == 403
    face = actions.approve(host, Membership.objects.get(member=ada))
    assert (face.is_active, face.answers) == (True, [])


def test_nothing_is_kept_of_somebody_who_never_belonged(group: Group) -> None:
    ada = make.member("ada")
    face = ask(group, ada)
    actions.decline(make.host_of(group), face, words="We are full just now.")
    assert not Membership.objects.filter(member=ada).exists()
    reader = make.face(make.member("ben"), group).member
    assert browser_of(reader).get(reverse("groups:face", args=[group.slug, face.key])).status_code == 404
    deliver_due()
    notice = Notice.objects.get(member=ada, kind="declined")
    assert "We are full just now." in notice.said
    assert group.name not in notice.said
    assert not any("My son" in str(entry.payload) for entry in JournalEntry.objects.all())
    assert ask(group, ada).state == "requested", "they may ask again"


def test_one_who_belonged_keeps_the_old_name_over_what_they_wrote_until_the_yes(group: Group) -> None:
    ada, host = make.member("ada"), make.host_of(group)
    actions.leave(actions.approve(host, ask(group, ada)))
    face = ask(group, ada, "Rowan")
    assert (face.name, face.wished_name) == ("Willow", "Rowan")
    assert face in policy.visible_faces(host.member), "what they wrote leads to somebody"
    actions.decline(host, face)
    face.refresh_from_db()
    assert (face.state, face.name, face.wished_name, face.answers) == ("left", "Willow", "", [])
    face = actions.approve(host, ask(group, ada, "Rowan"))
    assert (face.name, face.wished_name) == ("Rowan", "")


def test_a_wish_that_somebody_else_has_meanwhile_leaves_the_old_name(group: Group) -> None:
    ada, host = make.member("ada"), make.host_of(group)
    actions.leave(actions.approve(host, ask(group, ada)))
    face = ask(group, ada, "Rowan")
    make.face(make.member("ben"), group, "Rowan")
    assert actions.approve(host, face).name == "Willow"
    actions.leave(Membership.objects.get(pk=face.pk))
    with pytest.raises(Refused, match="name like this"):
        ask(group, ada, "R0wan")


def test_whoever_thinks_again_takes_the_request_back(group: Group) -> None:
    ada = make.member("ada")
    face = ask(group, ada)
    browser = browser_of(ada)
    assert "Take my request back" in browser.get(reverse("groups:group", args=[group.slug])).text
    browser.post(reverse("groups:leave", args=[group.slug]))
    assert not Membership.objects.filter(pk=face.pk).exists()
    host = browser_of(make.host_of(group).member)
    settled = host.post(reverse("groups:settle", args=[group.slug, face.key]), {"answer": "yes"}, follow=True)
    assert "taken back" in settled.text, "the host's page was still open"


def test_a_request_is_taken_back_even_where_the_group_went_into_hiding(group: Group) -> None:
    """Its asker learns no more of it than that they asked."""
    ada, host = make.member("ada"), make.host_of(group)
    face = ask(group, ada)
    actions.change_admission(host, group, visibility="hidden", joining="request")
    home = browser_of(ada).get(reverse("home")).text
    assert ("Take my request back" in home, group.name in home) == (True, False)
    address = reverse("groups:withdraw", args=[face.key])
    assert browser_of(make.member("ben")).post(address).status_code == 404
    answer = browser_of(ada).post(address, follow=True).text
    assert ("You have taken your request back." in answer, "Take my request back" in answer) == (True, False)
    assert not Membership.objects.filter(pk=face.pk).exists()
    assert browser_of(ada).post(address).status_code == 404, "a second tab"


def test_somebody_who_asked_may_come_by_an_invitation(group: Group) -> None:
    ada, host = make.member("ada"), make.host_of(group)
    ask(group, ada)
    face = actions.accept_invitation(ada, actions.invite(host, group), name="Willow")
    group.refresh_from_db()
    assert (face.is_active, face.answers, group.member_count) == (True, [], 2)


def test_who_was_removed_comes_back_only_if_a_host_lets_them(group: Group) -> None:
    ada, host = make.member("ada"), make.host_of(group)
    face = actions.remove(host, actions.approve(host, ask(group, ada)), for_good=True)
    for comes in (
        lambda: ask(group, ada),
        lambda: actions.accept_invitation(ada, actions.invite(host, group), name="X1"),
    ):
        with pytest.raises(Refused, match="cannot join this group again"):
            comes()
    page = browser_of(host.member).get(reverse("groups:face", args=[group.slug, face.key])).text
    assert "They may come back" in page
    browser_of(host.member).post(reverse("groups:readmit", args=[group.slug, face.key]))
    assert ask(group, ada).state == "requested"


def test_the_last_one_to_go_closes_the_group() -> None:
    group = make.group()
    actions.leave(make.host_of(group))
    group.refresh_from_db()
    assert (group.member_count, group.archived_at is not None) == (0, True)


def test_nobody_is_let_into_a_closed_group_and_a_no_is_still_possible(group: Group) -> None:
    face, host = ask(group, make.member("ada")), make.host_of(group)
    actions.archive(host, group)
    with pytest.raises(Refused, match="closed"):
        actions.approve(host, face)
    actions.decline(host, face)
    assert not Membership.objects.filter(pk=face.pk).exists()
