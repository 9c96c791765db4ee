"""Static files from memory: names known beforehand, compressed once, kept by browsers for ever when hashed."""

import asyncio
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import SuspiciousFileOperation
from starlette.types import Receive, Scope, Send

FOR_EVER = b"public, max-age=31536000, immutable"
ASK_AGAIN = b"no-cache"
COMPRESSIBLE = re.compile(r"^(text/|application/(javascript|json|manifest\+json|xml)|image/svg\+xml|font/(ttf|otf))")
OWN = ("css/", "js/")
# Comments that take whole lines, as ours do: a fifth of what a browser would have to fetch.
COMMENT = re.compile(rb"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
SMALLEST = 300  # bytes below which compression gains nothing
# Types that the operating system's table names differently from one machine to the next.
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
TYPES |= {".woff2": "font/woff2", ".webmanifest": "application/manifest+json", ".map": "application/json"}


@dataclass
class StaticFile:
    """One file in memory, with what was made of it so far."""

    content: bytes
    content_type: str
    caching: bytes
    tag: str
    encoded: dict[str, bytes] = field(default_factory=dict)

    @property
    def is_compressible(self) -> bool:
        return len(self.content) >= SMALLEST and bool(COMPRESSIBLE.match(self.content_type))

    async def in_encoding(self, name: str) -> bytes:
        """The content in this encoding; compressed in a thread when it is first asked for."""
        if name not in self.encoded:
            compress = {"br": compress_brotli, "gzip": compress_gzip}[name]
            self.encoded[name] = await asyncio.to_thread(compress, self.content)
        return self.encoded[name]


class Static:
    """Serves collected files by the manifest of their hashed names; without a manifest, what the finders find.

    A path is looked up, never opened: what is not on the list does not exist, however the path is written.
    """

    def __init__(self) -> None:
        self.root: Path | None = None
        self.caching: dict[str, bytes] = {}  # by name: everything that exists, and how long it may be kept
        self.files: dict[str, StaticFile] = {}

    def load(self) -> None:
        """Read the list of names anew; the files themselves are read when first asked for."""
        self.root, self.files, self.caching = None, {}, {}
        storage: Any = staticfiles_storage
        if not hasattr(storage, "manifest_name"):
            return
        if storage.read_manifest() is None:
            raise FileNotFoundError(storage.manifest_name)
        names: dict[str, str] = storage.load_manifest()[0]
        self.root = Path(storage.location)
        # A plain name is asked for where no template wrote the address.
        self.caching = dict.fromkeys(names, ASK_AGAIN) | dict.fromkeys(names.values(), FOR_EVER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["method"] not in ("GET", "HEAD"):
            await answer(send, 405, [(b"allow", b"GET, HEAD")])
            return
        found = self.find(scope["path"].removeprefix(scope.get("root_path", "")).removeprefix("/"))
        if found is None:
            await answer(send, 404, [])
            return
        await serve(found, scope, send)

    def find(self, name: str) -> StaticFile | None:
        if name in self.files:
            return self.files[name]
        if self.root is None:
            return self.found_by_finders(name)
        if name not in self.caching:
            return None
        self.files[name] = read(self.root / name, name, caching=self.caching[name], is_slim=True)
        return self.files[name]

    def found_by_finders(self, name: str) -> StaticFile | None:
        try:
            place = finders.find(name)
            return read(Path(place), name, caching=ASK_AGAIN) if place and Path(place).is_file() else None
        except (SuspiciousFileOperation, ValueError):  # a path that leads out, or that no file can have
            return None


def read(place: Path, name: str, *, caching: bytes, is_slim: bool = False) -> StaticFile:
    """A slim one is without our comments."""
    content = place.read_bytes()
    if is_slim and name.startswith(OWN):
        content = COMMENT.sub(b"", content)
    kind = TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    return StaticFile(content, kind, caching, hashlib.sha256(content).hexdigest()[:20])


async def serve(file: StaticFile, scope: Scope, send: Send) -> None:
    asked = {name: value.decode("latin-1") for name, value in scope["headers"] if name in ASKED}
    encoding = best_encoding(asked.get(b"accept-encoding", "")) if file.is_compressible else ""
    tag = f'"{file.tag}{"-" + encoding if encoding else ""}"'
    headers = [(b"cache-control", file.caching), (b"etag", tag.encode()), (b"x-content-type-options", b"nosniff")]
    headers.append((b"cross-origin-resource-policy", b"same-origin"))
    if file.is_compressible:
        headers.append((b"vary", b"accept-encoding"))
    if is_known(tag, asked.get(b"if-none-match", "")):
        await answer(send, 304, headers)
        return
    body = await file.in_encoding(encoding) if encoding else file.content
    headers += [(b"content-type", file.content_type.encode()), (b"content-length", str(len(body)).encode())]
    if encoding:
        headers.append((b"content-encoding", encoding.encode()))
    await answer(send, 200, headers, b"" if scope["method"] == "HEAD" else body)


ASKED = frozenset({b"accept-encoding", b"if-none-match"})


def best_encoding(accepted: str) -> str:
    """`br` or `gzip`, whichever the browser takes, br before gzip; nothing when it takes neither."""
    taken = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight):
            taken.add(name.strip())
    return next((name for name in ("br", "gzip") if name in taken), "")


def is_known(tag: str, known: str) -> bool:
    return known.strip() == "*" or tag in {word.strip().removeprefix("W/") for word in known.split(",")}


def compress_brotli(content: bytes) -> bytes:
    return brotli.compress(content, mode=brotli.MODE_TEXT, quality=11)


def compress_gzip(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=0)


async def answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b"") -> None:
    if status >= 400:
        headers = [*headers, (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
