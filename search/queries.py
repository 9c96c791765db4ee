"""Finding: the index proposes, the database decides. A stale index can lose a hit for seconds, never leak one."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString

from community.forum.models import Post
from community.forum.queries.mentions import named_in, with_names
from groups.models import Group
from groups.queries import hidden_faces
from people.models import Viewer
from people.muting import muting_of
from people.seen import Seen
from search import index, policy
from search.engines import CANDIDATES, Question
from search.shown import finding
from search.words import alike, words_of

PAGE = 20
FRESHNESS = 0.15  # how much more a post of today counts than a very old one; more than this makes results worse
FADES_OVER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Found:
    """A hit, and how the page shows it."""

    post: Post
    html: SafeString


@dataclass(frozen=True, slots=True)
class Findings:
    """One page of hits, and where the next begins."""

    hits: list[Found]
    next_start: int | None


NOTHING = Findings([], None)


def find(viewer: Viewer, words: str, *, group: Group | None = None, start: int = 0) -> Findings:
    """The hits from rank `start` on, among what the viewer may read right now."""
    asked = words_of(words)
    if not asked:
        return NOTHING
    keys = _ranked_keys(viewer, asked, group)
    shown = keys[start : start + PAGE]
    posts = {post.key: post for post in _asked_for(viewer, shown, READ, _read, PAGE)}
    _say_names(viewer, list(posts.values()))
    muting = muting_of(viewer)
    hits = [Found(posts[key], finding(posts[key], asked, muting)) for key in shown if key in posts]
    return Findings(hits, start + PAGE if len(keys) > start + PAGE else None)


def _say_names(viewer: Viewer, posts: list[Post]) -> None:
    """Whoever is spoken to stands in a hit as in the post itself: under the name they have now, or not by name."""
    spoken = {post.pk: post for post in posts if "@" in post.html}
    for pk, named in (named_in(spoken, blocker_id=viewer.pk or 0) if spoken else {}).items():
        spoken[pk].html = with_names(spoken[pk].html, named, group_slug=spoken[pk].topic.group.slug)


def _ranked_keys(viewer: Viewer, asked: Sequence[str], group: Group | None) -> list[str]:
    groups = [group.pk] if group else GROUPS.rows(viewer)
    question = Question(words=tuple(asked), also=alike(asked), groups=frozenset(groups))
    scores = {hit.key: hit.score for hit in index.find(question)}
    hidden = hidden_faces(viewer)
    now = timezone.now()
    ranked = [
        (-scores[key] * _prior(now - at), key)
        for key, at, author_id in _asked_for(viewer, list(scores), FACTS, _facts, CANDIDATES)
        if author_id not in hidden
    ]
    return [key for _score, key in sorted(ranked)]


def _prior(age: timedelta) -> float:
    return 1 + FRESHNESS * math.exp(-max(age, timedelta()) / FADES_OVER)


def _facts(viewer: Viewer, keys: Sequence[str]) -> QuerySet:
    hits = policy.visible_hits(viewer).filter(key__in=keys)
    if viewer.is_authenticated:
        hits = hits.exclude(topic__muted_by__member_id=viewer.pk)
    return hits.values_list("key", "created_at", "author_id")


def _read(viewer: Viewer, keys: Sequence[str]) -> QuerySet[Post]:
    return policy.visible_hits(viewer).filter(key__in=keys).select_related("author", "topic__group")


# As above, made once: with as many keys as there can be, the rest of them empty.
FACTS: Seen[Any] = Seen(lambda viewer, **keys: _facts(viewer, list(keys.values())))
READ: Seen[Post] = Seen(lambda viewer, **keys: _read(viewer, list(keys.values())))
GROUPS: Seen[Any] = Seen(lambda viewer: policy.visible_groups(viewer).values_list("pk", flat=True))


def _asked_for(viewer: Viewer, keys: list[str], prepared: Seen[Any], build: Callable, most: int) -> list[Any]:
    """What the query gives for these keys, of which there are `most` at most."""
    if not keys or len(keys) > most:
        return list(build(viewer, keys))
    padded = keys + [""] * (most - len(keys))
    return prepared.rows(viewer, **{f"key{place}": key for place, key in enumerate(padded)})
