"""Static files as browsers get them: with hashes in their names, and compressed."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from config import static
from tests.databases import once


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
    hashed = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    return {**settings.STORAGES, "staticfiles": hashed}
