"""The shell: one Starlette application around Django, with its probes, static files, the socket, start and end."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import DatabaseError
from starlette.applications import Starlette
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.checks import CannotStart, require_safe_settings
from config.health import LayerPart, Part, Readiness, ThreadPart, ask_index, livez, missing_migrations, select_one
from config.limits import BodyLimit
from config.metrics import Counted, Metrics, ShellCollector
from config.pool import PooledHandler
from config.sockets import MemberOfSession, OnlyPages, OwnOrigin
from config.static import Static
from config.threads import Threads
from kit.deliverer import Deliverer
from kit.live import hub
from kit.live.seat import Seat
from kit.worker import Worker

logger = logging.getLogger(__name__)

STOP_SECONDS = 0.8


class Shell:
    """The parts that live as long as the server does, and how they begin and end."""

    def __init__(self) -> None:
        pages = Threads(settings.HANDLER_THREADS, name="pages", lanes=settings.HANDLER_LANES)
        doors = Threads(2, name="doors")
        self.pools = {"pages": pages, "doors": doors, "health": Threads(2, name="health", lanes=2, patience=8)}
        self.static = Static()
        self.pages = Counted(django_application(pages))
        self.background: list[Any] = []
        self.refusal = ""

    def application(self) -> ASGIApp:
        limited = BodyLimit(self.pages, default=settings.BODY_LIMIT, larger=settings.BODY_LIMITS)
        health = self.pools["health"]
        parts: dict[str, Part] = {
            "database": ThreadPart(health, select_one),
            "layer": LayerPart(),
            "index": ThreadPart(health, ask_index),
        }
        readiness = Readiness(parts)
        routes = [
            Route("/livez", livez),
            Route("/readyz", readiness.answer),
            Route("/metrics", Metrics(ShellCollector(self.pages, self.pools)).answer),
            Mount(settings.STATIC_URL.rstrip("/"), OnlyPages(self.static)),
            WebSocketRoute("/live", OwnOrigin(MemberOfSession(Seat.as_asgi(), self.pools["doors"]))),
            Mount("/", OnlyPages(limited)),
        ]
        return PlainRefusal(Starlette(routes=routes, lifespan=self.lifespan), self)

    @asynccontextmanager
    async def lifespan(self, starlette: Starlette) -> AsyncIterator[None]:
        try:
            await self.start()
        except CannotStart as error:
            self.refusal = str(error)
            raise
        try:
            yield
        finally:
            await self.stop()

    async def start(self) -> None:
        require_safe_settings()
        for pool in self.pools.values():
            pool.open()
        await self.require_database()
        self.require_static()
        if settings.EMBEDDED_BACKGROUND:
            self.background = [Deliverer(), Worker()]
        for thread in self.background:
            thread.start()

    async def require_database(self) -> None:
        try:
            missing = await self.pools["pages"].run(missing_migrations)
        except DatabaseError as error:
            raise CannotStart(f"The database cannot be used: {error}".strip()) from error
        if missing:
            raise CannotStart(f"The database lacks {missing} migrations: run `manage.py migrate` first.")

    def require_static(self) -> None:
        try:
            self.static.load()
        except FileNotFoundError:
            raise CannotStart("Static files are missing: run `manage.py collectstatic` first.") from None

    async def stop(self) -> None:
        """Everything at once, and no part for long: the server has promised to be gone soon."""
        stopping = [asyncio.to_thread(thread.stop, STOP_SECONDS) for thread in self.background]
        self.background = []
        await asyncio.gather(hub.close(), *stopping)
        closing = [asyncio.to_thread(pool.close, seconds=STOP_SECONDS) for pool in self.pools.values()]
        await asyncio.gather(*closing)


class PlainRefusal:
    """Tells the server in one sentence why the site does not start; a traceback would hide it."""

    def __init__(self, app: ASGIApp, shell: Shell) -> None:
        self.app = app
        self.shell = shell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return

        async def plain(message: Message) -> None:
            if message["type"] == "lifespan.startup.failed" and self.shell.refusal:
                message = {**message, "message": self.shell.refusal}
            await send(message)

        try:
            await self.app(scope, receive, plain)
        except CannotStart:
            return


def django_application(threads: Threads) -> ASGIApp:
    """Django behind one hop, or its stock handler where DJANGO_HANDLER says so."""
    handler: Any = ASGIHandler() if settings.DJANGO_HANDLER == "stock" else PooledHandler(threads)
    return cast(ASGIApp, handler)
