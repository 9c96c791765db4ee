"""The index: put, remove, find. The only place that knows an engine; it can be built again from the database."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines import Document, Engine, Health, Hit, Question, Reread
from search.engines.postgres import PostgresEngine
from search.engines.whoosh import WhooshEngine


def engine() -> Engine:
    """The engine that the settings choose."""
    return _engine(settings.SEARCH_ENGINE, str(settings.SEARCH_DIR))


@lru_cache(maxsize=8)
def _engine(name: str, folder: str) -> Engine:
    if name == "whoosh":
        return WhooshEngine(Path(folder))
    if name == "postgres":
        return PostgresEngine()
    raise ImproperlyConfigured(f"SEARCH_ENGINE is {name!r}; it can be 'whoosh' or 'postgres'.")


def put(documents: Sequence[Document]) -> None:
    """Make the documents findable, as they are now; what was there under the same keys goes."""
    engine().put(documents)


def remove(keys: Sequence[str]) -> None:
    engine().remove(keys)


def find(question: Question) -> list[Hit]:
    """Keys of what fits best, best first. They may be stale: whoever asks reads them from the database by policy."""
    return engine().find(question)


def rebuild(documents: Iterable[Document], *, reread: Reread) -> int:
    """Fill a new index from the documents while the old one answers; how many they were."""
    return engine().rebuild(documents, reread=reread)


def health() -> Health:
    """Cheap enough for a probe."""
    return engine().health()
