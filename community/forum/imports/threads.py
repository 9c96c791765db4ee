"""Reading a JSON list of threads: id, category, author, anonymous, created_at, pinned, text, replies."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from community.forum.actions import ArchivedAuthor
from community.forum.imports.files import ArchiveError
from community.forum.imports.json_items import items_of
from community.forum.imports.spool import Spool
from community.forum.imports.words import from_text, title_of

IN_THREAD: dict[str, type | tuple[type, ...]] = {"id": (int, str), "created_at": str, "text": str, "replies": list}
IN_REPLY: dict[str, type | tuple[type, ...]] = {"created_at": str, "text": str}


def read(path: Path, spool: Spool, *, category: str = "") -> int:
    """Fill the spool with the file's threads, of one category if it is named; return how many were left out."""
    left_out = 0
    for line, thread in items_of(path):
        _check(path, line, thread, "a thread", IN_THREAD)
        if category and thread.get("category") != category:
            left_out += 1
            continue
        left_out += not _add(path, line, thread, spool)
    return left_out


def _add(path: Path, line: int, thread: dict[str, Any], spool: Spool) -> bool:
    topic_id = f"thread:{thread['id']}"
    words = from_text(thread["text"])
    if not words:
        return False
    created_at = _time(path, line, thread["created_at"])
    title = title_of(thread["text"])
    if not spool.add_topic(topic_id, title=title, created_at=created_at, is_pinned=bool(thread.get("pinned"))):
        return False
    author = _author(thread, thread)
    spool.add_post(f"{topic_id}:0", topic_id=topic_id, place="", author=author, body=words, created_at=created_at)
    for number, reply in _replies(path, line, thread):
        spool.add_post(
            f"{topic_id}:{number}",
            topic_id=topic_id,
            place=f"{number:08}",
            author=_author(thread, reply),
            body=from_text(reply["text"]),
            created_at=_time(path, line, reply["created_at"]),
        )
    return True


def _replies(path: Path, line: int, thread: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Replies that say something, with their number in the archive."""
    for number, reply in enumerate(thread["replies"], start=1):
        _check(path, line, reply, f"reply {number} of thread {thread['id']}", IN_REPLY)
        if reply["text"].strip():
            yield number, reply


def _author(thread: dict[str, Any], said: dict[str, Any]) -> ArchivedAuthor:
    """Who said it, without a name; whoever began a thread anonymously is nobody else's face anywhere else."""
    author = said.get("author")
    is_anonymous = bool(thread.get("anonymous")) and author == thread.get("author")
    if is_anonymous or author is None:
        return ArchivedAuthor(f"thread:{thread['id']}:{author}")
    return ArchivedAuthor(f"threads:{author}")


def _check(path: Path, line: int, item: Any, what: str, kinds: dict[str, type | tuple[type, ...]]) -> None:
    if not isinstance(item, dict):
        raise ArchiveError(path, f"{what} is expected here, with its columns in braces", line=line)
    for name, kind in kinds.items():
        if name not in item:
            raise ArchiveError(path, f"{what} has no {name!r}", line=line)
        if not isinstance(item[name], kind) or isinstance(item[name], bool):
            raise ArchiveError(path, f"{name!r} of {what} has the wrong type: {item[name]!r:.40}", line=line)


def _time(path: Path, line: int, text: str) -> datetime:
    """A time of the archive; one without a zone is taken for UTC."""
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise ArchiveError(path, f"{text!r:.40} is no date and time", line=line) from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
