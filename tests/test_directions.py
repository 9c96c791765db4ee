"""The directions between rooms are kept by import-linter in `./dev check`; here each contract is seen to fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("config", "moderation", "search", "community", "groups", "people", "kit")
LINTER = Path(sys.executable).with_name("lint-imports")


STEPS = [
    ("kit/keys.py", "import groups.names", "kit is not allowed to import groups"),
    ("community/forum/reading.py", "import community.chat.forms", "forum is not allowed to import community.chat"),
    ("moderation/events.py", "import search.words", "moderation is not allowed to import search"),
    ("groups/names.py", "import bleach", "groups is not allowed to import bleach"),
    ("groups/names.py", "import whoosh", "groups is not allowed to import whoosh"),
]


def checked(folder: Path, *steps: tuple[str, str, str]) -> tuple[int, str]:
    """The linter's answer for a copy of the house in which modules take these steps."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "content"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for path, line, _complaint in steps:
        with (folder / path).open("a") as module:
            module.write(f"\n{line}\n")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run([LINTER, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def complaints(tmp_path_factory) -> str:
    code, said = checked(tmp_path_factory.mktemp("house"), *STEPS)
    assert code == 1
    return said


def test_the_house_keeps_its_directions(tmp_path: Path) -> None:
    code, said = checked(tmp_path)
    assert code == 0, said


@pytest.mark.parametrize(("path", "line", "complaint"), STEPS, ids=[step[1] for step in STEPS])
def test_a_step_in_the_wrong_direction_is_noticed(complaints: str, path: str, line: str, complaint: str) -> None:
    assert complaint in complaints
