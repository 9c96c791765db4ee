"""Nobody has a role, or a group, that they did not say yes to; and to hosts who ask, silence is only silence."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from groups import actions, policy, tasks
from groups.models import Group, Membership, RoleOffer
from kit.events import deliver_due
from kit.policy import Refused
from people.models import Notice
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
def ada(group: Group) -> Membership:
    return make.face(make.member("ada"), group, "Willow")


def browser_of(face: Membership) -> Client:
    client = Client()
    client.force_login(face.member)
    return client


def again(face: Membership) -> Membership:
    return Membership.objects.select_related("group", "member").get(pk=face.pk)


def address(name: str, face: Membership) -> str:
    return reverse(f"groups:{name}", args=[face.group.slug, face.key])


def page_of(offer: RoleOffer) -> str:
    return reverse("groups:offer", args=[offer.face.group.slug, offer.key])


def expire(offer: RoleOffer) -> None:
    RoleOffer.objects.filter(pk=offer.pk).update(ends_at=timezone.now())


def told(face: Membership, kind: str) -> Notice:
    deliver_due()
    return Notice.objects.get(member=face.member, kind=kind)


def test_who_is_asked_to_be_a_moderator_is_one_from_their_yes_on(hana: Membership, ada: Membership) -> None:
    host, asked = browser_of(hana), browser_of(ada)
    answer = host.post(address("role", ada), {"role": "moderator"}, follow=True).text
    assert "Willow is asked, and has two weeks" in answer
    assert "They have not answered yet" in answer
    assert "Ask them to take the group over" not in answer, "one question at a time"
    assert again(ada).role == Role.MEMBER
    notice = told(ada, "role")
    assert not any(word in notice.text for word in ("Asthma", "Willow", hana.name))
    for page in (address("face", ada), reverse("groups:my_face", args=[ada.group.slug])):
        assert notice.url in asked.get(page).text
    assert "as: Moderator" in asked.get(notice.url).text
    page = asked.post(notice.url, {"answer": "yes"}, follow=True).text
    assert "You have said yes." in page
    assert policy.can_moderate(again(ada), ada.group)
    back = told(hana, "role_answer")
    assert "has said yes" in back.text
    assert "They have not answered yet" not in host.get(back.url).text


def test_a_no_changes_nothing_and_the_host_reads_it(hana: Membership, ada: Membership) -> None:
    offer = actions.offer_role(hana, ada, role="host")
    browser_of(ada).post(page_of(offer), {"answer": "no"})
    assert again(ada).role == Role.MEMBER
    notice = told(hana, "role_answer")
    assert "no, thank you" in notice.text
    assert "no, thank you" in browser_of(hana).get(notice.url).text
    assert page_of(offer) not in browser_of(ada).get(address("face", ada)).text
    actions.offer_role(hana, ada, role="moderator")


def test_a_group_changes_hands_in_one_deed_with_the_yes(hana: Membership, ada: Membership) -> None:
    ben = make.face(make.member("ben"), ada.group)
    actions.offer_role(hana, ben, role="moderator")
    browser_of(hana).post(address("hand_over", ada))
    assert policy.hosts_of(ada.group).get() == hana
    assert "in the place of its host" in told(ada, "role").text
    browser_of(ada).post(told(ada, "role").url, {"answer": "yes"})
    assert policy.hosts_of(ada.group).get() == ada
    assert again(hana).role == Role.MEMBER
    assert "in other hands" in told(hana, "role_answer").text
    assert actions.offer_role(again(ada), ben, role="moderator").is_open, "what the old host asked is over"


def test_what_was_asked_by_somebody_who_no_longer_runs_the_group_is_over(hana: Membership, ada: Membership) -> None:
    ben = make.face(make.member("ben"), ada.group, "Robin", role="host")
    offers = [actions.hand_over(hana, ada), actions.offer_role(hana, make.face(make.member(), ada.group), role="host")]
    actions.change_role(hana, hana, role="member")
    for offer in offers:
        assert "no longer runs the group" in browser_of(offer.face).get(page_of(offer)).text
        answer = browser_of(offer.face).post(page_of(offer), {"answer": "yes"}, follow=True)
        assert "no longer runs the group" in answer.text
    assert policy.hosts_of(ada.group).get() == ben
    assert actions.offer_role(ben, ada, role="moderator").is_open


def test_a_second_tab_hears_that_it_is_answered(hana: Membership, ada: Membership) -> None:
    offer, browser = actions.offer_role(hana, ada, role="moderator"), browser_of(ada)
    browser.post(page_of(offer), {"answer": "no"})
    assert "answered this already" in browser.post(page_of(offer), {"answer": "yes"}, follow=True).text
    assert again(ada).role == Role.MEMBER
    with pytest.raises(Refused, match="already"):
        actions.accept_offer(ada, offer)
    assert browser.post(page_of(offer), {"answer": "perhaps"}).status_code == 302


def test_two_hosts_ask_once(hana: Membership, ada: Membership) -> None:
    other = make.face(make.member("ben"), ada.group, role="host")
    actions.offer_role(hana, ada, role="moderator")
    answer = browser_of(other).post(address("role", ada), {"role": "host"})
    assert (answer.status_code, "have not answered yet" in answer.text) == (403, True)
    assert browser_of(other).post(address("hand_over", ada)).status_code == 403
    assert RoleOffer.objects.count() == 1


def test_what_is_taken_back_is_not_asked_any_more(hana: Membership, ada: Membership) -> None:
    offer = actions.offer_role(hana, ada, role="moderator")
    assert told(ada, "role").read_at is None
    other = browser_of(make.face(make.member("ben"), ada.group, role="host"))
    assert "taken back" in other.post(address("take_offer_back", ada), follow=True).text
    assert told(ada, "role").read_at is not None, "nobody is called to what is no longer asked"
    assert "it was taken back" in browser_of(ada).get(page_of(offer)).text
    assert "nothing to take back" in other.post(address("take_offer_back", ada), follow=True).text
    with pytest.raises(Refused, match="taken back"):
        actions.accept_offer(ada, offer)


def test_after_two_weeks_the_question_is_over_and_may_be_asked_again(hana: Membership, ada: Membership) -> None:
    offer = actions.offer_role(hana, ada, role="moderator")
    assert offer.ends_at - offer.created_at >= timedelta(days=13, hours=23)
    expire(offer)
    assert "time to answer is over" in browser_of(ada).post(page_of(offer), {"answer": "yes"}, follow=True).text
    assert "did not answer within two weeks" in browser_of(hana).get(address("face", ada)).text
    assert actions.offer_role(hana, ada, role="moderator").is_open
    RoleOffer.objects.update(ends_at=timezone.now() - timedelta(days=31))
    assert tasks.forget_role_offers.call() == 2


def test_a_role_is_taken_away_at_once_and_ends_what_was_asked(hana: Membership, ada: Membership) -> None:
    ada = make.promoted(ada)
    offer = actions.offer_role(hana, ada, role="host")
    browser_of(hana).post(address("role", ada), {"role": "member", "sure": "yes"})
    assert again(ada).role == Role.MEMBER
    assert not policy.can_accept_offer(again(ada), RoleOffer.objects.get(pk=offer.pk))
    with pytest.raises(Refused, match="without being asked"):
        actions.change_role(hana, ada, role="host")


def test_a_moderator_gives_it_up_alone_and_takes_no_more(hana: Membership, ada: Membership) -> None:
    ada = make.promoted(ada)
    page = browser_of(ada).get(address("face", ada)).text
    assert ('value="member"' in page, 'value="host"' in page) == (True, False)
    assert browser_of(ada).post(address("role", ada), {"role": "host"}).status_code == 403
    browser_of(ada).post(address("role", ada), {"role": "member", "sure": "yes"})
    assert again(ada).role == Role.MEMBER


def test_somebody_silenced_says_yes_when_that_is_over_and_no_at_any_time(hana: Membership, ada: Membership) -> None:
    offer = actions.offer_role(hana, ada, role="moderator")
    actions.silence(hana, ada, until=timezone.now() + timedelta(days=1), reason="A calmer day.")
    page = browser_of(ada).get(page_of(offer)).text
    assert ("write again from" in page, 'value="yes"' in page, 'value="no"' in page) == (True, False, True)
    assert "write again from" in browser_of(ada).post(page_of(offer), {"answer": "yes"}, follow=True).text
    assert "They have not answered yet" in browser_of(hana).get(address("face", ada)).text
    actions.lift_silence(hana, again(ada))
    actions.accept_offer(ada, offer)


def test_a_closed_group_finds_other_hands_as_well(hana: Membership, ada: Membership) -> None:
    offer = actions.hand_over(hana, ada)
    actions.archive(hana, ada.group)
    assert "This group has been closed since" in browser_of(ada).get(page_of(offer)).text
    browser_of(ada).post(page_of(offer), {"answer": "yes"})
    assert policy.can_reopen(again(ada), Group.objects.get(pk=ada.group_id))


def test_whoever_leaves_is_not_asked_any_more(hana: Membership, ada: Membership) -> None:
    offer = actions.offer_role(hana, ada, role="moderator")
    actions.leave(ada)
    assert browser_of(ada).get(page_of(offer)).status_code == 404
    assert "They have not answered yet" not in browser_of(hana).get(address("face", ada)).text
    back = actions.join(ada.member, ada.group, name="Willow")
    assert "you left it since" in browser_of(back).post(page_of(offer), {"answer": "yes"}, follow=True).text


def test_nobody_answers_for_somebody_else(hana: Membership, ada: Membership) -> None:
    offer = actions.offer_role(hana, ada, role="moderator")
    ben = make.face(make.member("ben"), ada.group, role="moderator")
    for other in (hana, ben):
        assert browser_of(other).get(page_of(offer)).status_code == 404
        with pytest.raises(Refused, match="Somebody else"):
            actions.accept_offer(other, offer)


def test_whoever_keeps_the_asker_away_is_not_reached_and_the_asker_sees_no_difference(
    hana: Membership, ada: Membership
) -> None:
    """Whichever face of the asker they do not want to meet: otherwise its absence would tell who that is."""
    elsewhere = make.face(hana.member, make.group("Knitting"), "Finch")
    actions.block(ada.member, elsewhere)
    offer = actions.offer_role(hana, ada, role="moderator")
    deliver_due()
    assert not Notice.objects.filter(member=ada.member, kind="role").exists()
    assert browser_of(ada).get(page_of(offer)).status_code == 404
    assert "They have not answered yet" in browser_of(hana).get(address("face", ada)).text
    ben = make.face(make.member("ben"), ada.group)
    heard = actions.offer_role(hana, ben, role="moderator")
    actions.block(ben.member, elsewhere)
    assert browser_of(ben).get(page_of(heard)).status_code == 200, "nothing vanishes with a block elsewhere"
    actions.block(ben.member, hana)
    assert browser_of(ben).get(page_of(heard)).status_code == 404


def test_the_pages_ask_few_questions(hana: Membership, ada: Membership, django_assert_max_num_queries) -> None:
    offer = actions.offer_role(hana, ada, role="moderator")
    for reader, page, most in ((ada, page_of(offer), 8), (hana, address("face", ada), 12)):
        browser = browser_of(reader)
        browser.get(page)
        with django_assert_max_num_queries(most):
            browser.get(page)
