"""The post: takes live messages from any thread of any process and brings them to every hub.

The hub of the same process is told directly; the channel layer is for the others. Nothing here raises into a request.
"""

import asyncio
import atexit
import logging
import threading
from concurrent.futures import Future, wait
from typing import Any

from kit.live import hub
from kit.live.layers import layer_to_others, send_to_others

log = logging.getLogger(__name__)

MOST_WAITING = 2_000  # messages on their way to the layer; more than that wait for a layer that is down
LAST_WORDS = 2.0  # seconds that a process which ends waits for its messages to leave

_waiting: set[Future[None]] = set()
_guard = threading.Lock()
_own_loop: asyncio.AbstractEventLoop | None = None


def carry(group: str, message: dict[str, Any]) -> None:
    """Bring the message to all hubs, soon."""
    here = hub.current()
    if here is not None:
        here.hear_soon(message)
    if layer_to_others() is None:
        return
    if len(_waiting) >= MOST_WAITING:
        log.error("The channel layer does not keep up; a live message was dropped. Readers find it in the log.")
        return
    sender = here.name if here else ""
    _send(here.loop if here else _loop_of_our_own(), group, {**message, "from": sender})


def _send(loop: asyncio.AbstractEventLoop, group: str, message: dict[str, Any]) -> None:
    work = send_to_others(group, message)
    try:
        future = asyncio.run_coroutine_threadsafe(work, loop)
    except RuntimeError:  # the loop was closed meanwhile
        work.close()
        return
    _waiting.add(future)
    future.add_done_callback(_waiting.discard)


def _loop_of_our_own() -> asyncio.AbstractEventLoop:
    """A process that serves nobody (a command, the deliverer) keeps one loop for its connection to the layer."""
    global _own_loop
    with _guard:
        if _own_loop is None:
            _own_loop = asyncio.new_event_loop()
            threading.Thread(target=_own_loop.run_forever, name="live-post", daemon=True).start()
            atexit.register(_say_last_words)
        return _own_loop


def _say_last_words() -> None:
    wait(list(_waiting), timeout=LAST_WORDS)
