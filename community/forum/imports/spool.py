"""What was read of an archive, in order and on disk: an archive may be larger than memory, and its answers may stand
far from their questions. Nothing reaches the site's database before the whole archive has been understood."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

from tqdm import tqdm

from community.forum.actions import ArchivedAuthor, ArchivedPost, ArchivedTopic
from kit import markdown

TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE topic (source_id TEXT PRIMARY KEY, title TEXT, is_pinned INTEGER, created_at TEXT);
    CREATE TABLE post (
        source_id TEXT PRIMARY KEY, topic_id TEXT, place TEXT, author_id TEXT, author_name TEXT, body TEXT,
        licence TEXT, created_at TEXT, html TEXT
    );
    CREATE INDEX post_in_topic ON post (topic_id, place);
"""
IN_ORDER = """
    SELECT topic.source_id, title, is_pinned, post.source_id, author_id, author_name, body, html, post.created_at
    FROM topic JOIN post ON post.topic_id = topic.source_id
    ORDER BY topic.created_at, topic.source_id, place
"""

Footnote = Callable[[str, list[str]], str]


class Spool:
    """Topics and posts on their way in. A post's `place` sorts it within its topic."""

    def __enter__(self) -> Self:
        self.folder = TemporaryDirectory(prefix="import-")
        self.rows = sqlite3.connect(Path(self.folder.name) / "spool.sqlite3", isolation_level=None)
        self.rows.executescript(TABLES)
        self.rows.execute("BEGIN")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rows.close()
        self.folder.cleanup()

    def add_topic(self, source_id: str, *, title: str, created_at: datetime, is_pinned: bool = False) -> bool:
        """False if the archive holds a topic with this id already."""
        row = (source_id, title, is_pinned, created_at.isoformat())
        return self.rows.execute("INSERT OR IGNORE INTO topic VALUES (?, ?, ?, ?)", row).rowcount > 0

    def add_post(
        self,
        source_id: str,
        *,
        topic_id: str,
        place: str,
        author: ArchivedAuthor,
        body: str,
        created_at: datetime,
        licence: str = "",
    ) -> bool:
        """False if the archive holds a post with this id already."""
        row = (source_id, topic_id, place, author.source_id, author.name, body, licence, created_at.isoformat(), "")
        return self.rows.execute("INSERT OR IGNORE INTO post VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row).rowcount > 0

    def place_of(self, source_id: str) -> tuple[str, str] | None:
        """The topic of a post and its place in it."""
        found = self.rows.execute("SELECT topic_id, place FROM post WHERE source_id = ?", [source_id])
        return found.fetchone()

    def counts(self) -> tuple[int, int]:
        """How many topics and posts will come out."""
        topics = "SELECT COUNT(*) FROM topic WHERE source_id IN (SELECT topic_id FROM post)"
        posts = "SELECT COUNT(*) FROM post WHERE topic_id IN (SELECT source_id FROM topic)"
        return self._number(topics), self._number(posts)

    def orphans(self) -> int:
        """How many posts belong to no topic of the archive."""
        return self._number("SELECT COUNT(*) FROM post WHERE topic_id NOT IN (SELECT source_id FROM topic)")

    def cook(self, known: set[tuple[str, str]], *, footnote: Footnote | None = None) -> None:
        """Make HTML of every post but those known already, as pairs of topic and post.

        `footnote(topic, licences)` is added to the words of each topic's first post.
        """
        if footnote:
            self._add(footnote)
        posts = self.rows.execute("SELECT topic_id, source_id FROM post").fetchall()
        for post in tqdm(posts, desc="HTML", unit=" posts", disable=None, leave=False):
            if post not in known:
                (body,) = self.rows.execute("SELECT body FROM post WHERE source_id = ?", post[1:]).fetchone()
                self.rows.execute("UPDATE post SET html = ? WHERE source_id = ?", [markdown.render(body), post[1]])

    def _add(self, footnote: Footnote) -> None:
        licences_of = "SELECT DISTINCT licence FROM post WHERE topic_id = ? AND licence <> '' ORDER BY licence"
        for topic_id, first in self._first_posts():
            licences = [licence for (licence,) in self.rows.execute(licences_of, [topic_id])]
            words = "\n\n" + footnote(topic_id, licences)
            self.rows.execute("UPDATE post SET body = body || ? WHERE source_id = ?", [words, first])

    def topics(self) -> Iterator[ArchivedTopic]:
        """Whole topics, oldest first."""
        for (source_id, title, is_pinned), rows in groupby(self.rows.execute(IN_ORDER), key=itemgetter(0, 1, 2)):
            yield ArchivedTopic(source_id, title, bool(is_pinned), [_post(row[3:]) for row in rows])

    def _first_posts(self) -> list[tuple[str, str]]:
        first = "SELECT topic_id, source_id, MIN(place) FROM post GROUP BY topic_id"
        return [(topic_id, source_id) for topic_id, source_id, _place in self.rows.execute(first)]

    def _number(self, question: str) -> int:
        return self.rows.execute(question).fetchone()[0]


def _post(row: tuple[str, str, str, str, str, str]) -> ArchivedPost:
    source_id, author_id, author_name, body, html, created_at = row
    author = ArchivedAuthor(author_id, author_name)
    return ArchivedPost(source_id, author, body, html, datetime.fromisoformat(created_at))
