"""Who is here now, of those who want it to be seen. It stands in the cache for some minutes and nowhere else.

The cache is the one that all processes of the site share. What it knows is that somebody was here lately: no time, no
page, and nothing of anybody who did not switch it on.
"""

from collections.abc import Iterable

from django.core.cache import cache

from groups.models import Membership

SECONDS = 180  # an open page says every minute that it is still there


def _key(face_id: int) -> str:
    return f"here:{face_id}"


def come(face: Membership | None) -> None:
    """The face is here, if it shows that at all."""
    if face is not None and face.shows_presence and face.is_active:
        cache.set(_key(face.pk), 1, SECONDS)


def go(face: Membership) -> None:
    cache.delete_many([_key(face.pk)])


def present(face_ids: Iterable[int]) -> set[int]:
    """Those of the faces that were here in the last minutes."""
    keys = {_key(face_id): face_id for face_id in face_ids}
    return {keys[key] for key in cache.get_many(keys)} if keys else set()
