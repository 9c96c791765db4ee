"""Reading the rows of the matrix as somebody: every page with an address, and what comes by other ways than pages.

The tests about blocks, hidden groups and the dots between faces read through here, so that a room which adds its rows
is looked at by all of them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from html import unescape
from http.cookies import SimpleCookie

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from community.chat.live import entries_since
from community.chat.policy import visible_rooms
from kit.live import gates
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
    """What happens inside leaves no trace."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Browser(Client):
    """A client of somebody, and what the cache knows of their session; nothing of a visitor's."""

    def __init__(self, member: Member | None) -> None:
        super().__init__(raise_request_exception=False)
        self.cached: dict[str, object] = {}
        if member is not None:
            self.force_login(member)
            key = self.session.cache_key
            self.cached = {key: cache.get(key)}

    def request(self, **request: object) -> HttpResponse:
        """As Django's, without what that keeps for tests which ask what a page was made with."""
        answer = self.handler(self._base_environ(**request))
        self.cookies.update(answer.cookies)
        return answer


def browser_of(member: Member | None) -> Browser:
    return Browser(member)


def ask(browser: Browser, row: Row, world: World, keys: list[object] | None = None) -> HttpResponse:
    return next(ask_each(browser, [row], world, keys))


def ask_each(
    browser: Browser, rows: Iterable[Row], world: World, keys: list[object] | None = None
) -> Iterator[HttpResponse]:
    """One after the other, and what was asked leaves no trace: each row meets the same world.

    Whatever was to be done after the commit waits on, for a commit that never comes.
    """
    cookies = dict(browser.cookies)
    before = transaction.savepoint()
    try:
        for row in rows:
            address = reverse(row.name, args=row.keys(world) if keys is None else keys)
            answer = browser.get(address + row.query) if row.form is None else browser.post(address, row.form(world))
            transaction.savepoint_rollback(before)
            browser.cookies = SimpleCookie(cookies)  # a session that began meanwhile is undone, too,
            cache.clear()  # and what the cache knows of it, such as a message for the next page
            cache.set_many(browser.cached)
            yield answer
    finally:
        transaction.savepoint_commit(before)


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


def _private_talks(world: World, reader: Member) -> str:
    sides = list(visible_rooms(reader).filter(group=world.group).exclude(owner=None).order_by("pk"))
    frames = [frame.text for side in sides for frame in entries_since(side.key, 0, 99)]
    browser = browser_of(reader)
    return "\n".join(frames + [text_of(browser.get(reverse("chat:room", args=[side.key]))) for side in sides])


def _quotes(world: World, reader: Member) -> str:
    """Wherever somebody quotes the author: pages, what open pages ask for, and what a seat is given."""
    browser = browser_of(reader)
    addresses = [
        reverse("forum:topic", args=[world.quoting.key]),
        reverse("forum:since", args=[world.quoting.key, 0]),
        reverse("chat:room", args=[world.room.key]),
        reverse("chat:since", args=[world.room.key, 0]),
    ]
    opening = gates.come_in(reader, f"room:{world.room.key}", 0)
    hidden = opening[0].hidden_authors if opening else frozenset()
    frames = [frame.without(hidden) for frame in (opening[1].frames if opening else ())]
    pages = [text_of(browser.get(address)) for address in addresses]
    return "\n".join([*pages, *(frame.text for frame in frames if frame is not None)])


# A room that sends frames, letters, feeds or files by other ways adds them here.
SURFACES = [
    Surface(
        "frames of the room", lambda world, reader: "\n".join(f.text for f in entries_since(world.room.key, 0, 99))
    ),
    Surface("frames and pages of private talks", _private_talks),
    Surface("quotes", _quotes),
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
        if name not in {"d", "viewBox", "color", "fill", "stroke"}:
            found.update(PIECE.findall(unescape(value)))
    found.update(PIECE.findall(unescape(TAG.sub(" ", text))))
    return found
