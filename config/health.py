"""Probes for whoever watches the process: `/livez` it answers, `/readyz` it can do its work."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from channels.layers import get_channel_layer
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from config.threads import Threads
from search import index

logger = logging.getLogger(__name__)

LIMIT_SECONDS = 2.0

Part = Callable[[], Awaitable[None]]


async def livez(request: Request) -> Response:
    return PlainTextResponse("alive\n", headers={"cache-control": "no-store"})


class Readiness:
    """Asks every part at once; each has two seconds. The answer names parts, their errors go to the log."""

    def __init__(self, parts: Mapping[str, Part]) -> None:
        self.parts = parts

    async def answer(self, request: Request) -> Response:
        verdicts = await asyncio.gather(*(self.ask(name, part) for name, part in self.parts.items()))
        answers = dict(zip(self.parts, verdicts, strict=True))
        is_ready = all(answer == "ok" for answer in answers.values())
        content = {"ready": is_ready, "parts": answers}
        return JSONResponse(content, 200 if is_ready else 503, headers={"cache-control": "no-store"})

    async def ask(self, name: str, part: Part) -> str:
        try:
            await asyncio.wait_for(part(), LIMIT_SECONDS)
        except TimeoutError:
            logger.error("Readiness: %s did not answer within %s seconds.", name, LIMIT_SECONDS)
            return "too slow"
        except Exception:  # a part may fail in any way, and the probe has to say so
            logger.exception("Readiness: %s failed.", name)
            return "failed"
        return "ok"


class ThreadPart:
    """On threads kept for this, so that busy pages do not make the database look dead."""

    def __init__(self, threads: Threads, ask: Callable[[], None]) -> None:
        self.threads = threads
        self.ask = ask

    async def __call__(self) -> None:
        await self.threads.run(self.ask)


class LayerPart:
    """A message to itself and back. One address a process: each new one would be a subscription that stays."""

    def __init__(self) -> None:
        self.address: str | None = None
        self.layer: Any = None

    async def __call__(self) -> None:
        layer: Any = get_channel_layer()
        if self.address is None or self.layer is not layer:
            self.layer, self.address = layer, await layer.new_channel("readiness")
        address = self.address
        self.address = None  # after a failure the next probe begins anew
        await layer.send(address, {"type": "readiness"})
        await layer.receive(address)
        self.address = address


def select_one() -> None:
    connection.close_if_unusable_or_obsolete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def ask_index() -> None:
    health = index.health()
    if not health.is_ready:
        raise RuntimeError(health.words)


def missing_migrations() -> int:
    """How many migrations the database lacks."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
