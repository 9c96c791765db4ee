"""First posts that somebody looks at: nobody else reads them before, and their author always knows where they are."""

import pytest
from django.test import Client
from django.urls import reverse

from community.forum import actions, policy
from community.forum.models import Post
from groups import actions as group_actions
from groups.models import Group, Membership
from kit.events import deliver_due
from kit.policy import Refused
from people.models import Member, Notice
from tests import make

pytestmark = pytest.mark.django_db
SECRET = "Nightingales cough from three o'clock on."


@pytest.fixture
def group() -> Group:
    group = make.group("Asthma", visibility="open")
    return group_actions.change_ways(make.host_of(group), group, checks_first_posts=True, first_posts=1)


@pytest.fixture
def ada(group: Group) -> Membership:
    return group_actions.join(make.member("ada"), group, name="Willow")


@pytest.fixture
def ben(group: Group) -> Membership:
    return make.face(make.member("ben"), group, "Rowan")


def browser_of(member: Member | None) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_a_first_reply_is_read_by_nobody_else_until_it_is_let_through(
    group: Group, ada: Membership, ben: Membership
) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    post = make.post(ada, topic, body=SECRET)
    page = reverse("forum:topic", args=[topic.key])
    deliver_due()
    for reader in (browser_of(ben.member), Client()):
        shown = reader.get(page).text
        assert (SECRET[:12] in shown, "Post 2 is not shown yet." in shown) == (False, True)
    assert post not in policy.visible_posts(ben.member)
    own = browser_of(ada.member).get(page).text
    assert SECRET[:12] in own
    assert "Only you can read this yet" in own
    assert Notice.objects.filter(member=host.member, kind="waiting").count() == 1
    assert not Notice.objects.filter(kind="reply").exists()
    waiting = browser_of(host.member).get(reverse("forum:waiting", args=[group.slug])).text
    assert SECRET[:12] in waiting
    browser_of(host.member).post(reverse("forum:settle", args=[post.key]), {"answer": "yes"})
    deliver_due()
    assert SECRET[:12] in browser_of(ben.member).get(page).text
    assert Notice.objects.filter(member=host.member, kind="reply").count() == 1
    topic.refresh_from_db()
    assert topic.word_count == actions.recount(topic).word_count


def test_a_first_topic_stands_in_nobody_elses_list_until_it_is_let_through(
    group: Group, ada: Membership, ben: Membership
) -> None:
    topic = make.topic(ada, title="Coughing at night", body=SECRET)
    topics = reverse("forum:topics", args=[group.slug])
    assert "Coughing at night" not in browser_of(ben.member).get(topics).text
    assert browser_of(ben.member).get(reverse("forum:topic", args=[topic.key])).status_code == 404
    own = browser_of(ada.member).get(topics).text
    assert "Coughing at night" in own
    assert "Waits" in own
    with pytest.raises(Refused, match="reads this topic first"):
        make.post(ada, topic)
    actions.let_through(make.host_of(group), topic.posts.get())
    assert "Coughing at night" in browser_of(ben.member).get(topics).text


def test_whoever_is_declined_reads_why_and_nobody_else_reads_the_post(
    group: Group, ada: Membership, ben: Membership
) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    post = make.post(ada, topic, body=SECRET)
    settle = reverse("forum:settle", args=[post.key])
    assert "Say in a few words why" in browser_of(host.member).post(settle, {"answer": "no"}, follow=True).text
    browser_of(host.member).post(settle, {"answer": "no", "reason": "Please leave out the doctor's name."})
    deliver_due()
    page = reverse("forum:topic", args=[topic.key])
    assert "Please leave out the doctor&#x27;s name." in browser_of(ada.member).get(page).text
    assert SECRET[:12] not in browser_of(ben.member).get(page).text
    notice = Notice.objects.get(member=ada.member, kind="declined")
    assert group.name not in notice.text
    again = browser_of(host.member).post(settle, {"answer": "yes"})
    assert (again.status_code, "already looked" in again.text) == (403, True)


def test_after_the_first_posts_nobody_looks_any_more(group: Group, ada: Membership) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    first, second = make.post(ada, topic), make.post(ada, topic, body="And another.")
    assert (first.waits, second.waits) == (True, True), "what follows waits as long as one does"
    for post in (first, second):
        actions.let_through(host, post)
    assert not make.post(Membership.objects.get(pk=ada.pk), topic).waits


def test_who_looks_after_the_group_does_not_wait(group: Group) -> None:
    assert not make.post(make.host_of(group), make.topic(make.host_of(group))).waits


def test_moderators_remove_a_post_that_waits_as_any_other(group: Group, ada: Membership) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    post = actions.hide_post(host, make.post(ada, topic), reason="Selling.")
    assert (post.waits, post.hidden_reason) == (False, "Selling.")
    assert not Post.objects.filter(waits=True).exists()
    assert actions.recount(topic).word_count == topic.word_count


def test_a_member_neither_sees_nor_settles_what_waits(group: Group, ada: Membership, ben: Membership) -> None:
    post = make.post(ada, make.topic(make.host_of(group)))
    browser = browser_of(ben.member)
    assert browser.get(reverse("forum:waiting", args=[group.slug])).status_code == 403
    assert browser.post(reverse("forum:settle", args=[post.key]), {"answer": "yes"}).status_code == 404


def test_topics_are_shelved_in_areas_and_read_by_them(group: Group, ada: Membership) -> None:
    host = make.host_of(group)
    sleep, _school = group_actions.set_areas(host, group, names=["Sleep", "School"])
    page = reverse("forum:new_topic", args=[group.slug])
    sent = {"title": "Three o'clock", "body": "Awake again.", "area": sleep.key}
    browser_of(host.member).post(page, sent)
    make.topic(host, title="Everything else")
    topics = reverse("forum:topics", args=[group.slug])
    assert "Everything else" in Client().get(topics).text
    shelf = Client().get(f"{topics}?area={sleep.key}").text
    assert ("Three o&#x27;clock" in shelf, "Everything else" in shelf) == (True, False)
    wrong = browser_of(host.member).post(page, {**sent, "area": "nowhere"})
    assert (wrong.status_code, "Awake again." in wrong.text) == (422, True)


def test_a_chat_that_is_switched_off_is_neither_linked_nor_spoken_in(group: Group, ada: Membership) -> None:
    host = make.host_of(group)
    room = make.room(group)
    group_actions.change_ways(host, group, has_chat=False)
    browser = browser_of(ada.member)
    assert reverse("chat:rooms", args=[group.slug]) not in browser.get(reverse("forum:topics", args=[group.slug])).text
    said = browser.post(reverse("chat:say", args=[room.key]), {"body": "Hello", "client_key": "k"})
    assert (said.status_code, "switched the live chat" in said.text) == (422, True)
    assert room.name not in browser.get(reverse("chat:messages")).text
