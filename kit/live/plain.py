"""The plain way to write to a socket, through the server's `send`: for servers that lend no `write_frame`."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from kit.live.frames import BACKLOG_LIMIT, split, text_of

Send = Callable[[dict[str, Any]], Awaitable[None]]


class PlainWriter:
    """Keeps what a reader has not taken yet, in order, and one task that sends it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._backlog: deque[bytes] = deque()
        self._size = 0
        self._task: asyncio.Task[None] | None = None

    def write(self, frame: bytes) -> bool:
        if self._size > BACKLOG_LIMIT:
            return False
        self._backlog.extend(split(frame))
        self._size += len(frame)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._send_all())
        return True

    async def _send_all(self) -> None:
        try:
            while self._backlog:
                frame = self._backlog.popleft()
                self._size -= len(frame)
                await self._send({"type": "websocket.send", "text": text_of(frame)})
        except (OSError, RuntimeError):  # the reader went away meanwhile
            self._backlog.clear()
