"""Speaking without one's name: a face for one topic, which is its member's in every way and shows it in none."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from community.forum import actions as forum_actions
from community.forum.models import Draft, Post, Topic
from groups import actions, policy, queries
from groups.models import Group, Membership
from kit.events import deliver_due
from kit.policy import Refused
from people.models import Notice
from tests import make

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


def signed_in(face: Membership) -> Client:
    client = Client()
    client.force_login(face.member)
    return client


def nameless_in(topic: Topic, face: Membership) -> Membership:
    return Membership.objects.get(only_in=topic.key, member=face.member)


def again(face: Membership) -> Membership:
    return Membership.objects.select_related("group", "member").get(pk=face.pk)


def test_one_tap_and_the_reply_bears_another_name_and_drawing(willow: Membership, topic: Topic) -> None:
    browser, address = signed_in(willow), reverse("forum:topic", args=[topic.key])
    assert "Without my name" in browser.get(address).text
    browser.post(reverse("forum:reply", args=[topic.key]), {"body": "Me too.", "without_name": "on"})
    heron = Post.objects.get(body="Me too.").author
    assert heron.pk != willow.pk
    assert (heron.key, heron.avatar_seed) != (willow.key, willow.avatar_seed)
    assert topic.watches.filter(watcher=willow).exists()
    assert not topic.watches.filter(watcher=heron).exists()  # following ends with the everyday face's own wish
    shown = Client()
    shown.force_login(topic.author.member)
    text = shown.get(address).text
    assert heron.name in text
    assert "Willow" not in text


def test_the_face_is_kept_for_its_topic_and_the_tick_stands_as_it_was_last(willow: Membership, topic: Topic) -> None:
    browser, address = signed_in(willow), reverse("forum:reply", args=[topic.key])
    browser.post(address, {"body": "One.", "without_name": "on"})
    page = browser.get(reverse("forum:topic", args=[topic.key])).text
    assert 'aria-describedby="id_without_name_help" checked' in " ".join(page.split())
    browser.post(address, {"body": "Two.", "without_name": "on"})
    browser.post(address, {"body": "Three.", "under_name": "1"})
    authors = [post.author.name for post in topic.posts.order_by("number")[1:]]
    assert authors[0] == authors[1] != authors[2] == "Willow"
    page = browser.get(reverse("forum:topic", args=[topic.key])).text
    assert "checked" not in page
    other = make.topic(topic.author, title="Another")
    browser.post(reverse("forum:reply", args=[other.key]), {"body": "One.", "without_name": "on"})
    assert nameless_in(other, willow).name != authors[0]


def test_a_topic_is_begun_without_a_name_and_the_draft_remembers_the_tick(willow: Membership) -> None:
    browser, slug = signed_in(willow), willow.group.slug
    words = {"title": "Ashamed", "body": "I have not taken it for weeks.", "without_name": "on"}
    browser.post(reverse("forum:draft_of_topic", args=[slug]), words)
    assert Draft.objects.get().without_name
    assert "checked" in browser.get(reverse("forum:new_topic", args=[slug])).text
    browser.post(reverse("forum:new_topic", args=[slug]), words)
    topic = Topic.objects.get()
    assert topic.author == nameless_in(topic, willow)
    assert topic.watches.get().watcher == willow
    assert not Draft.objects.exists()


def test_its_member_hears_of_replies_and_not_of_their_own(willow: Membership, robin: Membership) -> None:
    topic = forum_actions.start_topic(willow, willow.group, title="Ashamed", body="…", without_name=True)
    forum_actions.watch(robin, topic)
    make.post(willow, topic, body="More.")
    make.post(robin, topic, body="You are not alone.")
    deliver_due()
    assert Notice.objects.filter(member=willow.member, kind="reply").count() == 1
    assert Notice.objects.filter(member=robin.member, kind="reply").count() == 1


def test_its_member_edits_what_either_face_said(willow: Membership, topic: Topic) -> None:
    post = make.post(willow, topic, body="Mee too.", without_name=True)
    browser = signed_in(willow)
    address = reverse("forum:edit_post", args=[post.key])
    assert address in browser.get(reverse("forum:topic", args=[topic.key])).text
    browser.post(address, {"body": "Me too."})
    assert Post.objects.get(pk=post.pk).body == "Me too."


def test_it_is_in_no_list_and_counts_for_nobody(willow: Membership, topic: Topic) -> None:
    count = Group.objects.get(pk=willow.group_id).member_count
    make.post(willow, topic, without_name=True)
    assert Group.objects.get(pk=willow.group_id).member_count == count
    assert nameless_in(topic, willow) not in queries.members_of(willow.group, viewer=topic.author.member)
    assert queries.my_faces(willow.member).count() == 1
    assert queries.face_of(willow.member, willow.group) == willow


def test_its_page_says_that_it_is_for_one_topic_and_offers_blocking_and_reporting(
    willow: Membership, robin: Membership, topic: Topic
) -> None:
    make.post(willow, topic, without_name=True)
    heron = nameless_in(topic, willow)
    text = signed_in(robin).get(reverse("groups:face", args=[heron.group.slug, heron.key])).text
    assert "without their name" in text
    assert "Do not meet this person" in text
    assert "Willow" not in text
    assert "This is you." in signed_in(willow).get(reverse("groups:face", args=[heron.group.slug, heron.key])).text


def test_a_group_may_ask_for_names(willow: Membership, topic: Topic) -> None:
    Group.objects.filter(pk=willow.group_id).update(has_nameless=False)
    browser = signed_in(willow)
    assert "Without my name" not in browser.get(reverse("forum:topic", args=[topic.key])).text
    answer = browser.post(reverse("forum:reply", args=[topic.key]), {"body": "Me too.", "without_name": "on"})
    assert answer.status_code == 422
    assert "everybody writes under their name" in answer.text
    assert "Me too." in answer.text


def test_it_cannot_be_renamed_given_a_role_or_left_by_itself(willow: Membership, topic: Topic) -> None:
    make.post(willow, topic, without_name=True)
    heron = nameless_in(topic, willow)
    assert not policy.can_describe(heron)
    assert not policy.can_leave(heron)
    assert not policy.can_change_role(make.host_of(willow.group), heron)


# --- What is done to one face ---------------------------------------------------------------------------------------


def test_a_silence_binds_all_faces_and_its_reason_stands_with_one(willow: Membership, topic: Topic) -> None:
    make.post(willow, topic, without_name=True)
    heron, host = nameless_in(topic, willow), make.host_of(willow.group)
    actions.silence(host, heron, until=timezone.now() + timedelta(days=1), reason="Calm down.")
    assert "write again from" in policy.can_speak_in(again(willow), willow.group).reason
    assert again(willow).silenced_reason == ""
    actions.silence(host, again(willow), until=timezone.now() + timedelta(days=2), reason="Once more.")
    actions.lift_silence(host, again(heron))
    assert not policy.can_speak_in(again(heron), willow.group)
    actions.lift_silence(host, again(willow))
    assert policy.can_speak_in(again(heron), willow.group)
    assert policy.can_speak_in(again(willow), willow.group)


def test_whoever_is_removed_for_what_they_said_without_a_name_is_out_and_their_name_does_not_show_it(
    willow: Membership, robin: Membership, topic: Topic
) -> None:
    make.post(willow, topic, without_name=True)
    heron, host = nameless_in(topic, willow), make.host_of(willow.group)
    actions.remove(host, heron, for_good=True)
    assert not policy.readable_groups(willow.member).filter(pk=willow.group_id).exists()
    assert not policy.can_join(willow.member, willow.group, face=again(willow))
    browser = Client()
    browser.force_login(host.member)
    place = willow.group.slug
    assert "No longer in the group." in browser.get(reverse("groups:face", args=[place, heron.key])).text
    page = browser.get(reverse("groups:face", args=[place, willow.key])).text
    assert "No longer in the group." not in page
    assert "Remove from the group" in page
    assert "Willow" in browser.get(reverse("groups:members", args=[place])).text
    Membership.objects.filter(pk=willow.pk).update(stays_shown_until=timezone.now())
    assert "Willow" not in browser.get(reverse("groups:members", args=[place])).text
    assert Group.objects.get(pk=willow.group_id).member_count == 2


def test_whoever_is_removed_under_their_name_does_not_show_it_elsewhere(willow: Membership, topic: Topic) -> None:
    make.post(willow, topic, without_name=True)
    actions.remove(make.host_of(willow.group), willow)
    heron = nameless_in(topic, willow)
    assert not heron.is_active
    assert not heron.seems_gone
    assert again(willow).seems_gone


def test_leaving_ends_both_and_coming_back_brings_both_back(willow: Membership, topic: Topic) -> None:
    make.post(willow, topic, without_name=True)
    actions.leave(willow)
    with pytest.raises(Refused):
        actions.speak_without_name(again(willow), place=topic.key)
    assert not nameless_in(topic, willow).is_active
    actions.join(willow.member, willow.group, name="Willow")
    assert nameless_in(topic, willow).is_active


def test_a_keeper_is_not_removed_by_what_they_said_without_a_name(willow: Membership, topic: Topic) -> None:
    host = make.host_of(willow.group)
    mara = make.face(make.member("mara"), willow.group, "Mara", role="moderator")
    make.post(mara, topic, without_name=True)
    actions.remove(host, nameless_in(topic, mara), for_good=True)
    assert again(mara).is_active
    assert nameless_in(topic, mara).seems_gone


def test_somebody_who_has_long_belonged_is_not_told_that_these_are_their_first_days(willow: Membership) -> None:
    Membership.objects.filter(pk=willow.pk).update(joined_at=timezone.now() - timedelta(days=90), early_posts=9)
    address = reverse("forum:new_topic", args=[willow.group.slug])
    words = {"title": "Spacers", "body": "Look: https://example.org/", "without_name": "on"}
    assert "Without your name you can write here, but not yet" in signed_in(willow).post(address, words).text
