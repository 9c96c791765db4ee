"""Faults in the forum: many writers at once, and processes killed in the middle of writing and importing."""

import shutil
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest
from django.db import connections

from community.forum import actions
from community.forum.models import Post
from tests import make
from tests.fork_server import ForkServer
from tests.own_site import OwnSite, outcome_of

HERE = Path(__file__).parent


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_leave_no_gap_and_no_double(place_for):
    place = place_for()
    faces = [make.face(make.member(f"writer{number}"), place.group) for number in range(6)]
    failures: list[Exception] = []

    def write(face) -> None:
        try:
            for turn in range(5):
                actions.reply(face, place.topic, body=f"Turn {turn}")
        except Exception as error:  # a thread's error would be lost
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=write, args=[face]) for face in faces]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    posts = Post.objects.filter(topic=place.topic).order_by("number")
    assert list(posts.values_list("number", flat=True)) == list(range(1, 32))
    assert sorted(posts.values_list("change_number", flat=True)) == list(range(1, 32))
    place.topic.refresh_from_db()
    assert (place.topic.post_count, place.topic.change_number) == (31, 31)


# --- Processes that are killed ------------------------------------------------------------------------------------

KILL_ME = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
PEOPLE = """
from tests import make
group = make.group("Asthma at night")
ada, ben = (make.face(make.member(name), group, name) for name in ("Ada", "Ben"))
make.topic(ada)
"""
SET_UP = """
from django.db import transaction
from kit.events import deliver_due
from community.forum import actions
from community.forum.models import Post, Topic
from groups.models import Membership
from people.models import Notice
topic = Topic.objects.first()
ben = Membership.objects.select_related("member", "group").filter(name="Ben").first()
"""


class ForumSite(OwnSite):
    """A site with one topic, and processes that work on it and can be killed."""

    def is_killed_by(self, code: str) -> None:
        words, end = self.python(SET_UP + code)
        assert end == -signal.SIGKILL, words

    def says(self, expression: str) -> str:
        words, code = self.python(f"{SET_UP}print({expression})")
        assert code == 0, words
        return words.strip()


@pytest.fixture(scope="module")
def folder_with_people(tmp_path_factory, empty_site, whole_site: ForkServer) -> Path:
    folder = empty_site(tmp_path_factory.mktemp("site"))
    with closing(ForumSite(folder, whole_site)) as site:
        site.run("shell", "-v0", "-c", PEOPLE)
    return folder


@pytest.fixture
def site(folder_with_people: Path, tmp_path: Path, whole_site: ForkServer) -> Iterator[ForumSite]:
    folder = tmp_path / "site"
    shutil.copytree(folder_with_people, folder)
    with closing(ForumSite(folder, whole_site)) as site:
        yield site


@pytest.mark.embedded
def test_killed_in_the_middle_of_a_reply_nothing_of_it_is_there(site):
    half = f"with transaction.atomic():\n    actions.reply(ben, topic, body='Half')\n    {KILL_ME}"
    site.is_killed_by(half)
    after = "Post.objects.count(), topic.post_count, actions.reply(ben, topic, body='Whole').number"
    assert site.says(after) == "1 1 2"


@pytest.mark.embedded
def test_killed_between_commit_and_delivery_the_watchers_are_told_after_the_start(site):
    site.is_killed_by(f"actions.reply(ben, topic, body='Kept')\n{KILL_ME}")
    assert site.says("Post.objects.count(), Notice.objects.filter(kind='reply').count()") == "2 0"
    again = "deliver_due(), deliver_due(), Notice.objects.filter(kind='reply').count()"
    assert site.says(again).split()[1:] == ["0", "1"]


@pytest.mark.embedded
def test_killed_in_the_middle_of_an_import_nothing_is_half_there(site):
    slug = site.says("ben.group.slug")
    archive = ["import_archive", "stackexchange", str(HERE / "imports" / "small_site"), "--group", slug]
    die = f"""
import os, signal
from django.core.management import call_command
from community.forum.actions import archives
real = archives.announce
def announce(event):
    real(event)
    if Topic.objects.count() == 3:
        {KILL_ME}
archives.announce = announce
call_command(*{archive!r})
"""
    site.is_killed_by(die)
    everything = "Topic.objects.count(), Post.objects.count(), Membership.objects.filter(member=None).count()"
    assert site.says(everything) == "1 1 0"
    words, code = outcome_of(site.start_anew(*archive))
    assert code == 0, words
    assert "Imported 2 topics, 6 posts and 4 people" in words
    assert site.says(everything) == "3 7 4"
