"""First posts that somebody looks at: nobody else reads them before, and their author always knows where they are."""

import re

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
    own = browser_of(ada.member).get(page).text
    assert "The reason: “Please leave out the doctor&#x27;s name.”" in own
    assert "did not let this post through" in own
    assert "You can write it anew" in own
    assert "moderators" not in own
    others = browser_of(ben.member).get(page).text
    assert (SECRET[:12] in others, "Post 2 is not shown." in others, "moderators" in others) == (False, True, False)
    assert "Not let through." in browser_of(host.member).get(page).text
    with pytest.raises(Refused, match="did not let this through"):
        actions.edit_post(ada, Post.objects.get(pk=post.pk), body="Something else.")
    notice = Notice.objects.get(member=ada.member, kind="declined")
    assert notice.text == "A post of yours was not let through. Read why, and what you can do."
    assert group.name not in notice.text
    again = browser_of(host.member).post(settle, {"answer": "yes"})
    assert (again.status_code, "already looked" in again.text) == (403, True)


def test_the_author_is_told_once_that_a_post_is_shown_now_and_never_which(
    group: Group, ada: Membership, ben: Membership
) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    posts = [make.post(ada, topic, body=SECRET), make.post(ben, topic, body=SECRET, without_name=True)]
    assert [post.waits for post in posts] == [True, True]
    deliver_due()
    assert not Notice.objects.filter(kind="shown").exists()
    for post, author in zip(posts, (ada, ben), strict=True):
        actions.let_through(host, post)
        deliver_due()
        notice = Notice.objects.get(member=author.member, kind="shown")
        assert notice.text == "A post of yours was looked at, and is shown now."
        assert notice.url == reverse("forum:post", args=[post.key])
    assert not Notice.objects.filter(kind="shown").exclude(member__in=[ada.member, ben.member]).exists()
    make.post(host, topic, body="Not looked at.")
    deliver_due()
    assert Notice.objects.filter(kind="shown").count() == 2


def test_an_open_page_without_a_form_gets_it_once_its_topic_is_shown(
    group: Group, ada: Membership, ben: Membership
) -> None:
    topic = make.topic(ada, body=SECRET)
    since = reverse("forum:since", args=[topic.key, 1])
    asked = {"seen": 1, "form": "none"}
    assert 'id="reply"' not in browser_of(ada.member).get(since, asked).text
    actions.let_through(make.host_of(group), topic.posts.get())
    fresh = browser_of(ada.member).get(since, asked).text
    assert fresh.index('id="reply"') < fresh.index("<textarea")
    assert 'id="reply"' not in browser_of(ada.member).get(since, {"seen": 1}).text  # has it, perhaps with words in it
    assert 'id="reply"' not in browser_of(make.member("olu")).get(since, asked).text  # may not write here


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


def look_of(post: Post, reader: Membership | None) -> str:
    """The post on the page of its topic without what is its face's own: name, key, drawing, number and time."""
    page = browser_of(reader.member).get(reverse("forum:topic", args=[post.topic.key])).text
    piece = page.partition(f'<article id="post-{post.number}"')[2].partition("</article>")[0]
    for own in (post.author.name, post.author.key, post.key):
        piece = piece.replace(own, "")
    return re.sub(rf"<svg.*?</svg>|\b{post.number} · [^<]*|\b{post.number}\b", "", piece, flags=re.DOTALL)


def test_whoever_writes_without_their_name_waits_like_a_newcomer_under_each_such_face(
    group: Group, ada: Membership, ben: Membership
) -> None:
    """What appeared at once would tell that its author has been here long, or looks after the group."""
    host = make.host_of(group)
    mara = make.face(make.member("mara"), group, role="moderator")
    topic = make.topic(host)
    posts = [make.post(author, topic, body=SECRET, without_name=True) for author in (ada, ben, mara)]
    assert [post.waits for post in posts] == [True, True, True]
    for reader in (host, make.face(make.member("reader"), group)):
        looks = [look_of(post, reader) for post in posts]
        assert "first post" in looks[0] or "is not shown yet" in looks[0]
        assert looks[0] == looks[1] == looks[2]
    for author, post in zip((ada, ben, mara), posts, strict=True):
        assert (
            "Only you can read this yet"
            in browser_of(author.member).get(reverse("forum:post", args=[post.key]), follow=True).text
        )
    deliver_due()
    for keeper in (host, mara):
        assert Notice.objects.filter(member=keeper.member, kind="waiting").count() == 3
    with pytest.raises(Refused, match="about to read"):
        actions.edit_post(posts[1].author, posts[1], body="Something else.")
    assert not make.post(ben, topic, body="Under my name.").waits, "what waits together would belong together"
    assert make.post(ada, topic, body="Under my name.").waits
    for post in posts[1:]:
        assert make.post(post.author, topic, body="More.").waits, "as long as one waits"
    for post in Post.objects.filter(author__only_in=topic.key):
        actions.let_through(host, post)
    for author in (ada, ben, mara):
        assert not make.post(author, topic, body="And more.", without_name=True).waits
    assert make.post(ben, make.topic(host), without_name=True).waits, "another topic, another face"


def test_a_declined_post_counts_for_none_of_the_faces(group: Group, ben: Membership) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    before = ben.early_posts
    post = make.post(ben, topic, without_name=True)
    actions.decline_post(host, post, reason="Too much at once.")
    assert [face.early_posts for face in group.memberships.filter(member=ben.member).order_by("only_in")] == [
        before,
        0,
    ]
    assert make.post(ben, topic, without_name=True).waits


def test_a_group_without_first_posts_looks_at_one_and_no_more(group: Group, ada: Membership) -> None:
    host = make.host_of(group)
    group_actions.change_ways(host, group, checks_first_posts=True, first_posts=0)
    topic = make.topic(host)
    face = Membership.objects.select_related("group", "member").get(pk=ada.pk)
    actions.let_through(host, make.post(face, topic))
    assert not make.post(face, topic).waits


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


def test_nobody_is_told_that_a_topic_was_removed_while_it_waits_and_a_host_finds_from_it_to_where_it_is_settled(
    group: Group, ada: Membership
) -> None:
    topic = make.topic(ada, body=SECRET)
    page, waiting = reverse("forum:topic", args=[topic.key]), reverse("forum:waiting", args=[group.slug])
    host = make.host_of(group)
    for reader, finds_the_way in ((ada, False), (host, True)):
        shown = browser_of(reader.member).get(page).text
        article = shown[shown.index("<article") : shown.index("</article>")]
        assert "This topic is not shown to others" not in shown
        assert (waiting in article) is finds_the_way
    actions.decline_post(host, topic.posts.get(), reason="We sell nothing here.")
    shown = browser_of(ada.member).get(page).text
    assert "did not let this topic through" in shown
    assert "You can write something new." in shown  # where the form to reply would stand
    assert "moderators" not in shown
    assert "Not let through" in browser_of(ada.member).get(reverse("forum:topics", args=[group.slug])).text


def test_what_moderators_remove_is_not_said_to_have_been_declined(group: Group, ada: Membership) -> None:
    host = make.host_of(group)
    topic = make.topic(host)
    post = make.post(ada, topic, body=SECRET)
    actions.let_through(host, post)
    actions.hide_post(host, post, reason="Rule 1")
    waits = make.post(ada, topic, body="Another.")
    actions.hide_post(host, waits, reason="Rule 2")
    own = browser_of(ada.member).get(reverse("forum:topic", args=[topic.key])).text
    assert own.count("The moderators removed this post.") == 2
    assert "let this post through" not in own
