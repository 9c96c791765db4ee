"""No role ends in silence: whom it concerns is told, and whoever takes one away is asked once whether they mean it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups import actions
from groups.models import Group, Membership
from kit.events import deliver_due
from moderation import actions as moderation_actions
from people.models import Member, Notice
from tests import make

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def group() -> Group:
    return make.group("Asthma")


@pytest.fixture
def hana(group: Group) -> Membership:
    return make.host_of(group)


@pytest.fixture
def mara(group: Group) -> Membership:
    return make.face(make.member("mara"), group, "Wren", role="moderator")


def browser_of(face: Membership) -> Client:
    client = Client()
    client.force_login(face.member)
    return client


def again(face: Membership) -> Membership:
    return Membership.objects.select_related("group", "member").get(pk=face.pk)


def address(name: str, face: Membership) -> str:
    return reverse(f"groups:{name}", args=[face.group.slug, face.key])


def told(member: Member | None) -> list[str]:
    deliver_due()
    return list(Notice.objects.filter(member=member, kind="role_end").order_by("pk").values_list("text", flat=True))


def test_taking_a_role_away_is_asked_once_and_told(hana: Membership, mara: Membership) -> None:
    ben = make.face(make.member("ben"), mara.group, role="host")
    host, page = browser_of(hana), address("role", mara)
    asked = host.post(page, {"role": "member"})
    assert "Take the role of <bdi>Wren</bdi> away?" in asked.text
    assert again(mara).role == Role.MODERATOR
    host.post(page, {"role": "member", "sure": "yes"})
    assert again(mara).role == Role.MEMBER
    (words,) = told(mara.member)
    assert "You do not look after a group any more" in words
    assert "Another host" in told(ben.member)[0]
    assert told(hana.member) == [], "they did it"
    for text in (words, *told(ben.member)):
        assert not any(name in text for name in ("Asthma", "Wren", hana.name))


def test_the_same_role_again_changes_nothing_and_tells_nobody(hana: Membership, mara: Membership) -> None:
    answer = browser_of(hana).post(address("role", mara), {"role": "moderator"})
    assert answer.url == address("face", mara)
    assert told(mara.member) == []


def test_giving_up_ones_own_role_speaks_to_oneself(hana: Membership, mara: Membership) -> None:
    own = browser_of(mara)
    shown = own.get(address("face", mara)).text
    assert "What you do here" in shown
    assert "this person" not in shown
    asked = own.post(address("role", mara), {"role": "member"}).text
    assert "Do less in this group?" in asked
    assert "Yes, I give it up" in asked
    done = own.post(address("role", mara), {"role": "member", "sure": "yes"}, follow=True).text
    assert "What you do here from now on: Member" in done
    assert told(mara.member) == []
    assert "has given it up" in told(hana.member)[0]


def test_the_last_host_reads_why_they_cannot_give_it_up(hana: Membership, mara: Membership) -> None:
    shown = browser_of(hana).get(address("face", hana)).text
    assert "You are the only host. Make somebody else a host first." in shown
    assert "You are the only host" not in browser_of(mara).get(address("face", mara)).text


@pytest.mark.parametrize("way", ["gives_up", "leaves"])
def test_whoever_is_the_only_host_now_is_told(hana: Membership, mara: Membership, way: str) -> None:
    ben = make.face(make.member("ben"), mara.group, role="host")
    if way == "leaves":
        actions.leave(hana)
    else:
        actions.change_role(hana, hana, role="moderator")
    assert "You are the only host of a group now" in told(ben.member)[0]
    assert told(mara.member) == told(hana.member) == []


def test_of_more_hosts_who_stay_nobody_is_the_only_one(hana: Membership) -> None:
    others = [make.face(make.member(), hana.group, role="host") for _number in range(2)]
    actions.change_role(hana, hana, role="member")
    assert all("has stepped down" in told(one.member)[0] and "only" not in told(one.member)[0] for one in others)


def test_other_hosts_hear_that_a_group_changed_hands_and_the_heir_knows(hana: Membership, mara: Membership) -> None:
    ben = make.face(make.member("ben"), mara.group, role="host")
    actions.accept_offer(mara, actions.hand_over(hana, mara))
    assert "has stepped down" in told(ben.member)[0]
    assert told(mara.member) == told(hana.member) == []


def test_a_member_who_leaves_is_missed_by_no_notice_and_a_moderator_by_one(hana: Membership, mara: Membership) -> None:
    ada = make.face(make.member("ada"), mara.group)
    going = reverse("groups:leave", args=[mara.group.slug])
    assert "Nobody is told that you left." in browser_of(ada).get(going).text
    assert "The hosts are told" in browser_of(mara).get(going).text
    actions.leave(ada)
    assert told(hana.member) == []
    actions.leave(mara)
    assert len(told(hana.member)) == 1


def test_the_only_one_of_a_hidden_group_reads_that_it_ends() -> None:
    group = make.group("Night owls", visibility="hidden")
    going = reverse("groups:leave", args=[group.slug])
    assert "nobody can find it, read it or open it again" in browser_of(make.host_of(group)).get(going).text
    make.face(make.member("ada"), group)
    assert "open it again" not in browser_of(make.host_of(group)).get(going).text


def test_a_shift_of_somebody_who_keeps_the_group_no_more_is_marked(hana: Membership, mara: Membership) -> None:
    now = timezone.now()
    ends = now + timedelta(hours=2)
    moderation_actions.add_shift(hana.member, mara.group, moderator=mara, starts_at=now, ends_at=ends)
    rota = reverse("moderation:rota", args=[mara.group.slug])
    assert "No longer looks after the group" not in browser_of(hana).get(rota).text
    actions.change_role(hana, mara, role="member")
    shown = browser_of(hana).get(rota).text
    assert "No longer looks after the group" in shown
    assert "Wren" in shown


def test_the_list_of_those_who_may_take_over_names_no_hosts(hana: Membership, mara: Membership) -> None:
    ben = make.face(make.member("ben"), mara.group, "Robin", role="host")
    page = browser_of(hana).get(reverse("groups:end", args=[mara.group.slug])).text
    assert address("face", mara) in page
    assert address("face", ben) not in page


@pytest.mark.parametrize("role", ["moderator", "host"])
def test_after_a_yes_the_page_says_what_can_be_done_now(hana: Membership, role: str) -> None:
    ada = make.face(make.member("ada"), hana.group, "Willow")
    offer = actions.offer_role(hana, ada, role=role)
    page, asked = reverse("groups:offer", args=[ada.group.slug, offer.key]), browser_of(ada)
    before = asked.get(page).text
    assert ("lets people in" in before) is (role == "host"), "the words are for this role alone"
    after = asked.post(page, {"answer": "yes"}, follow=True).text.partition("<main")[2]
    assert "asks whether you would like" not in after
    for name in ("moderation:rota", "moderation:queue"):
        assert (reverse(name, args=[ada.group.slug]) if name == "moderation:rota" else reverse(name)) in after
    for name in ("settings", "invite", "requests"):
        assert (reverse(f"groups:{name}", args=[ada.group.slug]) in after) is (role == "host")
    actions.change_role(again(ada), again(ada), role="member")
    assert "You do not look after this group just now." in asked.get(page).text
