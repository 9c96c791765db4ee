"""Finding: the index proposes, the database decides. A stale index can lose a hit for seconds, never leak one."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from community.forum.models import Post
from groups.models import Group
from groups.queries import hidden_faces
from kit import markdown
from people.models import Viewer
from search import index, policy
from search.engines import Question
from search.words import Piece, alike, highlight, words_of

PAGE = 20
FRESHNESS = 0.15  # how much more a post of today counts than a very old one; more than this makes results worse
FADES_OVER = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Found:
    """A hit as the page shows it."""

    post: Post
    title: list[Piece]
    excerpt: list[Piece]


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
    posts = {post.key: post for post in _read(viewer, shown)}
    hits = [_found(posts[key], asked) for key in shown if key in posts]
    return Findings(hits, start + PAGE if len(keys) > start + PAGE else None)


def _ranked_keys(viewer: Viewer, asked: Sequence[str], group: Group | None) -> list[str]:
    groups = [group.pk] if group else policy.visible_groups(viewer).values_list("pk", flat=True)
    question = Question(words=tuple(asked), also=alike(asked), groups=frozenset(groups))
    scores = {hit.key: hit.score for hit in index.find(question)}
    visible = policy.visible_hits(viewer).filter(key__in=scores).exclude(author__in=hidden_faces(viewer))
    now = timezone.now()
    ranked = [(-scores[key] * _prior(now - at), key) for key, at in visible.values_list("key", "created_at")]
    return [key for _score, key in sorted(ranked)]


def _prior(age: timedelta) -> float:
    return 1 + FRESHNESS * math.exp(-max(age, timedelta()) / FADES_OVER)


def _read(viewer: Viewer, keys: Sequence[str]) -> list[Post]:
    related = ("author", "topic__group")
    return list(policy.visible_hits(viewer).filter(key__in=keys).select_related(*related))


def _found(post: Post, asked: Sequence[str]) -> Found:
    title = highlight(post.topic.title, asked, length=200)
    return Found(post, title, highlight(markdown.plain(post.body), asked))
