"""The few threads on which seats ask the database; each keeps its connection, and gives it up at the end."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connections

LAST_SECONDS = 1.0  # for what is being asked when the hub closes


class DatabaseThreads:
    """Runs questions on at most LIVE_THREADS threads, so that many seats do not mean many connections."""

    def __init__(self) -> None:
        self._count = settings.LIVE_THREADS
        self._pool = ThreadPoolExecutor(self._count, thread_name_prefix="live")

    async def ask(self, question: Callable[..., Any], *details: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, _answer, question, details)

    async def close(self) -> None:
        """Let every thread close its connection."""
        loop = asyncio.get_running_loop()
        together = Barrier(self._count)  # so that no thread does it twice and another never
        leaving = [loop.run_in_executor(self._pool, _leave, together) for _ in range(self._count)]
        await asyncio.gather(*leaving)
        self._pool.shutdown(wait=False)


def _answer(question: Callable[..., Any], details: tuple[Any, ...]) -> Any:
    close_old_connections()
    try:
        return question(*details)
    finally:
        close_old_connections()


def _leave(together: Barrier) -> None:
    try:
        together.wait(LAST_SECONDS)
    except BrokenBarrierError:
        return  # some thread still works; it ends with the process
    finally:
        connections.close_all()
