"""What an account may do, how it likes its pages, and what operators see of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kit.models import JournalEntry
from kit.policy import Refused
from people import actions, policy
from people.hashers import ModestArgon2
from people.models import AnonymousUser
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make.member("ada")


@pytest.fixture
def operator():
    return make.member("hana", is_staff=True, is_superuser=True)


def test_a_member_takes_part_and_a_stranger_is_asked_to_sign_in(ada):
    assert policy.can_take_part(ada)
    assert policy.can_take_part(AnonymousUser()).reason == "Sign in to take part."


def test_a_suspended_member_only_reads_until_the_time_is_over(ada, operator):
    actions.suspend(operator, ada, until=timezone.now() + timedelta(days=1), reason="A calmer day.")
    ada.refresh_from_db()
    assert "You can still read." in policy.can_take_part(ada).reason
    assert JournalEntry.objects.filter(name="people.MemberSuspended").count() == 1
    ada.suspended_until = timezone.now() - timedelta(seconds=1)
    assert policy.can_take_part(ada)


def test_a_closed_account_does_not_take_part(ada):
    ada.is_active = False
    assert not policy.can_take_part(ada)


def test_only_those_who_keep_the_site_safe_suspend(ada, operator):
    other = make.member("ben")
    with pytest.raises(Refused):
        actions.suspend(ada, other, until=timezone.now() + timedelta(days=1), reason="")
    with pytest.raises(Refused):
        actions.suspend(operator, operator, until=timezone.now() + timedelta(days=1), reason="")
    assert policy.can_suspend(make.member("mara", is_safety_team=True), ada)


def test_a_suspended_member_reads_why(client, ada, operator):
    actions.suspend(operator, ada, until=timezone.now() + timedelta(days=1), reason="A calmer day, please.")
    client.force_login(ada)
    assert "A calmer day, please." in client.get(reverse("people:me")).text


def test_the_chosen_colours_come_with_the_page(client, ada):
    client.force_login(ada)
    assert "data-theme" not in client.get(reverse("people:me")).text
    page = client.post(reverse("people:me"), {"theme": "dark", "language": ""}, follow=True)
    assert 'data-theme="dark"' in page.text
    assert "Your settings are kept." in page.text


def test_an_unknown_colour_is_refused_next_to_its_field(client, ada):
    client.force_login(ada)
    page = client.post(reverse("people:me"), {"theme": "plaid", "language": ""})
    assert page.status_code == 422
    assert 'id="id_theme_error"' in page.text
    ada.refresh_from_db()
    assert ada.theme == "system"


def test_the_chosen_language_comes_with_the_page(client, ada):
    client.force_login(ada)
    page = client.post(reverse("people:me"), {"theme": "system", "language": "cy"}, follow=True)
    assert '<html lang="cy"' in page.text
    page = client.post(reverse("people:me"), {"theme": "system", "language": ""}, follow=True)
    assert '<html lang="en-gb"' in page.text


def test_the_own_page_is_for_members(client):
    assert client.get(reverse("people:me")).url.startswith(reverse("account_login"))


def test_operators_see_accounts_but_neither_faces_nor_passwords(client, ada, operator):
    group = make.group("A quiet group", host=operator)
    make.face(ada, group, "Quiet Heron")
    client.force_login(operator)
    page = client.get(reverse("admin:people_member_change", args=[ada.pk])).text
    assert ada.email in page
    assert "Quiet Heron" not in page
    assert "A quiet group" not in page
    assert ada.password not in page


def test_an_operator_suspends_through_the_action(client, ada, operator):
    client.force_login(operator)
    page = client.post(
        reverse("admin:people_member_change", args=[ada.pk]),
        {
            "is_active": "on",
            "suspended_until_0": "2999-01-01",
            "suspended_until_1": "12:00",
            "suspended_reason": "A calmer day.",
        },
    )
    assert page.status_code == 302
    ada.refresh_from_db()
    assert not policy.can_take_part(ada)
    assert JournalEntry.objects.filter(name="people.MemberSuspended").exists()


def test_passwords_are_kept_with_the_parameters_that_owasp_gives():
    assert (
        ModestArgon2()
        .encode("four quiet wooden spoons", "saltsalt")
        .startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    )


def test_the_own_page_shows_what_was_chosen_before(client, ada):
    """Else keeping one setting would lose the others."""
    actions.change_look(ada, theme="dark", is_low_energy=True)
    client.force_login(ada)
    page = client.get(reverse("people:me"))
    chosen = {
        name: page.context["form"][name].value() for name in ("theme", "is_low_energy", "has_quick_exit", "language")
    }
    assert chosen == {"theme": "dark", "is_low_energy": True, "has_quick_exit": True, "language": ""}
