"""A host gives the group its words, its rules and its roles, and a group is never left without a host."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions, policy
from groups.models import Group, Membership
from kit.policy import Refused
from tests import make

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def group() -> Group:
    return make.group("Asthma", purpose="Breathing.", welcome="Come in.")


@pytest.fixture
def hana(group: Group) -> Membership:
    return make.host_of(group)


@pytest.fixture
def ada(group: Group) -> Membership:
    return make.face(make.member("ada"), group, "Willow")


def browser_of(face: Membership) -> Client:
    client = Client()
    client.force_login(face.member)
    return client


def settings_of(group: Group, section: str) -> str:
    return reverse("groups:settings_of", args=[group.slug, section])


def test_a_host_changes_words(group: Group, hana: Membership) -> None:
    words = {
        "name": "Asthma",
        "purpose": "Sleeping.",
        "welcome": "Hello.",
        "where": "Leeds",
        "other_names": "wheezing",
    }
    answer = browser_of(hana).post(settings_of(group, "words"), words, follow=True)
    assert "The settings of the group are kept." in answer.text
    group.refresh_from_db()
    assert (group.purpose, group.welcome, group.where) == ("Sleeping.", "Hello.", "Leeds")


def test_rules_questions_and_areas_are_written_one_a_line(group: Group, hana: Membership) -> None:
    lines = {"rules": "1. Be kind.\n\n 2) No selling. \n", "questions": "Who are you?", "areas": "Sleep\nSchool"}
    browser_of(hana).post(settings_of(group, "rules"), lines)
    assert list(group.rules.values_list("number", "text")) == [(1, "Be kind."), (2, "No selling.")]
    assert group.questions.get().text == "Who are you?"
    assert list(group.areas.values_list("number", "name")) == [(1, "Sleep"), (2, "School")]
    form = browser_of(hana).get(settings_of(group, "rules")).context["form"]
    assert (form["rules"].value(), form["areas"].value()) == ("Be kind.\nNo selling.", "Sleep\nSchool")


def test_what_can_be_done_is_switched(group: Group, hana: Membership) -> None:
    sent = {"has_chat": "on", "first_days": 0, "first_posts": 1, "quiet_from": "22:00", "quiet_until": "06:30"}
    browser_of(hana).post(settings_of(group, "ways"), sent)
    group.refresh_from_db()
    assert (group.has_chat, group.has_pictures, group.has_quick_exit, group.first_posts) == (True, False, False, 1)
    page = browser_of(hana).get(reverse("groups:group", args=[group.slug])).text
    assert "Quiet from 22:00 to 06:30" in page


def test_half_of_the_quiet_hours_comes_back_with_what_was_typed(group: Group, hana: Membership) -> None:
    sent = {"first_days": 3, "first_posts": 3, "quiet_from": "22:00", "quiet_until": ""}
    answer = browser_of(hana).post(settings_of(group, "ways"), sent)
    assert (answer.status_code, "or neither" in answer.text, 'value="22:00"' in answer.text) == (422, True, True)


def test_a_host_says_who_comes_in(group: Group, hana: Membership) -> None:
    sent = {"visibility": "listed", "joining": "request", "languages": ["en", "cy"], "youngest": 5, "oldest": 11}
    browser_of(hana).post(settings_of(group, "people"), sent)
    group.refresh_from_db()
    assert (group.joining, group.languages, group.youngest, group.oldest) == ("request", ",en,cy,", 5, 11)
    wrong = browser_of(hana).post(settings_of(group, "people"), {**sent, "oldest": 4})
    assert (wrong.status_code, "less than where it begins" in wrong.text) == (422, True)


def test_no_group_with_people_in_it_is_shown_to_more(group: Group, hana: Membership, ada: Membership) -> None:
    """What they wrote was written for these readers."""
    sent = {"visibility": "open", "joining": "open"}
    answer = browser_of(hana).post(settings_of(group, "people"), sent)
    assert (answer.status_code, "only become less visible" in answer.text) == (422, True)
    with pytest.raises(Refused, match="less visible"):
        actions.change_admission(hana, group, **sent)


def test_a_section_that_does_not_exist_is_not_there(group: Group, hana: Membership) -> None:
    assert browser_of(hana).get(settings_of(group, "moods")).status_code == 404


def test_rules_that_did_not_change_stay_the_same_rows(group: Group, hana: Membership) -> None:
    """Reviews and decisions point at them."""
    [rule] = actions.set_rules(hana, group, texts=["Be kind."])
    actions.set_rules(hana, group, texts=["Be kind."])
    assert group.rules.get() == rule


def test_an_area_under_another_name_keeps_its_topics(group: Group, hana: Membership) -> None:
    sleep, school = actions.set_areas(hana, group, names=["Sleep", "School"])
    again = actions.set_areas(hana, group, names=["School", "Nights"])
    assert [(area.pk, area.number, area.name) for area in again] == [(school.pk, 1, "School"), (sleep.pk, 2, "Nights")]
    actions.set_areas(hana, group, names=["Food", "School", "Travel"])
    assert not group.areas.filter(pk=sleep.pk).exists()


@pytest.mark.parametrize("rules", ["Long. " * 60, "\n".join(f"Rule about {n}" for n in range(31))])
def test_rules_that_nobody_would_read_come_back_with_what_was_typed(
    group: Group, hana: Membership, rules: str
) -> None:
    answer = browser_of(hana).post(settings_of(group, "rules"), {"rules": rules})
    assert answer.status_code == 422
    assert rules.strip() in answer.text


def test_settings_are_refused_to_a_moderator(group: Group, ada: Membership, hana: Membership) -> None:
    ada = make.promoted(ada)
    for section in ("words", "rules", "people", "ways"):
        assert browser_of(ada).get(settings_of(group, section)).status_code == 403
    with pytest.raises(Refused):
        actions.change_ways(ada, group, has_quick_exit=False)


def test_a_host_makes_somebody_a_host_and_may_leave_then(group: Group, hana: Membership, ada: Membership) -> None:
    page = browser_of(hana).get(reverse("groups:face", args=[group.slug, ada.key]))
    assert "What this person does here" in page.text
    browser_of(hana).post(reverse("groups:role", args=[group.slug, ada.key]), {"role": "host"})
    actions.accept_offer(ada, ada.role_offers.get())
    assert policy.is_keeper(Membership.objects.get(pk=ada.pk))
    assert policy.can_leave(hana)


def test_the_last_host_cannot_step_down(hana: Membership) -> None:
    with pytest.raises(Refused, match="only host"):
        actions.change_role(hana, hana, role=Role.MEMBER)


def test_one_of_two_hosts_steps_down_alone_and_is_not_pushed(hana: Membership, ada: Membership) -> None:
    ada = make.promoted(ada, "host")
    with pytest.raises(Refused, match="give it up themselves"):
        actions.change_role(hana, ada, role=Role.MEMBER)
    assert actions.change_role(ada, ada, role=Role.MEMBER).role == Role.MEMBER


def test_who_left_gets_no_role(hana: Membership, ada: Membership) -> None:
    actions.leave(ada)
    ada.refresh_from_db()
    with pytest.raises(Refused, match="no longer belongs"):
        actions.offer_role(hana, ada, role=Role.MODERATOR)


def test_a_member_sees_no_way_to_give_roles(group: Group, hana: Membership, ada: Membership) -> None:
    assert (
        "What this person does here"
        not in browser_of(ada).get(reverse("groups:face", args=[group.slug, hana.key])).text
    )


def test_a_role_that_does_not_exist_changes_nothing(group: Group, hana: Membership, ada: Membership) -> None:
    browser_of(hana).post(reverse("groups:role", args=[group.slug, ada.key]), {"role": "emperor"})
    ada.refresh_from_db()
    assert ada.role == Role.MEMBER
