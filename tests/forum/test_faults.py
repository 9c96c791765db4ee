"""Faults in the forum: many writers at once, and processes killed in the middle of writing and importing."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings
from django.db import connections

from community.forum import actions
from community.forum.models import Post
from tests import make

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
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import make
from groups.models import Membership
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


class Site:
    """A site of its own: a database in a file, and processes that work on it and can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *command: str) -> tuple[int, str, str]:
        environment = os.environ | {
            "VAR_DIR": str(self.folder),
            "DATABASE_URL": f"sqlite:///{self.folder / 'site.sqlite3'}",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "ERROR",
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout, done.stderr

    def python(self, code: str) -> tuple[int, str, str]:
        return self.run("shell", "-v0", "-c", SET_UP + code)

    def says(self, expression: str) -> str:
        return self.python(f"print({expression})")[1].strip()


@pytest.fixture(scope="module")
def prepared_site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder)
    code, _words, errors = site.run("shell", "-v0", "-c", PEOPLE)
    assert code == 0, errors
    return folder


@pytest.fixture
def site(prepared_site: Path, tmp_path: Path) -> Site:
    folder = tmp_path / "site"
    shutil.copytree(prepared_site, folder)
    return Site(folder)


@pytest.mark.embedded
def test_killed_in_the_middle_of_a_reply_nothing_of_it_is_there(site):
    code, *_words = site.python(
        f"with transaction.atomic():\n    actions.reply(ben, topic, body='Half')\n    {KILL_ME}"
    )
    assert code == -signal.SIGKILL
    after = "Post.objects.count(), topic.post_count, actions.reply(ben, topic, body='Whole').number"
    assert site.says(after) == "1 1 2"


@pytest.mark.embedded
def test_killed_between_commit_and_delivery_the_watchers_are_told_after_the_start(site):
    code, *_words = site.python(f"actions.reply(ben, topic, body='Kept')\n{KILL_ME}")
    assert code == -signal.SIGKILL
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
    code, *_words = site.python(die)
    assert code == -signal.SIGKILL
    everything = "Topic.objects.count(), Post.objects.count(), Membership.objects.filter(member=None).count()"
    assert site.says(everything) == "1 1 0"
    assert "Imported 2 topics, 6 posts and 4 people" in site.run(*archive)[1]
    assert site.says(everything) == "3 7 4"
