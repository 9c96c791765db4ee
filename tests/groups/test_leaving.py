"""Leaving: asked about once, with what it means, and with a way back where there is one."""

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions
from groups.models import Group, Membership
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(face: Membership) -> Client:
    browser = Client()
    browser.force_login(face.member)
    return browser


def willow_in(**fields: object) -> Membership:
    return make.face(make.member("ada"), make.group("Asthma", **fields), "Willow")


def address_of(name: str, face: Membership) -> str:
    return reverse(f"groups:{name}", args=[face.group.slug])


WAYS = [
    ({"joining": "open"}, "You can come back whenever you like"),
    ({"joining": "request"}, "To come back you ask again"),
    ({"joining": "invitation"}, "Only an invitation lets you in again"),
    ({"visibility": "hidden"}, "Afterwards you do not see this group any more"),
]


@pytest.mark.parametrize(("fields", "way"), WAYS)
def test_leaving_is_asked_about_once_and_says_what_stays_and_how_to_come_back(fields: dict, way: str) -> None:
    willow = willow_in(**fields)
    browser = signed_in(willow)
    assert f'href="{address_of("leave", willow)}"' in browser.get(address_of("group", willow)).text
    page = browser.get(address_of("leave", willow)).text
    assert "What you wrote stays under the name you had here." in page
    assert "Willow" in page
    assert way in page
    willow.refresh_from_db()
    assert willow.is_active, "reading the question changes nothing"
    browser.post(address_of("leave", willow))
    willow.refresh_from_db()
    assert willow.state == "left"


def test_whoever_goes_last_hears_that_the_group_closes_and_that_there_is_no_way_back() -> None:
    host = make.host_of(make.group())
    page = signed_in(host).get(address_of("leave", host)).text
    assert "You are the last one here." in page
    assert "nobody can join a closed group" in page


def test_the_only_host_of_others_reads_why_not_and_finds_the_members() -> None:
    willow = willow_in()
    host = make.host_of(willow.group)
    page = signed_in(host).get(address_of("leave", host)).text
    assert "You are the only host." in page
    assert address_of("members", host) in page.split("<main")[1]
    assert "<form" not in page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize("visibility", ["open", "listed"])
def test_after_leaving_one_is_where_the_way_back_is(visibility: str) -> None:
    willow = willow_in(visibility=visibility)
    answer = signed_in(willow).post(address_of("leave", willow), follow=True)
    assert answer.request["PATH_INFO"] == address_of("group", willow)
    assert "You have left Asthma. If you think again" in answer.text
    assert address_of("join", willow) in answer.text


def test_after_leaving_what_only_members_know_one_is_at_home_and_the_address_tells_nothing() -> None:
    willow = willow_in(visibility="hidden")
    answer = signed_in(willow).post(address_of("leave", willow), follow=True)
    assert answer.request["PATH_INFO"] == reverse("home")
    assert "You have left Asthma." in answer.text
    assert signed_in(willow).get(address_of("leave", willow)).status_code == 404


def test_a_way_back_is_promised_only_where_there_is_one() -> None:
    willow = willow_in(joining="invitation")
    answer = signed_in(willow).post(address_of("leave", willow), follow=True).text
    assert "If you think again" not in answer
    assert "joined by invitation only" in answer


@pytest.mark.parametrize("is_invited", [False, True])
def test_whoever_comes_back_is_offered_the_old_name_and_told_what_becomes_of_old_posts(is_invited: bool) -> None:
    willow = willow_in(visibility="open")
    group: Group = willow.group
    post = make.topic(willow).posts.get()
    invitation = actions.invite(make.host_of(group), group)
    address = reverse("groups:invitation", args=[invitation.key]) if is_invited else address_of("join", willow)
    browser = signed_in(willow)
    browser.post(address_of("leave", willow))
    page = browser.get(address).text
    assert 'value="Willow"' in page
    assert "You belonged here before, as Willow." in page
    assert 'value="Willow"' not in browser.post(address, {"name": "Willow", "another": "1"}).text
    browser.post(address, {"name": "River"})
    post.refresh_from_db()
    assert (post.author, post.author.name) == (willow, "River"), "as the page says"


def test_nobody_who_is_new_or_was_put_out_for_good_is_offered_an_old_name() -> None:
    willow = willow_in()
    actions.remove(make.host_of(willow.group), willow, for_good=True)
    assert "You belonged here before" not in signed_in(willow).get(address_of("join", willow)).text
    new = Client()
    new.force_login(make.member("ben"))
    page = new.get(address_of("join", willow)).text
    assert ("You belonged here before" in page, "Willow" in page) == (False, False)


def test_an_old_name_that_new_rules_would_refuse_may_be_taken_again() -> None:
    willow = willow_in()
    Membership.objects.filter(pk=willow.pk).update(name="Willow 01632 960")
    browser = signed_in(willow)
    browser.post(address_of("leave", willow))
    assert browser.post(address_of("join", willow), {"name": "Willow 01632 960"}).status_code == 302


@pytest.mark.parametrize("is_invited", [False, True])
def test_a_second_tab_leads_whoever_belongs_already_to_the_group(is_invited: bool) -> None:
    willow = willow_in()
    invitation = actions.invite(make.host_of(willow.group), willow.group)
    address = reverse("groups:invitation", args=[invitation.key]) if is_invited else address_of("join", willow)
    page = signed_in(willow).get(address).text.split("<main")[1]
    assert "You already belong to this group." in page
    assert reverse("forum:topics", args=[willow.group.slug]) in page
