"""A process killed between the listeners' hearing and the index's change: the post is found after the next start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.embedded

PEOPLE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
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


def python(folder: Path, code: str) -> tuple[int, str]:
    environment = os.environ | {
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "SEARCH_DIR": str(folder / "index"),
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LOG_LEVEL": "ERROR",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout or done.stderr


@pytest.mark.parametrize("moment", [BETWEEN, IN_THE_COMMIT, AFTER_THE_COMMIT], ids=["between", "in", "after"])
def test_killed_around_the_change_of_the_index_every_post_is_found_once(tmp_path: Path, moment: str) -> None:
    code, words = python(tmp_path, PEOPLE)
    assert code == 0, words
    code, words = python(tmp_path, WRITE + moment)
    assert code == -signal.SIGKILL, words
    assert python(tmp_path, LATER)[1].split() == ["20", "0", "0"]
