"""Ranking: Whoosh's own BM25, counted word by word.

The same numbers as Whoosh's matchers and scorers give, for a twentieth of the time: they ask every document several
questions for each word, this goes once through each word's list.
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate
from math import log
from pickle import loads
from typing import Any

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.util.numeric import byte_to_length

from search.engines.whoosh.seats import Leaf, leaves

K1, B = 1.2, 0.75  # Whoosh's
LENGTHS = [byte_to_length(number) for number in range(256)]
Weights = Iterable[tuple[str, str, float]]  # field, term, weight
Best = list[tuple[float, Leaf, int]]  # score, and where the document is


def best(reader: Any, weights: Weights, *, groups: frozenset[int], limit: int) -> Best:
    """The documents of these groups that fit best, best first; of equals the older one first."""
    terms = [_asked(reader, *weight) for weight in weights]
    found: list[tuple[float, int, int, Leaf]] = []
    for place, leaf in enumerate(leaves(reader)):
        scores = _scores(leaf, terms)
        group_of, deleted = leaf.groups, leaf.deleted
        found += [
            (-score, place, number, leaf)
            for number, score in scores.items()
            if group_of[number] in groups and number not in deleted
        ]
    return [(-score, leaf, number) for score, _place, number, leaf in nsmallest(limit, found)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A term in a field: what a hit is worth at most, and how slowly more of them come near to that, by length."""

    field: str
    term: str
    worth: float
    room: list[float]
    once: list[float]  # what a document is worth that has it once


def _asked(reader: Any, field: str, term: str, weight: float) -> _Asked:
    count = reader.doc_count_all()
    rarity = log(count / (reader.doc_frequency(field, term) + 1)) + 1
    usual = reader.field_length(field) / count or 1
    worth = weight * rarity * (K1 + 1)
    room = [K1 * (1 - B + B * length / usual) for length in LENGTHS]
    return _Asked(field, term, worth, room, [worth / (1 + space) for space in room])


def _scores(leaf: Leaf, terms: list[_Asked]) -> dict[int, float]:
    scores: dict[int, float] = {}
    so_far = scores.get
    for asked in terms:
        worth, room, once, lengths = asked.worth, asked.room, asked.once, leaf.lengths[asked.field]
        for numbers, counts in _postings(leaf, asked.field, asked.term):
            if counts is None:
                for number in numbers:
                    scores[number] = so_far(number, 0.0) + once[lengths[number]]
                continue
            for number, count in zip(numbers, counts, strict=True):
                scores[number] = so_far(number, 0.0) + worth * count / (count + room[lengths[number]])
    return scores


def _postings(leaf: Leaf, field: str, term: str) -> Iterator[tuple[Iterable[int], Iterable[float] | None]]:
    """Block by block, the documents that have the term and how often; no counts where all have it once."""
    if (field, term) not in leaf:
        return
    matcher = leaf._terms.matcher(field, term.encode(), leaf.schema[field].format)
    if not isinstance(matcher, W3LeafMatcher):  # a term of one document stands in the dictionary itself
        yield [matcher.id()], [matcher.weight()]
        return
    while matcher.is_active():
        numbers, counts = _block(matcher)
        yield numbers, counts
        matcher._next_block()


def _block(matcher: W3LeafMatcher) -> tuple[Iterable[int], Iterable[float] | None]:
    packed = matcher._postfile.get(matcher._dataoffset, matcher._nextoffset - matcher._dataoffset)
    steps, counts = loads(zlib.decompress(packed) if matcher._compression else packed)[:2]  # noqa: S301
    if isinstance(counts, float):
        counts = [counts] * len(steps)
    return accumulate(steps), counts
