"""A decline whose process is killed before anybody heard of it, and one that is heard by two at the same moment."""

import signal
from contextlib import closing
from pathlib import Path

import pytest

from moderation import actions
from moderation.models import Decision, Review
from tests import make
from tests.fork_server import ForkServer
from tests.moderation.scene import staged
from tests.moderation.test_at_once import at_once
from tests.own_site import OwnSite

PEOPLE = """
from community.forum import actions
from groups import actions as groups_actions
from tests import make
group = make.group("Asthma at night")
host = make.host_of(group)
group = groups_actions.change_ways(host, group, checks_first_posts=True, first_posts=1)
topic = make.topic(host)
nia = groups_actions.join(make.member("nia"), group, name="Wren")
post = make.post(nia, topic)
"""
SET_UP = """
import os, signal
from community.forum import actions
from community.forum.models import Post
from groups.models import Membership
from kit.events import deliver_due
from moderation.models import Decision
from people.models import Notice
post = Post.objects.select_related("topic__group", "author").get(number=2)
host = Membership.objects.select_related("member", "group").get(role="host")
"""
DECLINED_AND_KILLED = """
actions.decline_post(host, post, reason="Please leave out the name.")
os.kill(os.getpid(), signal.SIGKILL)
"""
STANDS = "print(post.is_declined, Decision.objects.count(), Notice.objects.filter(kind='declined').count())"


@pytest.mark.embedded
def test_killed_between_decline_and_delivery_the_decision_is_there_after_the_start(
    tmp_path: Path, empty_site, whole_site: ForkServer
) -> None:
    with closing(OwnSite(empty_site(tmp_path), whole_site)) as site:
        site.run("shell", "-v0", "-c", PEOPLE)
        words, end = site.python(SET_UP + DECLINED_AND_KILLED)
        assert end == -signal.SIGKILL, words
        assert site.python(SET_UP + STANDS) == ("True 0 0\n", 0)
        assert site.python(f"{SET_UP}while deliver_due(): pass\n{STANDS}") == ("True 1 1\n", 0)


@pytest.mark.django_db(transaction=True)
def test_heard_by_many_at_once_it_is_one_decision() -> None:
    scene = staged()
    post = make.post(scene.ada, scene.post.topic)
    type(post).objects.filter(pk=post.pk).update(hidden_at=post.created_at, hidden_reason="Not here.")
    post.refresh_from_db()
    at_once(*[lambda: actions.keep_decline(scene.hana.member, post)] * 4)
    assert (Decision.objects.count(), Review.objects.count()) == (1, 1)
