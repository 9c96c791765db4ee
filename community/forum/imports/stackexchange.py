"""Reading a Stack Exchange archive: Posts.xml, Users.xml and Comments.xml, as the public dumps hold them.

Posts are under Creative Commons licences that ask for the author's name, a link to the source and the licence's name:
names are kept, and the first post of each topic says where it came from.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from community.forum.actions import ArchivedAuthor
from community.forum.imports.files import ArchiveError, opened
from community.forum.imports.spool import Spool
from community.forum.imports.words import cut_title, from_html

QUESTION, ANSWER = "1", "2"
BLOCK_START = re.compile(r"^(\s*)([#>+-]|\d{1,9}[.)])(?=\s)")
Row = dict[str, str]


def read(folder: Path, spool: Spool, *, site: str = "") -> int:
    """Fill the spool from the folder; `site` is the archive's public address. Returns how many rows were left out."""
    if not folder.is_dir():
        raise ArchiveError(folder, "there is no such folder")
    names = {row["Id"]: row.get("DisplayName", "") for row in _rows(folder / "Users.xml", "users", ("Id",))}
    left_out = _read_posts(folder / "Posts.xml", spool, names, site)
    if (folder / "Comments.xml").exists():
        left_out += _read_comments(folder / "Comments.xml", spool, names)
    return left_out + spool.orphans()


def footnote(site: str) -> Callable[[str, list[str]], str]:
    """The words under a topic's first post that say where it comes from."""

    def words(topic_id: str, licences: list[str]) -> str:
        number = topic_id.rpartition(":")[2]
        source = f"[{_('Stack Exchange')}]({site.rstrip('/')}/q/{number})" if site else _("Stack Exchange")
        line = _("From %(source)s, question %(number)s. Licence: %(licences)s.")
        filled = line % {"source": source, "number": number, "licences": ", ".join(licences) or "CC BY-SA"}
        return f"---\n\n*{filled}*"

    return words


def _read_posts(path: Path, spool: Spool, names: dict[str, str], site: str) -> int:
    left_out, origin = 0, _origin(site)
    for row in _rows(path, "posts", ("Id", "PostTypeId", "CreationDate")):
        kind, number, created_at = row["PostTypeId"], row["Id"], _time(path, row)
        if kind == QUESTION:
            topic_id, place = f"{origin}:{number}", ""
            title = cut_title(row.get("Title", "") or _("Question %(number)s") % {"number": number})
            is_new = spool.add_topic(topic_id, title=title, created_at=created_at)
        elif kind == ANSWER and row.get("ParentId"):
            topic_id, place, is_new = f"{origin}:{row['ParentId']}", _place(created_at, number), True
        else:
            left_out += 1
            continue
        left_out += not is_new or not spool.add_post(
            f"post:{number}",
            topic_id=topic_id,
            place=place,
            author=_author(row.get("OwnerUserId"), row.get("OwnerDisplayName"), names),
            body=_words_of_html(path, row, site),
            created_at=created_at,
            licence=row.get("ContentLicense", ""),
        )
    return left_out


def _read_comments(path: Path, spool: Spool, names: dict[str, str]) -> int:
    left_out = 0
    for row in _rows(path, "comments", ("Id", "PostId", "CreationDate")):
        under = spool.place_of(f"post:{row['PostId']}")
        text = row.get("Text", "").strip()
        if under is None or not text:
            left_out += 1
            continue
        created_at = _time(path, row)
        left_out += not spool.add_post(
            f"comment:{row['Id']}",
            topic_id=under[0],
            place=f"{under[1]}/{_place(created_at, row['Id'])}",
            author=_author(row.get("UserId"), row.get("UserDisplayName"), names),
            body=BLOCK_START.sub(r"\1\\\2", text),
            created_at=created_at,
            licence=row.get("ContentLicense", ""),
        )
    return left_out


def _rows(path: Path, root: str, needed: tuple[str, ...]) -> Iterator[Row]:
    """The rows of one table. Raises ArchiveError with the line of whatever is no XML, or no such table."""
    with opened(path) as file:
        try:
            for depth, element in _elements(iterparse(file, events=("start", "end"))):
                if depth == 0 and element.tag != root:
                    raise ArchiveError(path, f"the file must hold <{root}>, and holds <{element.tag}>")
                if depth == 1:
                    yield _checked(path, dict(element.attrib), needed)
        except ParseError as error:
            line, column = error.position
            raise ArchiveError(path, _reason(error), line=line, column=column + 1) from None
        except DefusedXmlException as error:
            raise ArchiveError(path, f"the file declares entities, and is not read for that: {error}") from None
        except (ValueError, LookupError) as error:  # an encoding that is not known, or several bytes a letter
            raise ArchiveError(path, str(error)) from None


def _elements(events: Iterator[tuple[str, Any]]) -> Iterator[tuple[int, Any]]:
    """The root as it begins, with depth 0, and each finished child of it, with depth 1; they are forgotten at once."""
    depth = 0
    root: Any = None
    for event, element in events:
        if event == "start":
            if depth == 0:
                root = element
                yield 0, element
            depth += 1
            continue
        depth -= 1
        if depth == 1:
            yield 1, element
            root.clear()


def _reason(error: ParseError) -> str:
    return str(error).partition(": line")[0]


def _checked(path: Path, row: Row, needed: tuple[str, ...]) -> Row:
    for name in needed:
        if not row.get(name):
            raise ArchiveError(path, f"the row with Id {row.get('Id', 'missing')!r} has no {name}")
    return row


def _author(user_id: str | None, name: str | None, names: dict[str, str]) -> ArchivedAuthor:
    """Users who left their account have at best a name, and no number."""
    if user_id and user_id in names:
        return ArchivedAuthor(f"stackexchange:{user_id}", _shown_name(names[user_id]))
    wish = name or _("Somebody")
    return ArchivedAuthor(f"stackexchange:name:{wish}", _shown_name(wish))


def _shown_name(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())


def _words_of_html(path: Path, row: Row, site: str) -> str:
    try:
        return from_html(row.get("Body", ""), site=site)
    except RecursionError:
        raise ArchiveError(path, f"the row with Id {row['Id']!r} is nested too deeply") from None


def _origin(site: str) -> str:
    """What sets the questions of one site apart from those of another in the same group."""
    return (urlsplit(site).hostname or "stackexchange")[:60]


def _place(created_at: datetime, number: str) -> str:
    return f"{created_at.isoformat(timespec='milliseconds')}:{number:0>12}"


def _time(path: Path, row: Row) -> datetime:
    try:
        time = datetime.fromisoformat(row["CreationDate"])
    except ValueError:
        raise ArchiveError(path, f"{row['CreationDate']!r:.40} of Id {row['Id']!r} is no date and time") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
