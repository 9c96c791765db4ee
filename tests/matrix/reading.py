"""Reading the rows of the matrix as somebody: every page with an address, and what comes by other ways than pages.

The tests about blocks, hidden groups and the dots between faces read through here, so that a room which adds its rows
is looked at by all of them.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from html import unescape

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from community.chat.live import entries_since
from people.models import Letter, Member, Notice
from tests.matrix.row import Row
from tests.matrix.world import World

# Tokens, cursors, keys that a form brings along, and names that are offered.
BY_CHANCE = re.compile(
    r'(csrfmiddlewaretoken" value="|X-CSRFToken": ?"|csrf-token" content="|[?&]after='
    r'|name="client_key" value="|name="(?:face_)?name" value=")[^"&]*'
)
LEFT_OUT = {"Set-Cookie", "Expires", "Content-Length"}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace, so that the next row meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser_of(member: Member | None) -> Client:
    browser = Client(raise_request_exception=False)
    if member is not None:
        browser.force_login(member)
    return browser


def ask(browser: Client, row: Row, world: World, keys: list[object] | None = None) -> object:
    address = reverse(row.name, args=row.keys(world) if keys is None else keys)
    cookies = deepcopy(browser.cookies)
    with undone():
        answer = browser.get(address + row.query) if row.form is None else browser.post(address, row.form(world))
    browser.cookies = cookies  # a session that began in the undone transaction is undone with it,
    cache.clear()  # and what the cache knows of it, such as a message for the next page
    return answer


def text_of(answer: object) -> str:
    """The body and the headers without what differs by chance; of a file that is no text, its fingerprint."""
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()) if name not in LEFT_OUT)
    content = answer.getvalue()
    is_text = answer.headers.get("Content-Type", "").startswith(("text/", "application/"))
    body = content.decode(errors="replace") if is_text else f'file="{sha256(content).hexdigest()}"'
    return BY_CHANCE.sub(r"\1", f"{answer.status_code}\n{headers}\n\n{body}")


@dataclass(frozen=True)
class Surface:
    """A way besides pages on which something of a world reaches its readers, as text."""

    name: str
    read: Callable[[World, Member], str]


def _notices(world: World, reader: Member) -> str:
    return "\n".join(f"{notice.text} {notice.url}" for notice in Notice.objects.filter(member=reader))


def _letters(world: World, reader: Member) -> str:
    letters = Letter.objects.filter(address=reader.email)
    return "\n".join(f"{letter.subject}\n{letter.body}" for letter in letters)


# A room that sends frames, letters, feeds or files by other ways adds them here.
SURFACES = [
    Surface(
        "frames of the room", lambda world, reader: "\n".join(f.text for f in entries_since(world.room.key, 0, 99))
    ),
    Surface("notices", _notices),
    Surface("letters", _letters),
]

ATTRIBUTE = re.compile(r'([\w-]+)\s*=\s*"([^"]*)"')
TAG = re.compile(r"<[^>]*>")
PIECE = re.compile(r"[\w@.:+-]*\w")


def values_in(text: str) -> set[str]:
    """Every value that a machine could compare: attributes as a whole and in pieces, and the words between tags."""
    text = text.replace('\\"', '"')
    found = set()
    for name, value in ATTRIBUTE.findall(text):
        found.add(unescape(value))
        if name not in {"d", "viewBox", "fill", "stroke"}:
            found.update(PIECE.findall(unescape(value)))
    found.update(PIECE.findall(unescape(TAG.sub(" ", text))))
    return found
