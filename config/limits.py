"""How much a request may bring: Django would write a whole body to disk before any of its own limits is asked."""

from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SENTENCE = b"This is larger than the site accepts."


class TooLarge(Exception):
    """The body outgrew its limit while it was read."""


class BodyLimit:
    """Answers 413 to bodies above `default` bytes, or above the limit of the longest path in `larger` that fits."""

    def __init__(self, app: ASGIApp, *, default: int, larger: Mapping[str, int]) -> None:
        self.app = app
        self.default = default
        self.larger = sorted(larger.items(), key=lambda entry: -len(entry[0]))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        length = declared_length(scope)
        if length == 0:
            await self.app(scope, receive, send)
            return
        limit = self.limit_of(scope["path"])
        if length is not None and length > limit:
            await refuse(send)
            return
        await self.count(scope, receive, send, limit=limit)

    def limit_of(self, path: str) -> int:
        for start, limit in self.larger:
            if path.startswith(start):
                return limit
        return self.default

    async def count(self, scope: Scope, receive: Receive, send: Send, *, limit: int) -> None:
        size = 0
        has_begun = False

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise TooLarge
            return message

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except TooLarge:
            if has_begun:
                raise
            await refuse(send)


def declared_length(scope: Scope) -> int | None:
    """The size in bytes that the headers promise; None when the body comes in chunks of unknown number."""
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else None
        if name == b"transfer-encoding":
            return None
    return 0


async def refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(SENTENCE)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": SENTENCE})
