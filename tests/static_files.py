"""Static files as browsers get them: with hashes in their names, and compressed."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from config import static
from config.static_parts import Read, put_together
from tests.databases import once

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
BY_NO_TEMPLATE = {"js/worker.js", "js/worker-end.js"}  # what config/installing.py asks for
ADDRESS = re.compile(r"{% static ['\"]((?:css|js|vendor)/[^'\"]+)")


@pytest.fixture(scope="session")
def collected_static(run_folder: Path) -> Iterator[None]:
    """Hashed static files, made once, and compressed once in each test process: a live site begins anew each time."""
    once(run_folder / "static", collect_static)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(static, "compress_brotli", cache(static.compress_brotli))
        yield


def collect_static() -> str:
    with override_settings(STORAGES=with_hashed_files()):
        call_command("collectstatic", interactive=False, verbosity=0)
    return str(settings.STATIC_ROOT)


def with_hashed_files() -> dict[str, dict[str, str]]:
    """The storage that the site itself has, where it does not run for whoever works on it."""
    return {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static_names.KnownNames"}}


@pytest.fixture
def collect(settings, tmp_path: Path) -> Callable[[dict[str, str]], static.Static]:
    """Collects files of these names with these contents, as a site does before it starts."""
    folder = tmp_path / "source"
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [folder], tmp_path / "root"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = with_hashed_files()

    def collected(files: dict[str, str]) -> static.Static:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(content)
        call_command("collectstatic", interactive=False, verbosity=0)
        site = static.Static()
        site.load()
        return site

    return collected


# --- What pages ask for -------------------------------------------------------------------------------------------


def asked_for() -> set[str]:
    """The names of all style sheets and scripts that a page or the worker loads."""
    return BY_NO_TEMPLATE.union(*asked_by_template().values())


def asked_by_template() -> dict[str, list[str]]:
    files = {str(file.relative_to(TEMPLATES)): file for file in TEMPLATES.rglob("*.html")}
    return {name: found for name, file in files.items() if (found := ADDRESS.findall(file.read_text()))}


@cache
def parts_of(name: str) -> tuple[str, ...]:
    """This file and all that is put into it."""
    parts: list[str] = []
    whole(name, lambda part: parts.append(part) or source(part))
    return tuple(parts)


def served() -> dict[str, bytes]:
    """What pages ask for, as it is served."""
    return {name: slim(name, whole(name, source)) for name in asked_for()}


def whole(name: str, read: Read) -> str:
    return read(name) if name.startswith("vendor/") else put_together(name, read)


def slim(name: str, content: str) -> bytes:
    return content.encode() if name.startswith("vendor/") else static.COMMENT.sub(b"", content.encode())


def source(name: str) -> str | None:
    file = STATIC / name
    return file.read_text() if file.is_file() else None
