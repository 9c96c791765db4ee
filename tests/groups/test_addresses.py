"""Names and addresses: two of the same name, another name, and what a hidden group gives away, which is nothing."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import FormerAddress, Group
from tests import make

pytestmark = pytest.mark.django_db


def about(group: Group) -> str:
    return reverse("groups:group", args=[group.slug])


def test_groups_of_one_name_get_numbered_addresses() -> None:
    assert [make.group("Asthma").slug for _number in range(3)] == ["asthma", "asthma-2", "asthma-3"]


def test_a_name_is_no_address_of_the_site() -> None:
    assert make.group("New").slug == "new-2"


def test_founding_a_group_of_a_hidden_ones_name_tells_nothing() -> None:
    hidden = make.group("Living with it", visibility="hidden")
    assert make.group("Living with it").slug == "living-with-it"
    assert hidden.slug != "living-with-it"


def test_an_old_address_leads_to_the_new_one_with_all_that_follows_it() -> None:
    group = make.group("Asthma", visibility="open")
    old = about(group)
    group = actions.rename(make.host_of(group), group, name="Lungs")
    assert group.slug == "lungs"
    answer = Client().get(old)
    assert (answer.status_code, answer["Location"]) == (302, about(group))
    topics = Client().get("/groups/asthma/?area=x")
    assert (topics.status_code, topics["Location"]) == (302, "/groups/lungs/?area=x")
    browser = Client()
    browser.force_login(make.member("ada"))
    sent = browser.post("/groups/asthma/join/", {"name": "Willow"})
    assert (sent.status_code, sent["Location"]) == (307, "/groups/lungs/join/"), "the form is sent again, not lost"


def test_nobody_takes_an_address_that_leads_on() -> None:
    group = make.group("Asthma")
    actions.rename(make.host_of(group), group, name="Lungs")
    assert make.group("Asthma").slug == "asthma-2"


def test_a_group_that_goes_back_to_its_name_has_its_address_again_or_a_numbered_one() -> None:
    group = make.group("Asthma")
    host = make.host_of(group)
    group = actions.rename(host, group, name="Lungs")
    group = actions.rename(host, group, name="Asthma")
    assert Client().get(f"/groups/{group.slug}/about/").status_code == 200
    assert Client().get("/groups/lungs/about/")["Location"] == about(group)


def test_a_change_of_letters_only_moves_nothing() -> None:
    group = make.group("Asthma")
    assert actions.rename(make.host_of(group), group, name="ASTHMA").slug == "asthma"
    assert not FormerAddress.objects.exists()


def test_a_group_that_hides_is_gone_for_outsiders_at_its_old_address_and_not_for_members() -> None:
    group = make.group("Asthma")
    host = make.host_of(group)
    group = actions.change_admission(host, group, visibility="hidden", joining="invitation")
    assert "asthma" not in group.slug
    old, never = Client().get("/groups/asthma/about/"), Client().get("/groups/arthma/about/")
    assert (old.status_code, len(old.content)) == (404, len(never.content))
    assert old.headers.keys() == never.headers.keys()
    member = Client()
    member.force_login(host.member)
    assert member.get("/groups/asthma/about/")["Location"] == about(group)
    other = make.group("Asthma")
    assert other.slug == "asthma", "a numbered address would tell that there was one"
    assert member.get("/groups/asthma/about/").status_code == 200


def test_a_hidden_group_keeps_its_address_under_another_name() -> None:
    group = make.group("Asthma", visibility="hidden")
    slug = group.slug
    assert actions.rename(make.host_of(group), group, name="Lungs").slug == slug
