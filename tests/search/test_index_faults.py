"""A process killed between the listeners' hearing and the index's change: the post is found after the next start."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.fork_server import ForkServer
from tests.own_site import OwnSite

pytestmark = pytest.mark.embedded

PEOPLE = """
from tests import make
from kit.events import deliver_due
make.topic(make.face(make.member("Ada"), make.group("Asthma at night"), "Ada"), body="The pollen again.")
deliver_due()
"""
WRITE = """
import os, signal
from datetime import timedelta
from community.forum import actions
from community.forum.models import Topic
from kit.events import deliver_due
topic = Topic.objects.first()
for number in range(20):
    actions.reply(topic.author, topic, body=f"A humidifier helped us, says {number}.")
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
"""
BETWEEN = "deliver_due(tick=timedelta(seconds=1)); die()"
IN_THE_COMMIT = "from whoosh.writing import SegmentWriter; SegmentWriter._finalize_segment = die; deliver_due()"
AFTER_THE_COMMIT = """
from search import index
real = index.engine().put
def put(documents):
    real(documents)
    die()
index.engine().put = put
deliver_due()
"""
LATER = """
from django.utils import timezone
from kit.delivery import deliver_due, undelivered
undelivered().update(due_at=timezone.now())
while deliver_due():
    pass
from people.models import Member
from search import queries
member = Member.objects.get(memberships__name="Ada")
first, second = (queries.find(member, "humidifier", start=start).hits for start in (0, 20))
print(len({hit.post.pk for hit in first}), len(second), undelivered().count())
"""


@pytest.fixture(scope="module")
def folder_with_a_topic(tmp_path_factory, empty_site, whole_site: ForkServer) -> Path:
    folder = empty_site(tmp_path_factory.mktemp("site"))
    with closing(OwnSite(folder, whole_site)) as site:
        words, code = site.python(PEOPLE)
    assert code == 0, words
    return folder


@pytest.fixture
def site(folder_with_a_topic: Path, tmp_path: Path, whole_site: ForkServer) -> Iterator[OwnSite]:
    folder = tmp_path / "site"
    shutil.copytree(folder_with_a_topic, folder)
    with closing(OwnSite(folder, whole_site)) as site:
        yield site


@pytest.mark.parametrize("moment", [BETWEEN, IN_THE_COMMIT, AFTER_THE_COMMIT], ids=["between", "in", "after"])
def test_killed_around_the_change_of_the_index_every_post_is_found_once(site: OwnSite, moment: str) -> None:
    words, code = site.python(WRITE + moment)
    assert code == -signal.SIGKILL, words
    assert site.python(LATER)[0].split() == ["20", "0", "0"]
