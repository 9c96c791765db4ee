"""PostgreSQL's own full-text search: the engine of the grown scale. No extension is needed."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import connection

from search.engines import CANDIDATES, Document, Health, Hit, Question, Reread
from search.models import SearchDocument

BATCH = 500
ALIKE_WEIGHT = 0.3
MOST_COUNTED = 20_000
MOST_OPENED = 3_000
FEWEST_WORDS = 2
T = TypeVar("T")

# How many documents have each word, counted up to a limit: that is enough to know a common one.
_COUNT = """
SELECT number, tsvector_to_array(to_tsvector('english', word)), (
    SELECT count(*) FROM (
        SELECT FROM search_searchdocument AS seen WHERE seen.words @@ plainto_tsquery('english', word) LIMIT %s
    ) AS counted
), (SELECT reltuples::bigint FROM pg_class WHERE oid = 'search_searchdocument'::regclass)
FROM unnest(%s::text[]) WITH ORDINALITY AS given(word, number) WHERE numnode(plainto_tsquery('english', word)) > 0
"""
# Three steps. The documents with one of the telling words, each opened once, the newest if they are too many. The best
# of them by a quick score. And those in the order of BM25, the sum of title and text, the title counting twice.
_FIND = """
WITH found AS MATERIALIZED (
    SELECT key, words || ''::tsvector AS words FROM search_searchdocument
    WHERE words @@ ({any_of_them}) AND group_id = ANY(%s) ORDER BY created_at DESC LIMIT %s
), best AS MATERIALIZED (
    SELECT key, words, {score} AS score FROM found ORDER BY score DESC, key LIMIT %s
), usual AS (
    SELECT greatest(avg(length(words)), 1) AS length FROM best
), seen AS (
    SELECT key, worth,
        cardinality(array_positions(weights, 'A')) AS in_title,
        cardinality(array_positions(weights, 'D')) AS in_text,
        1.2 * (0.25 + 0.75 * length(words) / usual.length) AS room
    FROM best, usual, unnest(words)
    JOIN unnest(%s::text[], %s::float8[]) AS asked(term, worth) ON asked.term = lexeme
)
SELECT key, sum(worth * 2.2 * (2 * in_title / (in_title + 1.2) + in_text / (in_text + room))) AS score
FROM seen GROUP BY key ORDER BY score DESC, key
"""
_ONE_WORD = "plainto_tsquery('english', %s)"
_ONE_SCORE = f"%s * ts_rank('{{0.5, 0.5, 0.5, 1.0}}', words, {_ONE_WORD}, 1)"


class PostgresEngine:
    """The index is a table beside the posts; a column of it is kept by the database itself."""

    def put(self, documents: Sequence[Document]) -> None:
        rows = {
            document.key: SearchDocument(
                key=document.key,
                group_id=document.group_id,
                title=document.title,
                body=document.body,
                created_at=document.created_at,
            )
            for document in documents
        }
        SearchDocument.objects.bulk_create(
            rows.values(),
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["group", "title", "body", "created_at"],
        )

    def remove(self, keys: Sequence[str]) -> None:
        SearchDocument.objects.filter(key__in=keys).delete()

    def find(self, question: Question) -> list[Hit]:
        weights = dict.fromkeys(question.also, ALIKE_WEIGHT) | dict.fromkeys(question.words, 1.0)
        if not weights or not question.groups:
            return []
        with connection.cursor() as cursor:
            asked = _telling(_weighed(cursor, weights))
            if not asked:
                return []
            cursor.execute(*_finding(asked, question))
            return [Hit(key=key, score=score) for key, score in cursor.fetchall()]

    def rebuild(self, documents: Iterable[Document], *, reread: Reread) -> int:
        """In place: what is there is brought up to date, and what should not be there goes last."""
        kept: set[str] = set()
        for batch in _batches(documents):
            self.put(batch)
            kept.update(document.key for document in batch)
        for extra in _batches(key for key in _all_keys() if key not in kept):
            stays = {document.key for document in reread(extra)}
            self.remove([key for key in extra if key not in stays])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_searchdocument")
        return len(kept)

    def health(self) -> Health:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'search_searchdocument'::regclass"
            )
            (count,) = cursor.fetchone()
        has_any = bool(count) or SearchDocument.objects.exists()
        return Health(is_ready=True, is_complete=has_any, document_count=count)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word, its stems, how many documents have it, and how much a hit of it is worth."""

    word: str
    stems: list[str]
    count: int
    worth: float


def _weighed(cursor: Any, weights: dict[str, float]) -> list[_Asked]:
    """The words that some document has."""
    words = list(weights)
    cursor.execute(_COUNT, [MOST_COUNTED, words])
    rows = cursor.fetchall()
    total = max((max(count, estimate) for *_others, count, estimate in rows), default=0)
    return [
        _Asked(words[number - 1], stems, count, weights[words[number - 1]] * _rarity(count, total))
        for number, stems, count, _estimate in rows
        if count
    ]


def _rarity(count: int, total: int) -> float:
    """The rarer the word, the more it says: its inverse document frequency, as in BM25."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _telling(asked: list[_Asked]) -> list[_Asked]:
    """The rarest words, as long as few documents have to be opened for them: common ones hardly change the order."""
    spent = 0
    found: list[_Asked] = []
    for one in sorted(asked, key=lambda one: (one.count, one.word)):
        spent += one.count
        if spent > MOST_OPENED and len(found) >= FEWEST_WORDS:
            break
        found.append(one)
    return found


def _finding(asked: list[_Asked], question: Question) -> tuple[str, list[Any]]:
    """The statement that finds, and its values."""
    sql = _FIND.format(any_of_them=" || ".join([_ONE_WORD] * len(asked)), score=" + ".join([_ONE_SCORE] * len(asked)))
    quick = [value for one in asked for value in (one.worth, one.word)]
    stems = [(stem, one.worth) for one in asked for stem in one.stems]
    terms, worths = [stem for stem, _worth in stems], [worth for _stem, worth in stems]
    words = [one.word for one in asked]
    return sql, [*words, sorted(question.groups), MOST_OPENED, *quick, CANDIDATES, terms, worths]


def _all_keys() -> Iterator[str]:
    return SearchDocument.objects.values_list("key", flat=True).iterator(chunk_size=BATCH * 4)


def _batches(things: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(things)
    while batch := list(islice(remaining, BATCH)):
        yield batch
