"""An index of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search import index


@pytest.fixture(autouse=True)
def _own_index(settings, tmp_path: Path) -> Iterator[None]:
    settings.SEARCH_DIR = tmp_path / "index"
    index._engine.cache_clear()
    yield
    index._engine.cache_clear()
