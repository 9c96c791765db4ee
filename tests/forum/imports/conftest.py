"""A group that an archive is taken into, and the two small archives beside this file."""

from pathlib import Path

import pytest
from django.core.management import call_command

from community.forum.models import Post, Topic
from groups.models import Membership
from tests import make

HERE = Path(__file__).parent
SITE, THREADS = HERE / "small_site", HERE / "small_threads.json"


@pytest.fixture
def group():
    return make.group("Asthma", visibility="open")


@pytest.fixture
def take_in(group, capsys):
    """Runs the command for the group and gives what it said."""

    def run(kind: str, path: Path, **options: object) -> str:
        call_command("import_archive", kind, str(path), group=group.slug, **options)
        return capsys.readouterr().out

    return run


def nothing_was_kept() -> bool:
    return not (Topic.objects.exists() or Post.objects.exists() or Membership.objects.filter(member=None).exists())
