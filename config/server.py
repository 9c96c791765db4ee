"""`python -m config.server`: serves the site until SIGTERM, and is gone within five seconds of it."""

import argparse
import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from typing import Any

import uvicorn
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from uvicorn.supervisors import Multiprocess

from config.checks import CannotStart, require_safe_settings

FINISH_SECONDS = 2.5  # for answers that are being given; the shell's own end takes two more at most
LAST_SECONDS = 4.8  # then the process ends, whatever still runs in it
LARGEST_MESSAGE = 64 * 1024  # bytes that a browser may send over a socket at once
STARTUP_FAILED = 3  # uvicorn's own exit code


class Server(uvicorn.Server):
    """Says where it answers, and does not let anything that hangs keep it from stopping."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            say(f"{settings.SITE_NAME} answers at http://{f'[{host}]' if ':' in host else host}:{port}/")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        guard = threading.Timer(LAST_SECONDS, give_up)
        guard.daemon = True
        guard.start()
        await super().shutdown(sockets)


def main(arguments: Sequence[str] | None = None) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        wish = read_arguments(arguments)
        require_safe_settings(host=wish.host, workers=wish.workers)
        listener = bind(wish.host, wish.port)
    except (CannotStart, ImproperlyConfigured) as refusal:
        say(str(refusal))
        return 1
    config = uvicorn.Config("config.asgi:application", workers=wish.workers, **options())
    if wish.workers > 1:
        os.environ["WORKERS"] = str(wish.workers)  # the workers read their settings anew
        return serve_many(config, listener)
    return serve_one(config, listener)


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.server", description="Serve the site.")
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"), help="the address to listen on")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="the port to listen on")
    parser.add_argument("--workers", type=int, default=settings.WORKERS, help="processes; more than one needs Redis")
    return parser.parse_args(arguments)


def options() -> dict[str, Any]:
    """How uvicorn is run; tests that serve the site use the same."""
    return {
        "http": "httptools",
        "ws": "config.frames:FrameProtocol",
        "ws_per_message_deflate": False,  # 35 kB a socket, and a ready-made frame could not be the same for all
        "ws_max_size": LARGEST_MESSAGE,
        "lifespan": "on",
        "timeout_graceful_shutdown": FINISH_SECONDS,
        "timeout_keep_alive": 30,
        "proxy_headers": bool(settings.PROXIES),
        "forwarded_allow_ips": settings.PROXIES,
        "server_header": False,
        "access_log": False,  # who read what is nobody's business
        "log_config": None,
        "log_level": "warning",
    }


def bind(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotStart(f"Port {port} on {host} cannot be used ({reason}); choose another with --port.") from error
    listener.set_inheritable(True)
    return listener


def serve_one(config: uvicorn.Config, listener: socket.socket) -> int:
    # Uvicorn raises the signal again after its clean end; without this the exit code would be that of a kill.
    signal.signal(signal.SIGTERM, lambda number, frame: None)
    server = Server(config)
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    return 0 if server.started else STARTUP_FAILED


def serve_many(config: uvicorn.Config, listener: socket.socket) -> int:
    host, port = listener.getsockname()[:2]
    say(f"{settings.SITE_NAME} will answer at http://{host}:{port}/ with {config.workers} workers.")
    supervisor = Multiprocess(config, sockets=[listener])
    supervisor.run()
    return STARTUP_FAILED if any(worker.exitcode == STARTUP_FAILED for worker in supervisor.processes) else 0


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


def give_up() -> None:
    say("Something did not stop in time and was cut off.")
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
