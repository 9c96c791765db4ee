"""Django in one hop: a request's whole synchronous chain runs on one long-lived thread (docs/decisions/0002)."""

import asyncio
import contextvars
import functools
import io
import logging
import tempfile
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import aclosing
from typing import IO, Any, cast

from asgiref.sync import _restore_context, iscoroutinefunction
from django.conf import settings
from django.core import signals
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix
from django.http import FileResponse
from django.urls import set_script_prefix
from starlette.types import Message, Receive, Scope, Send

from config.threads import Threads, TooBusy

logger = logging.getLogger("django.request")

CHUNK_SECONDS = 30.0  # how long a client may take for one piece of a stream that a thread waits with
BUSY = b"The site is very busy. Please try again in a moment."

View = Callable[..., Awaitable[Any]]


class Departed(Exception):
    """The client left before the answer was ready."""


class PooledRequest(ASGIRequest):
    """A request that can notice that its client left, and stop an async view then."""

    receive: Receive
    watching: "asyncio.Task[Any] | None" = None


class PooledHandler(ASGIHandler):
    """Django's own handler, but a request costs one hop: no new thread, no new connection, no hop a middleware."""

    request_class = PooledRequest

    def __init__(self, threads: Threads) -> None:
        self.threads = threads
        self.load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            raise ValueError(f"Django can only answer HTTP, not {scope['type']}.")
        body = await read_body(receive)
        if body is None:
            return
        try:
            await Exchange(self, scope, body, receive, send).run()
        except TooBusy:
            await send_busy(send)

    def make_view_atomic(self, view: Any) -> Any:
        view = super().make_view_atomic(view)
        return stopped_when_alone(view) if iscoroutinefunction(view) else view


class Exchange:
    """One request and its answer. `respond` runs on a thread, the rest on the event loop."""

    def __init__(self, handler: PooledHandler, scope: Scope, body: IO[bytes], receive: Receive, send: Send) -> None:
        self.handler = handler
        self.scope = scope
        self.body = body
        self.receive = receive
        self.send = send
        self.loop = asyncio.get_running_loop()
        self.request: PooledRequest | None = None
        self.stream: Any = None  # a response whose content the event loop has still to send
        self.is_abandoned = False

    async def run(self) -> None:
        try:
            messages = await self.handler.threads.submit(self.respond)
        except asyncio.CancelledError:
            self.abandon()
            raise
        for message in messages:
            await self.send(message)
        if self.stream is not None:
            await self.send_stream(self.stream)

    def abandon(self) -> None:
        """The server gives up waiting: stop an async view; a synchronous one runs on, and nobody hears it."""
        self.is_abandoned = True
        if self.request is not None and self.request.watching is not None:
            self.request.watching.cancel()
        if self.stream is not None:
            self.stream.close()

    def respond(self) -> list[Message]:
        """The messages of the answer; when it streams, only the first ones."""
        set_script_prefix(get_script_prefix(self.scope))
        signals.request_started.send(sender=self.handler.__class__, scope=self.scope)
        try:
            response = self.get_response()
        except BaseException as error:
            self.body.close()
            signals.request_finished.send(sender=self.handler.__class__)
            if isinstance(error, asyncio.CancelledError):
                return []  # an async view, stopped because its client left
            raise
        if response.streaming:
            return self.begin_stream(response)
        messages = [head_of(response), {"type": "http.response.body", "body": response.content}]
        self.close(response)
        return messages

    def get_response(self) -> Any:
        request: Any
        response: Any
        request, response = self.handler.create_request(self.scope, self.body)
        if request is None:
            return response
        self.request = request
        request.receive = self.receive
        response = self.handler.get_response(request)
        response._handler_class = self.handler.__class__
        return response

    def close(self, response: Any) -> None:
        """Closes what the request opened and sends `request_finished`, which gives old connections back."""
        response.close()
        self.body.close()

    # Streams. A generator may hold a cursor, and a cursor belongs to its thread: it is read on this thread, with the
    # client's pace as the brake. Files and async iterators hold none, so a slow reader of those occupies no thread.

    def begin_stream(self, response: Any) -> list[Message]:
        if isinstance(response, FileResponse) or response.is_async:
            response.block_size = self.handler.chunk_size
            self.context = contextvars.copy_context()
            self.stream = response
            if self.is_abandoned:
                self.close(response)
            return [head_of(response)]
        try:
            self.push_parts(response)
        finally:
            self.close(response)
        return [{"type": "http.response.body", "body": b""}]

    def push_parts(self, response: Any) -> None:
        self.push(head_of(response))
        leaving = asyncio.run_coroutine_threadsafe(departure(self.receive), self.loop)
        try:
            for part in response:
                if leaving.done() or self.is_abandoned:
                    return
                self.push({"type": "http.response.body", "body": part, "more_body": True})
        finally:
            leaving.cancel()

    def push(self, message: Message) -> None:
        sending: Any = self.send(message)
        asyncio.run_coroutine_threadsafe(sending, self.loop).result(CHUNK_SECONDS)

    async def send_stream(self, response: Any) -> None:
        try:
            await while_present(self.send_parts(response), self.receive)
        except Departed:
            pass
        finally:
            await self.handler.threads.run(functools.partial(self.close, response))

    async def send_parts(self, response: Any) -> None:
        _restore_context(self.context)  # what the request activated (language, time zone) holds for its stream too
        async with aclosing(self.parts_of(response)) as parts:
            async for part in parts:
                await self.send({"type": "http.response.body", "body": part, "more_body": True})
        await self.send({"type": "http.response.body", "body": b""})

    async def parts_of(self, response: Any) -> AsyncGenerator[bytes, None]:
        if response.is_async:
            async for part in response:
                yield part
            return
        read = functools.partial(next, iter(response), None)
        while (piece := await self.handler.threads.run(read)) is not None:
            yield piece


