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


def settings_of(group: Group) -> str:
    return reverse("groups:settings", args=[group.slug])


def test_a_host_changes_words_rules_and_the_way_out(group: Group, hana: Membership) -> None:
    words = {"purpose": "Sleeping.", "welcome": "Hello.", "rules": "1. Be kind.\n\n 2) No selling. \n"}
    answer = browser_of(hana).post(settings_of(group), words, follow=True)
    assert "The settings of the group are kept." in answer.text
    group.refresh_from_db()
    assert (group.purpose, group.welcome, group.has_quick_exit) == ("Sleeping.", "Hello.", False)
    assert list(group.rules.values_list("number", "text")) == [(1, "Be kind."), (2, "No selling.")]


def test_the_form_shows_what_is_true_now(group: Group, hana: Membership) -> None:
    actions.set_rules(hana, group, texts=["Be kind.", "No selling."])
    form = browser_of(hana).get(settings_of(group)).context["form"]
    assert (form["purpose"].value(), form["rules"].value()) == ("Breathing.", "Be kind.\nNo selling.")
    assert form["has_quick_exit"].value() is True


def test_rules_that_did_not_change_stay_the_same_rows(group: Group, hana: Membership) -> None:
    """Reviews and decisions point at them."""
    [rule] = actions.set_rules(hana, group, texts=["Be kind."])
    actions.change_group(hana, group, purpose="", welcome="", rules=["Be kind."], has_quick_exit=True)
    assert group.rules.get() == rule


@pytest.mark.parametrize("rules", ["Long. " * 60, "Short.\n" * 31])
def test_rules_that_nobody_would_read_come_back_with_what_was_typed(
    group: Group, hana: Membership, rules: str
) -> None:
    answer = browser_of(hana).post(settings_of(group), {"rules": rules})
    assert answer.status_code == 422
    assert rules.strip() in answer.text


def test_settings_are_refused_to_a_moderator(group: Group, ada: Membership, hana: Membership) -> None:
    actions.change_role(hana, ada, role=Role.MODERATOR)
    assert browser_of(ada).get(settings_of(group)).status_code == 403
    with pytest.raises(Refused):
        actions.change_group(ada, group, purpose="", welcome="", rules=[], has_quick_exit=False)


def test_a_host_makes_somebody_a_host_and_may_leave_then(group: Group, hana: Membership, ada: Membership) -> None:
    page = browser_of(hana).get(reverse("groups:face", args=[group.slug, ada.key]))
    assert "Give this role" in page.text
    browser_of(hana).post(reverse("groups:role", args=[group.slug, ada.key]), {"role": "host"})
    ada.refresh_from_db()
    assert ada.role == Role.HOST
    assert policy.can_leave(hana)


def test_the_last_host_cannot_step_down(hana: Membership) -> None:
    with pytest.raises(Refused, match="only host"):
        actions.change_role(hana, hana, role=Role.MEMBER)


def test_one_of_two_hosts_steps_down_alone_and_is_not_pushed(hana: Membership, ada: Membership) -> None:
    ada = actions.change_role(hana, ada, role=Role.HOST)
    with pytest.raises(Refused, match="give it up themselves"):
        actions.change_role(hana, ada, role=Role.MEMBER)
    assert actions.change_role(ada, ada, role=Role.MEMBER).role == Role.MEMBER


def test_who_left_gets_no_role(hana: Membership, ada: Membership) -> None:
    actions.leave(ada)
    ada.refresh_from_db()
    with pytest.raises(Refused, match="no longer belongs"):
        actions.change_role(hana, ada, role=Role.MODERATOR)


def test_a_member_sees_no_way_to_give_roles(group: Group, hana: Membership, ada: Membership) -> None:
    assert "Give this role" not in browser_of(ada).get(reverse("groups:face", args=[group.slug, hana.key])).text


def test_a_role_that_does_not_exist_changes_nothing(group: Group, hana: Membership, ada: Membership) -> None:
    browser_of(hana).post(reverse("groups:role", args=[group.slug, ada.key]), {"role": "emperor"})
    ada.refresh_from_db()
    assert ada.role == Role.MEMBER
