"""One's own face: being offered a name, changing it everywhere, being seen to be here, saying who one is elsewhere."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from groups import actions, policy, presence, queries
from groups.models import Introduction, Membership
from kit.policy import Refused
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(member: object) -> Client:
    client = Client()
    client.force_login(member)
    return client


def offered(text: str) -> str:
    found = re.search(r'name="name"[^>]*value="([^"]+)"', text)
    assert found
    return found[1]


@pytest.fixture
def willow() -> Membership:
    return make.face(make.member("ada"), make.group("Asthma"), "Willow")


def page_of(face: Membership, name: str = "my_face") -> str:
    return reverse(f"groups:{name}", args=[face.group.slug])


def test_joining_offers_a_name_and_another_at_a_tap_and_keeps_what_was_typed() -> None:
    group = make.group()
    browser, address = signed_in(make.member("ada")), reverse("groups:join", args=[group.slug])
    first = offered(browser.get(address).text)
    answer = browser.post(address, {"name": first, "about": "Up at night.", "another": "1"})
    assert answer.status_code == 200
    assert offered(answer.text)
    assert "Up at night." in answer.text
    assert len({offered(browser.post(address, {"another": "1"}).text) for _try in range(6)}) > 1
    assert not group.memberships.filter(name=first).exists()


def test_one_of_two_who_want_the_same_name_gets_it() -> None:
    group = make.group()
    actions.join(make.member("ada"), group, name="Willow")
    with pytest.raises(Refused, match="already has a name like this"):
        actions.join(make.member("ben"), group, name="Wіllow")


def test_another_drawing_is_drawn_at_a_tap(willow: Membership) -> None:
    answer = signed_in(willow.member).post(page_of(willow), {"name": "Willow", "redraw": "1"}, follow=True)
    assert "This is your new picture." in answer.text
    assert Membership.objects.get(pk=willow.pk).avatar_seed != willow.avatar_seed


def test_a_new_name_stands_everywhere(willow: Membership) -> None:
    group, ben = willow.group, make.member("ben")
    make.face(ben, group)
    topic, room = make.topic(willow, body="I wheeze in the cold."), make.room(group)
    entry = make.entry(willow, room)
    signed_in(willow.member).post(page_of(willow), {"name": "River"})
    browser = signed_in(ben)
    places = [
        reverse("forum:topics", args=[group.slug]),
        reverse("forum:topic", args=[topic.key]),
        reverse("forum:since", args=[topic.key, 0]),
        reverse("chat:room", args=[room.key]),
        reverse("groups:members", args=[group.slug]),
        reverse("groups:face", args=[group.slug, willow.key]),
        reverse("moderation:report", args=["entry", entry.key]),
    ]
    for place in places:
        text = browser.get(place).text
        assert "Willow" not in text, place
    assert all("River" in browser.get(place).text for place in places[:6])


# --- Being here ---------------------------------------------------------------------------------------------------


def test_nobody_is_seen_to_be_here_who_did_not_switch_it_on(willow: Membership) -> None:
    ben = make.face(make.member("ben"), willow.group, "Robin")
    signed_in(willow.member).get(page_of(willow, "members"))
    assert "Here now" not in signed_in(ben.member).get(page_of(ben, "members")).text
    actions.describe(willow, name="Willow", shows_presence=True)
    signed_in(willow.member).get(page_of(willow, "members"))
    assert "Here now" in signed_in(ben.member).get(page_of(ben, "members")).text


def test_being_here_shows_in_the_room_to_members_alone_and_ends_with_the_switch(willow: Membership) -> None:
    group = make.group("Night owls", visibility="open")
    river, room = make.face(willow.member, group, "River"), make.room(group)
    actions.describe(river, name="River", shows_presence=True)
    address = reverse("chat:room", args=[room.key])
    signed_in(river.member).get(address)
    ben = make.face(make.member("ben"), group, "Robin")
    assert "Here now:" in signed_in(ben.member).get(address).text
    assert "Here now:" not in Client().get(address).text
    assert not queries.present_in(willow.group, viewer=ben.member)
    signed_in(river.member).post(page_of(river), {"name": "River"})
    assert "Here now:" not in signed_in(ben.member).get(address).text


def test_nobody_on_either_side_of_a_block_sees_the_other_here(willow: Membership) -> None:
    ben = make.face(make.member("ben"), willow.group, "Robin")
    bens_other = make.face(ben.member, make.group("Night owls"), "Moss")
    adas_other = make.face(willow.member, bens_other.group, "River")
    for face in (willow, ben, bens_other, adas_other):
        actions.describe(face, name=face.name, shows_presence=True)
        presence.come(Membership.objects.get(pk=face.pk))
    actions.block(willow.member, ben)

    def seen_by(face: Membership) -> set[str]:
        return {one.name for one in queries.present_in(face.group, viewer=face.member)}

    assert seen_by(willow) == {"Willow"}
    assert seen_by(ben) == {"Robin"}
    assert seen_by(bens_other) == {"Moss"}  # who is kept away is kept away under every name
    assert seen_by(adas_other) == {"River", "Moss"}  # but whom Ada meets there must not tell her who Robin is


# --- Elsewhere ----------------------------------------------------------------------------------------------------


@pytest.fixture
def river(willow: Membership) -> Membership:
    return make.face(willow.member, make.group("Night owls", visibility="hidden"), "River")


def test_an_introduction_asks_for_a_yes_and_is_taken_back_at_once(willow: Membership, river: Membership) -> None:
    browser, address = signed_in(willow.member), page_of(willow, "introduce")
    assert "join together" in browser.get(address).text
    assert browser.post(address, {"other": river.key}).status_code == 422
    browser.post(address, {"other": river.key, "is_understood": "on"})
    told = Introduction.objects.get()
    assert "Your page here says that you are River in Night owls." in browser.get(page_of(willow)).text
    browser.post(reverse("groups:take_back", args=[willow.group.slug, told.key]))
    assert not Introduction.objects.exists()


def test_an_introduction_is_read_only_by_those_who_read_both_groups(willow: Membership, river: Membership) -> None:
    actions.introduce(willow, other=river)
    address = reverse("groups:face", args=[willow.group.slug, willow.key])
    in_one = make.face(make.member("ben"), willow.group)
    in_both = make.face(make.member("cai"), willow.group)
    make.face(in_both.member, river.group)
    assert "Night owls" not in signed_in(in_one.member).get(address).text
    assert "River" in signed_in(in_both.member).get(address).text
    actions.block(in_both.member, river)
    assert "River" not in signed_in(in_both.member).get(address).text
    actions.unblock(in_both.member, in_both.member.blocks.get())
    actions.leave(river)
    assert "River" not in signed_in(in_both.member).get(address).text


def test_nobody_introduces_anybody_else(willow: Membership, river: Membership) -> None:
    other = make.face(make.member("ben"), make.group("Slow stitches"))
    assert not policy.can_introduce(willow, other)
    browser = signed_in(willow.member)
    assert browser.post(page_of(willow, "introduce"), {"other": other.key, "is_understood": "on"}).status_code == 422


# --- What it costs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "most"),
    [("groups:my_face", 7), ("groups:introduce", 6), ("groups:members", 6)],
)
def test_pages_cost_few_queries(
    page: str, most: int, willow: Membership, river: Membership, django_assert_max_num_queries: Callable
) -> None:
    actions.introduce(willow, other=make.face(willow.member, make.group("Slow stitches"), "Pebble"))
    for number in range(12):
        other = make.face(make.member(f"m{number}"), willow.group, f"Somebody {number}")
        actions.describe(other, name=other.name, shows_presence=True)
    browser, address = signed_in(willow.member), reverse(page, args=[willow.group.slug])
    browser.get(address)
    with django_assert_max_num_queries(most):
        assert browser.get(address).status_code == 200
