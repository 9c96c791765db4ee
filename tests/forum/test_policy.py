"""Who reads and who writes in topics."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.forum import actions, policy
from groups import actions as group_actions
from kit.policy import Refused
from tests import make

STRANGER = AnonymousUser()


def sees(viewer, topic) -> bool:
    return policy.visible_topics(viewer).filter(pk=topic.pk).exists()


def reads(viewer, post) -> bool:
    return policy.visible_posts(viewer).filter(pk=post.pk).exists()


@pytest.mark.parametrize(("visibility", "is_open"), [("open", True), ("listed", False), ("hidden", False)])
def test_only_open_groups_are_read_from_outside(place_for, visibility, is_open):
    place = place_for(visibility=visibility)
    assert sees(place.ada.member, place.topic)
    assert sees(place.olu, place.topic) is is_open
    assert sees(STRANGER, place.topic) is is_open
    assert reads(place.ada.member, place.topic.posts.get())
    assert reads(place.olu, place.topic.posts.get()) is is_open


def test_a_former_member_no_longer_reads_a_closed_circle(place):
    group_actions.leave(place.ben)
    assert not sees(place.ben.member, place.topic)
    assert not policy.can_reply(make.face(place.ben.member, place.group, "Ben", state="left"), place.topic)


def test_a_removed_topic_is_left_to_its_author_and_the_moderators(place):
    actions.hide_topic(place.mara, place.topic, reason="Rule 2")
    assert sees(place.ada.member, place.topic)
    assert sees(place.mara.member, place.topic)
    assert not sees(place.ben.member, place.topic)
    assert not sees(place.olu, place.topic)


def test_a_removed_post_is_left_to_its_author_and_the_moderators(place):
    post = make.post(place.ben, place.topic, body="Buy my oil")
    actions.hide_post(place.mara, post, reason="Rule 2")
    assert reads(place.ben.member, post)
    assert reads(place.mara.member, post)
    assert not reads(place.ada.member, post)


def test_whoever_i_blocked_is_gone_for_me_and_nobody_else(place):
    post = make.post(place.ben, place.topic)
    group_actions.block(place.ada.member, place.ben)
    assert not reads(place.ada.member, post)
    assert reads(place.ben.member, post)
    assert reads(place.mara.member, post)


def test_topics_of_a_face_i_blocked_do_not_exist_for_me(place):
    group_actions.block(place.ben.member, place.ada)
    assert not sees(place.ben.member, place.topic)
    assert sees(place.mara.member, place.topic)


def test_a_moderator_who_blocked_somebody_still_keeps_the_group_safe(place):
    post = make.post(place.ben, place.topic)
    group_actions.block(place.mara.member, place.ben)
    assert reads(place.mara.member, post)


def test_reply_is_refused_when_the_topic_is_closed(place):
    assert policy.can_reply(place.ben, place.topic)
    actions.close_topic(place.mara, place.topic)
    place.topic.refresh_from_db()
    assert policy.can_reply(place.ben, place.topic).reason == "This topic is closed to new replies."
    with pytest.raises(Refused, match="closed"):
        actions.reply(place.ben, place.topic, body="Too late")


def test_reply_is_refused_to_a_face_of_another_group(place):
    elsewhere = make.face(place.olu, make.group("Elsewhere"), "Olu")
    with pytest.raises(Refused, match="Only members"):
        actions.reply(elsewhere, place.topic, body="Hello")


def test_reply_is_refused_to_the_silenced(place):
    silenced = make.silenced(place.ben)
    with pytest.raises(Refused, match="write again"):
        actions.reply(silenced, place.topic, body="Hello")


def test_only_moderators_close_and_pin(place):
    assert not policy.can_close(place.ada, place.topic)
    assert not policy.can_pin(place.ada, place.topic)
    assert policy.can_close(place.mara, place.topic)
    assert policy.can_pin(place.hana, place.topic)
    with pytest.raises(Refused):
        actions.close_topic(place.ada, place.topic)


def test_a_post_is_changed_by_its_author_for_a_day(place):
    post = make.post(place.ben, place.topic)
    assert policy.can_edit_post(place.ben, post)
    assert not policy.can_edit_post(place.ada, post)
    assert not policy.can_edit_post(place.mara, post)
    assert not policy.can_edit_post(None, post)
    post.created_at = timezone.now() - timedelta(hours=25)
    assert "24 hours" in policy.can_edit_post(place.ben, post).reason


def test_a_removed_post_is_not_changed_any_more(place):
    post = actions.hide_post(place.mara, make.post(place.ben, place.topic), reason="Rule 2")
    assert "removed" in policy.can_edit_post(place.ben, post).reason
    with pytest.raises(Refused):
        actions.edit_post(place.ben, post, body="Other words")


def test_drafts_are_seen_by_nobody_else(place):
    actions.save_draft(place.ada, place.topic, body="Half a thou")
    assert policy.visible_drafts(place.ada.member).count() == 1
    assert policy.visible_drafts(place.mara.member).count() == 0
    assert policy.visible_drafts(STRANGER).count() == 0
