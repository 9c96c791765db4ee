"""Who may follow a topic and a group."""

import pytest
from django.contrib.auth.models import AnonymousUser

from community.forum import actions
from community.forum.live import follow_group, follow_topic
from kit.keys import new_key
from tests import make


def test_a_topic_is_followed_from_its_last_change(place):
    make.post(place.ben, place.topic)
    assert follow_topic(place.ada.member, place.topic.key).position == 2
    assert follow_group(place.ada.member, place.group.key) is not None


@pytest.mark.parametrize("visibility", ["listed", "hidden"])
def test_what_one_may_not_read_is_not_there(place_for, visibility):
    place = place_for(visibility=visibility)
    for viewer in (place.olu, AnonymousUser()):
        assert follow_topic(viewer, place.topic.key) is None
        assert follow_group(viewer, place.group.key) is None
    assert follow_topic(place.ada.member, new_key()) is None


def test_a_removed_topic_is_followed_by_its_author_alone(place):
    actions.hide_topic(place.mara, place.topic, reason="Rule 1")
    assert follow_topic(place.ada.member, place.topic.key) is not None
    assert follow_topic(place.ben.member, place.topic.key) is None
