"""Nothing shows on one face of a member that another of theirs has ended: not to members, not to hosts who try."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.forum import queries as forum_queries
from community.forum.models import Topic
from groups import actions, policy, queries
from groups.models import Group, Membership, RoleOffer
from kit.events import deliver_due
from kit.policy import Refused
from people.models import Notice
from tests import make
from tests.matrix.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def willow() -> Membership:
    return make.face(make.member("ada"), make.group("Asthma"), "Willow")


@pytest.fixture
def robin(willow: Membership) -> Membership:
    return make.face(make.member("ben"), willow.group, "Robin")


@pytest.fixture
def topic(robin: Membership) -> Topic:
    return make.topic(robin)


@pytest.fixture
def heron(willow: Membership, topic: Topic) -> Membership:
    """Willow without her name."""
    return make.post(willow, topic, without_name=True).author


def again(face: Membership) -> Membership:
    return Membership.objects.select_related("group", "member").get(pk=face.pk)


def page_of(face: Membership, reader: Membership) -> str:
    browser = Client()
    browser.force_login(reader.member)
    text = browser.get(reverse("groups:face", args=[face.group.slug, face.key])).text
    text = text.replace(face.key, "").replace(face.name, "").partition("<main")[2]
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and "<path" not in line)


def shapes(host: Membership, *faces: Membership) -> list[list[str]]:
    """The pages of these faces without their drawings, as the host reads them."""
    return [page_of(face, host).splitlines() for face in faces]


def links_in(words: str, topic: Topic, reader: Membership) -> int:
    html = forum_queries.preview(words, group=topic.group, topic_key=topic.key, viewer=reader.member)
    return html.count("<a href")


def test_the_host_who_removed_a_nameless_face_sees_the_same_page_of_everybody_else(
    willow: Membership, robin: Membership, heron: Membership
) -> None:
    host = make.host_of(willow.group)
    actions.remove(host, heron, for_good=True)
    mine, other = shapes(host, willow, robin)
    assert mine == other
    with pytest.raises(Refused, match="Nothing keeps"):
        actions.readmit(host, again(willow))
    assert actions.change_role(host, again(willow), role="member")


def test_a_host_who_asks_somebody_that_only_seems_to_belong_sees_that_nobody_answers_and_no_more(
    willow: Membership, robin: Membership, heron: Membership
) -> None:
    """As with Robin, who belongs and does not answer either: asked before it ended, after it, and to take over."""
    host = make.host_of(willow.group)
    browser = Client()
    browser.force_login(host.member)
    early = actions.offer_role(host, again(robin), role="host"), actions.offer_role(host, again(willow), role="host")
    actions.remove(host, heron, for_good=True)
    assert RoleOffer.objects.get(pk=early[1].pk).is_open
    back, less, more, most = ("take_offer_back", ""), ("role", "member"), ("role", "moderator"), ("role", "host")
    for name, role in (back, more, back, ("hand_over", ""), ("hand_over", ""), most, less, more):
        answers = []
        for face in (willow, robin):
            address = reverse(f"groups:{name}", args=[face.group.slug, face.key])
            text = text_of(browser.post(address, {"role": role}, follow=True))
            lines = text.replace(face.name, "").replace(face.key, "").splitlines()
            answers.append([line for line in lines if "<path" not in line])
        assert answers[0] == answers[1], name
    mine, other = shapes(host, willow, robin)
    assert mine == other
    deliver_due()
    asked = set(Notice.objects.filter(kind="role").values_list("member", flat=True))
    assert asked == {robin.member_id}
    offer = RoleOffer.objects.get(face=willow, state="asked")
    with pytest.raises(Refused):
        actions.accept_offer(again(willow), offer)
    RoleOffer.objects.update(ends_at=timezone.now())
    mine, other = shapes(host, willow, robin)
    assert mine == other
    assert "did not answer" in page_of(willow, host)
    Membership.objects.filter(pk=willow.pk).update(stays_shown_until=timezone.now())
    assert "did not answer" not in page_of(willow, host)
    assert not policy.moderated_groups(willow.member).exists()
    assert policy.hosts_of(willow.group).get() == host


def test_an_introduction_stays_as_long_as_its_face_seems_to_belong(
    willow: Membership, robin: Membership, heron: Membership
) -> None:
    other = make.face(willow.member, make.group("Knitting"), "River")
    make.face(robin.member, other.group, "Finch")
    actions.introduce(other, other=willow)
    actions.remove(make.host_of(willow.group), heron)
    assert queries.introductions_of(other, viewer=robin.member)
    Membership.objects.filter(pk=willow.pk).update(stays_shown_until=timezone.now())
    assert not queries.introductions_of(other, viewer=robin.member)


def test_a_name_is_still_a_name_where_its_face_ended_with_another(
    willow: Membership, robin: Membership, topic: Topic, heron: Membership
) -> None:
    words = f"@Willow and @{heron.name}"
    assert links_in(words, topic, robin) == 2
    actions.remove(make.host_of(willow.group), heron)
    assert links_in("@Willow", topic, robin) == 1


def test_a_nameless_face_is_spoken_to_as_before_when_its_member_leaves(
    willow: Membership, robin: Membership, topic: Topic, heron: Membership
) -> None:
    actions.leave(willow)
    assert links_in(f"@{heron.name}", topic, robin) == 1


def test_whoever_left_before_shows_nothing_when_what_they_said_without_a_name_ends(
    willow: Membership, robin: Membership, heron: Membership
) -> None:
    host = make.host_of(willow.group)
    actions.leave(willow)
    actions.leave(robin)
    before = page_of(willow, host).splitlines()
    actions.remove(host, again(heron), for_good=True)
    assert page_of(willow, host).splitlines() == before
    assert not policy.can_join(willow.member, willow.group, face=again(willow))
    actions.readmit(host, again(robin))
    assert policy.can_join(robin.member, willow.group, face=again(robin))


def test_a_removal_for_good_is_not_made_less_by_one_that_knows_nothing_of_it(
    willow: Membership, heron: Membership
) -> None:
    host = make.host_of(willow.group)
    actions.remove(host, heron, for_good=True)
    actions.remove(host, again(willow))
    with pytest.raises(Refused, match="cannot join this group again"):
        actions.accept_invitation(willow.member, actions.invite(host, willow.group), name="Willow")


def test_a_removal_is_taken_back_where_it_was_made(willow: Membership, topic: Topic, heron: Membership) -> None:
    host = make.host_of(willow.group)
    actions.remove(host, heron, for_good=True)
    assert "They may come back" in page_of(heron, host)
    actions.readmit(host, again(heron))
    assert not again(willow).seems_gone
    actions.join(willow.member, willow.group, name="Willow")
    assert make.post(again(willow), topic, without_name=True).author == heron


def test_a_request_to_come_back_does_not_vanish_with_a_nameless_face(willow: Membership, heron: Membership) -> None:
    group = willow.group
    actions.leave(willow)
    Group.objects.filter(pk=group.pk).update(joining=Group.Joining.REQUEST)
    group.refresh_from_db()
    actions.join(willow.member, group, name="Willow")
    host = make.host_of(group)
    actions.remove(host, again(heron))
    assert [one.pk for one in queries.requests_of(group, viewer=host.member)] == [willow.pk]
    assert again(willow).removed_at is None
