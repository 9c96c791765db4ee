"""An ASGI application under its real server, in a thread of the test process, on the test database."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from channels.layers import channel_layers

START_SECONDS = 60
STOP_SECONDS = 60


@dataclass(frozen=True)
class LiveSite:
    """Where the site answers; `url` has no slash at its end."""

    url: str

    @property
    def socket_url(self) -> str:
        return self.url.replace("http://", "ws://") + "/live"


@contextmanager
def served(application: Any, **options: Any) -> Iterator[LiveSite]:
    """Serves on a free port of loopback; `options` are uvicorn's."""
    channel_layers.backends.clear()  # a layer belongs to the event loop it was first used on
    quiet = {"log_level": "warning", "timeout_graceful_shutdown": 2, **options}
    server = uvicorn.Server(uvicorn.Config(application, host="127.0.0.1", port=0, **quiet))
    thread = threading.Thread(target=server.run, name="live-site", daemon=True)
    thread.start()
    try:
        wait_until_started(server, thread)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield LiveSite(f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(STOP_SECONDS)
        channel_layers.backends.clear()
    assert not thread.is_alive(), "the live site did not stop"


def wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        assert thread.is_alive(), "the live site refused to start; its reason is in the log above"
        assert time.monotonic() < deadline, f"the live site did not start within {START_SECONDS} s"
        time.sleep(0.01)
