"""Asks an ASGI application without a server, and keeps what it answers."""

import asyncio
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Answer:
    messages: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.messages[0]["status"]

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode().lower(): value.decode() for name, value in self.messages[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])


class Client:
    """One client of the application; `left` is set when it goes away, `pieces` is the body it sends."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces = list(pieces) or [b""]
        self.left = asyncio.Event()
        self.answer = Answer()

    async def receive(self) -> dict[str, Any]:
        if self.pieces:
            piece = self.pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": bool(self.pieces)}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.answer.messages.append(message)


def scope(path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> dict[str, Any]:
    path, _, query = path.partition("?")
    named = {"host": "testserver", **(headers or {})}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8000),
    }


async def ask(app: Any, path: str, *pieces: bytes, **details: Any) -> Answer:
    client = Client(*pieces)
    await app(scope(path, **details), client.receive, client.send)
    return client.answer
