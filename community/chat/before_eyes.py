"""Which private talks somebody has before their eyes, so that no notice tells them what they read at that moment.

It stands for a minute in the cache that all processes share, and nowhere else: not since when, and nobody can ask.
"""

from django.core.cache import cache

from community.chat.models import Room

SECONDS = 75  # an open page that is looked at says so more often


def _key(side_id: int) -> str:
    return f"before-eyes:{side_id}"


def come(side: Room) -> None:
    cache.set(_key(side.pk), 1, SECONDS)


def go(side: Room) -> None:
    cache.delete_many([_key(side.pk)])


def has(side: Room) -> bool:
    return cache.get(_key(side.pk)) is not None


def source_of(side: Room) -> str:
    """How the sources of notices begin that tell of this talk."""
    return f"side:{side.key}:"
