"""Two groups become one: nobody without a yes, no words to other readers, and no way from the new face to the old."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups import actions, tasks
from groups.models import Group, Membership, Merger, MergerAnswer
from kit.events import deliver_due
from kit.policy import Refused
from people import actions as people_actions
from people.models import Member, Notice
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving() -> Group:
    return make.group("Night owls")


@pytest.fixture
def staying() -> Group:
    return make.group("Asthma")


@pytest.fixture
def merger(leaving: Group, staying: Group) -> Merger:
    """Everybody in the leaving group is asked."""
    return actions.agree_to_merger(
        make.host_of(staying), actions.propose_merger(make.host_of(leaving), leaving, staying=staying)
    )


def browser_of(member: Member | None) -> Client:
    client = Client()
    client.force_login(member)
    return client


def conclude(merger: Merger) -> Merger:
    Merger.objects.filter(pk=merger.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    assert tasks.conclude_mergers.call() == 1
    merger.refresh_from_db()
    return merger


def test_hosts_propose_hosts_agree_and_every_member_is_asked_without_a_name(leaving: Group, staying: Group) -> None:
    ada = make.face(make.member("ada"), leaving).member
    make.face(make.member("gone"), leaving, state="left")
    host, other = make.host_of(leaving), make.host_of(staying)
    page = reverse("groups:propose_merger", args=[leaving.slug])
    nowhere = browser_of(host.member).post(
        page, {"other": "http://testserver/groups/nowhere/", "words": "We are few."}
    )
    assert (nowhere.status_code, "We are few." in nowhere.text) == (422, True)
    browser_of(host.member).post(
        page, {"other": f"http://testserver/groups/{staying.slug}/about/", "words": "We are few."}
    )
    merger = Merger.objects.get()
    deliver_due()
    assert Notice.objects.get(kind="merger").member == other.member
    assert browser_of(ada).get(reverse("groups:merger", args=[merger.key])).status_code == 404, "not before both agree"
    answer = browser_of(other.member).post(reverse("groups:agree_to_merger", args=[merger.key]), follow=True)
    assert "every member of the other group is asked" in answer.text
    deliver_due()
    assert tasks.ask_members_about_merger.call(merger.pk) == 2
    assert tasks.ask_members_about_merger.call(merger.pk) == 2, "told twice, kept once"
    notice = Notice.objects.get(member=ada, kind="merger")
    assert not any(group.name in notice.text for group in (leaving, staying))
    assert "Every member can answer until" in browser_of(ada).get(notice.url).text


def test_who_says_yes_comes_under_a_new_face_and_nobody_else_does(
    leaving: Group, staying: Group, merger: Merger
) -> None:
    ada, ben, cleo = (make.face(make.member(name), leaving, name.title()) for name in ("ada", "ben", "cleo"))
    topic = make.topic(ada)
    page = reverse("groups:merger", args=[merger.key])
    browser_of(ada.member).post(page, {"comes_along": "yes", "name": "Willow"})
    actions.answer_merger(ben, merger, comes_along=False)
    conclude(merger)
    new = Membership.objects.get(member=ada.member, group=staying)
    for value in ("key", "avatar_seed", "name", "about", "joined_at"):
        assert getattr(new, value) != getattr(ada, value) or not getattr(new, value)
    assert not Membership.objects.filter(group=staying, member__in=[ben.member, cleo.member]).exists()
    assert not MergerAnswer.objects.exists(), "it would tell whose face is whose"
    topic.refresh_from_db()
    leaving.refresh_from_db()
    staying.refresh_from_db()
    assert (topic.group, staying.member_count) == (leaving, 2)
    assert leaving.archived_at is not None
    about = browser_of(ben.member).get(reverse("groups:group", args=[leaving.slug])).text
    assert "became part of Asthma" in about
    with pytest.raises(Refused, match="stays closed"):
        actions.reopen(make.host_of(leaving), leaving)


def test_a_taken_name_is_said_at_once_and_a_later_one_is_replaced(
    leaving: Group, staying: Group, merger: Merger
) -> None:
    make.face(make.member("olu"), staying, "Willow")
    ada, ben = (make.face(make.member(name), leaving) for name in ("ada", "ben"))
    answer = browser_of(ada.member).post(
        reverse("groups:merger", args=[merger.key]), {"comes_along": "yes", "name": "W1llow"}
    )
    assert (answer.status_code, "W1llow" in answer.text) == (422, True)
    actions.answer_merger(ada, merger, comes_along=True, name="Rowan")
    with pytest.raises(Refused, match="name like this"):
        actions.answer_merger(ben, merger, comes_along=True, name="rowan")
    make.face(make.member("eve"), staying, "Rowan")
    conclude(merger)
    assert Membership.objects.get(member=ada.member, group=staying).name not in {"Rowan", "Willow"}


def test_who_was_removed_there_stays_away_and_who_is_there_stays_who_they_are(
    leaving: Group, staying: Group, merger: Merger
) -> None:
    ada, ben = (make.face(make.member(name), leaving) for name in ("ada", "ben"))
    there = make.face(ada.member, staying, "Juniper")
    banned = make.face(ben.member, staying, "Thorn", state="banned")
    for number, face in enumerate((ada, ben)):
        actions.answer_merger(face, merger, comes_along=True, name=f"Newcomer {number}")
    conclude(merger)
    there.refresh_from_db()
    banned.refresh_from_db()
    assert (there.name, banned.state) == ("Juniper", "banned")


def test_hosts_of_either_group_can_stop_it_and_everybody_stays(leaving: Group, staying: Group, merger: Merger) -> None:
    ada = make.face(make.member("ada"), leaving)
    actions.answer_merger(ada, merger, comes_along=True, name="Willow")
    with pytest.raises(Refused):
        actions.drop_merger(ada, merger)
    browser_of(make.host_of(staying).member).post(reverse("groups:drop_merger", args=[merger.key]))
    merger.refresh_from_db()
    assert (merger.state, MergerAnswer.objects.exists()) == ("dropped", False)
    Merger.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert tasks.conclude_mergers.call() == 0
    leaving.refresh_from_db()
    assert leaving.archived_at is None


def test_nobody_answers_after_the_end_or_from_outside(leaving: Group, merger: Merger) -> None:
    ada, olu = make.face(make.member("ada"), leaving), make.face(make.member("olu"), make.group("Elsewhere"))
    with pytest.raises(Refused, match="Only members"):
        actions.answer_merger(olu, merger, comes_along=True, name="Willow")
    Merger.objects.update(ends_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(Refused, match="time to answer"):
        actions.answer_merger(ada, merger, comes_along=True, name="Willow")


def test_a_group_does_one_merger_at_a_time(leaving: Group, staying: Group, merger: Merger) -> None:
    third = make.group("Third")
    for one, other in ((leaving, third), (third, leaving), (staying, third)):
        with pytest.raises(Refused, match="just about to"):
            actions.propose_merger(make.host_of(one), one, staying=other)


def test_who_comes_into_a_group_about_a_condition_has_agreed_before_and_still_does(
    leaving: Group, staying: Group
) -> None:
    Group.objects.filter(pk=leaving.pk).update(kind="interest")
    merger = actions.agree_to_merger(
        make.host_of(staying), actions.propose_merger(make.host_of(leaving), leaving, staying=staying)
    )
    ada, ben = (make.face(make.member(name, agrees=False), leaving) for name in ("ada", "ben"))
    page = reverse("groups:merger", args=[merger.key])
    answer = browser_of(ada.member).post(page, {"comes_along": "yes", "name": "Willow"})
    assert "please say on your page" in answer.text
    assert actions.answer_merger(ada, merger, comes_along=False).comes_along is False
    people_actions.agree_about_health(ben.member)
    ben.member.refresh_from_db()
    actions.answer_merger(ben, merger, comes_along=True, name="Rowan")
    people_actions.withdraw_about_health(ben.member)
    conclude(merger)
    assert not Membership.objects.filter(group=staying, member__in=[ada.member, ben.member]).exists()


def test_it_is_concluded_where_every_name_by_chance_is_taken(
    leaving: Group, staying: Group, merger: Merger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("groups.names.FIRST_WORDS", ["Quiet"])
    monkeypatch.setattr("groups.names.SECOND_WORDS", ["Heron"])
    ada = make.face(make.member("ada"), leaving)
    actions.answer_merger(ada, merger, comes_along=True, name="Rowan")
    for name in ("Rowan", "Quiet Heron", "Quiet Quiet Heron"):
        make.face(make.member("olu"), staying, name)
    assert conclude(merger).state == "done"
    assert Membership.objects.get(member=ada.member, group=staying).name.startswith("Quiet Heron ")


def test_the_page_of_a_merger_leads_back_to_both_groups_but_to_no_hidden_one_from_outside(
    leaving: Group, staying: Group, merger: Merger
) -> None:
    ways = [f'href="{reverse("groups:group", args=[group.slug])}"' for group in (leaving, staying)]
    host, member = make.host_of(staying).member, make.face(make.member("ben"), leaving, "Robin").member
    page = reverse("groups:merger", args=[merger.key])
    Group.objects.update(visibility=Group.Visibility.HIDDEN)
    assert [way in browser_of(member).get(page).text for way in ways] == [True, False]
    assert [way in browser_of(host).get(page).text for way in ways] == [False, True]


def test_whoever_asked_takes_the_question_back_and_whoever_was_asked_says_no(leaving: Group, staying: Group) -> None:
    merger = actions.propose_merger(make.host_of(leaving), leaving, staying=staying, words="")
    page = reverse("groups:merger", args=[merger.key])
    said = [browser_of(make.host_of(group).member).get(page).text for group in (leaving, staying)]
    assert ["Take the question back" in text for text in said] == [True, False]
    assert ["No, the groups stay apart" in text for text in said] == [False, True]
