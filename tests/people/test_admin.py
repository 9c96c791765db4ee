"""What those who operate the site see and may change: accounts and places, never who is who in a group."""

import pytest
from django.test import Client
from django.urls import reverse

from groups.models import Group
from kit.models import JournalEntry
from people.models import Member
from tests import make

pytestmark = pytest.mark.django_db
FULL = {"is_staff": True, "is_superuser": True}


def operator(**fields: bool) -> Client:
    client = Client()
    client.force_login(make.member("sam", **fields))
    return client


def test_members_do_not_reach_the_pages_of_operators() -> None:
    client = Client()
    client.force_login(make.member("ada"))
    assert client.get("/operate/").status_code == 302


def test_an_account_shows_no_face_and_no_group() -> None:
    ada = make.member("ada")
    make.face(ada, make.group("Asthma at night"), "Willow")
    page = operator(**FULL).get(reverse("admin:people_member_change", args=[ada.pk])).text
    assert ada.email in page
    assert "Willow" not in page
    assert "Asthma" not in page


@pytest.mark.parametrize(("is_superuser", "becomes"), [(True, True), (False, False)])
def test_only_a_superuser_gives_powers(is_superuser: bool, becomes: bool) -> None:
    sam = make.member("sam", is_staff=True, is_superuser=is_superuser)
    if not is_superuser:
        permissions = Member.user_permissions.rel.model.objects.filter(content_type__model="member")
        sam.user_permissions.set(permissions)
    client = Client()
    client.force_login(sam)
    ada = make.member("ada")
    fields = {"is_active": "on", "is_safety_team": "on", "suspended_reason": ""}
    answer = client.post(reverse("admin:people_member_change", args=[ada.pk]), fields)
    ada.refresh_from_db()
    assert answer.status_code == 302
    assert ada.is_safety_team is becomes


def test_the_journal_does_not_say_whose_faces_an_event_is_about() -> None:
    face = make.face(make.member("ada"), make.group())
    JournalEntry.objects.update(payload={"face_id": 4711, "member_id": face.member_id}, delivered_at=None, attempts=9)
    entry = JournalEntry.objects.first()
    assert entry is not None
    client = operator(**FULL)
    pages = [reverse("admin:kit_journalentry_changelist"), reverse("admin:kit_journalentry_change", args=[entry.pk])]
    assert not any("4711" in client.get(page).text for page in pages)


def test_operators_do_not_change_who_can_see_a_group() -> None:
    group = make.group("Asthma", visibility="hidden")
    client = operator(**FULL)
    fields = {"name": "Asthma", "kind": "condition", "visibility": "open", "rules-TOTAL_FORMS": 0}
    fields |= {"rules-INITIAL_FORMS": 0, "purpose": "", "welcome": ""}
    client.post(reverse("admin:groups_group_change", args=[group.pk]), fields)
    assert Group.objects.get().visibility == "hidden"
    assert client.get(reverse("admin:groups_group_add")).status_code == 403
