"""A group that looks at first posts, for the tests of those that were not let through."""

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction

from community.forum import actions as forum_actions
from community.forum.models import Post
from groups import actions as groups_actions
from groups.models import Membership
from kit.events import deliver_due
from moderation.models import Decision
from tests import make
from tests.moderation.scene import Scene, staged

WORDS = "Nightingales cough from three o'clock on."
REASON = "Please leave out the doctor's name."


@pytest.fixture(scope="module")
def scene_as_made(django_db_setup, django_db_blocker) -> Iterator[Scene]:
    """As always, in a group that looks at first posts; Nia is new there. Made once for all tests of a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        staging = staged(visibility="open")
        staging.group = groups_actions.change_ways(staging.hana, staging.group, checks_first_posts=True, first_posts=1)
        for name in ("ada", "ben", "mara", "hana"):  # as they are read anew, with the ways of the group
            pk = getattr(staging, name).pk
            setattr(staging, name, Membership.objects.select_related("group", "member").get(pk=pk))
        staging.nia = groups_actions.join(make.member("nia"), staging.group, name="Wren")
        deliver_due()
        yield staging
        transaction.set_rollback(True)


@pytest.fixture
def scene(scene_as_made: Scene, db: None) -> Scene:
    """What a test changes goes with the test, in the rows and in what was read of them."""
    return deepcopy(scene_as_made)


def declined(scene: Scene, post: Post | None = None, *, by: Membership | None = None) -> Decision:
    """A reply of Nia's, or the given post, that Hana did not let through."""
    post = post or make.post(scene.nia, scene.post.topic, body=WORDS)
    forum_actions.decline_post(by or scene.hana, post, reason=REASON)
    deliver_due()
    return Decision.objects.get(review__subject_key=post.key)


def post_of(decision: Decision) -> Post:
    return Post.objects.select_related("topic__group", "author").get(key=decision.review.subject_key)