def head_of(response: Any) -> Message:
    """The first message of an answer: status, headers, cookies."""
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    for cookie in response.cookies.values():
        headers.append((b"Set-Cookie", cookie.output(header="").encode("ascii").strip()))
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


async def read_body(receive: Receive) -> IO[bytes] | None:
    """The whole body, on disk when it is large; None when the client left before it was all there."""
    message = await receive()
    if message["type"] == "http.disconnect":
        return None
    if not message.get("more_body"):
        return io.BytesIO(message.get("body", b""))
    body: Any = tempfile.SpooledTemporaryFile(max_size=settings.FILE_UPLOAD_MAX_MEMORY_SIZE)  # noqa: SIM115
    try:
        is_whole = await copy_body(message, receive, body)
    except BaseException:
        body.close()
        raise
    if not is_whole:
        body.close()
        return None
    body.seek(0)
    return cast(IO[bytes], body)


async def copy_body(message: Message, receive: Receive, body: IO[bytes]) -> bool:
    """Whether it came to its end."""
    body.write(message.get("body", b""))
    while message.get("more_body"):
        message = await receive()
        if message["type"] == "http.disconnect":
            return False
        body.write(message.get("body", b""))
    return True


async def departure(receive: Receive) -> None:
    """Returns when the client has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def while_present(work: Coroutine[Any, Any, Any], receive: Receive) -> Any:
    """What `work` returns. It is cancelled when the client leaves first, which raises Departed."""
    context = contextvars.copy_context()
    working = asyncio.create_task(work, context=context)
    leaving = asyncio.create_task(departure(receive))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        if not working.done():
            working.cancel()
            await asyncio.wait({working}, timeout=1.0)
    if working.cancelled():
        raise Departed
    _restore_context(context)  # what a view activates holds for the rest of its request
    return working.result()


def stopped_when_alone(view: View) -> View:
    """An async view that is cancelled when its client leaves, as under Django's own handler."""

    async def run(request: PooledRequest, *args: Any, **kwargs: Any) -> Any:
        return await view(request, *args, **kwargs)

    @functools.wraps(view)
    async def watched(request: PooledRequest, *args: Any, **kwargs: Any) -> Any:
        request.watching = asyncio.current_task()
        try:
            return await while_present(run(request, *args, **kwargs), request.receive)
        except Departed:
            raise asyncio.CancelledError from None  # no middleware takes this for an error of the page

    return watched


async def send_busy(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"retry-after", b"5"),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": BUSY})
