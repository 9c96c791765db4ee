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


def checked(folder: Path, *, path: str = "", line: str = "") -> int:
    """The linter's answer for a copy of the house in which `line` was added to the module at `path`."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__", "content"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    if path:
        with (folder / path).open("a") as module:
            module.write(f"\n{line}\n")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run([LINTER, "--no-cache"], cwd=folder, env=environment, capture_output=True).returncode


def test_the_house_keeps_its_directions(tmp_path: Path) -> None:
    assert checked(tmp_path) == 0


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("kit/keys.py", "import groups.names"),
        ("community/forum/reading.py", "import community.chat.forms"),
        ("moderation/events.py", "import search.words"),
        ("groups/names.py", "import bleach"),
        ("groups/names.py", "import whoosh"),
    ],
)
def test_a_step_in_the_wrong_direction_is_noticed(tmp_path: Path, path: str, line: str) -> None:
    assert checked(tmp_path, path=path, line=line) == 1
