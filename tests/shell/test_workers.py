"""Several web processes on one port, with PostgreSQL and Redis behind them."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site_settings
from django.db import connections
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

# What the workers write is committed, and emptied after the test.
pytestmark = [pytest.mark.scaled, pytest.mark.django_db(transaction=True)]


def environment() -> dict[str, str]:
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connections['default'].settings_dict['NAME']}")
    own = {"DEMO": "on", "WORKERS": "2", "DATABASE_URL": database.geturl(), "PYTHONUNBUFFERED": "1"}
    own["STATIC_ROOT"] = str(site_settings.STATIC_ROOT)
    return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "config.settings"}


def is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_two_workers_serve_and_end_together(django_db_setup, collected_static):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "config.server", "--port", str(port)]
    server = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        deadline = time.monotonic() + 60
        while not is_ready(port):
            assert server.poll() is None, server.communicate()[0]
            assert time.monotonic() < deadline, "the workers did not become ready"
            time.sleep(0.1)
        with ExitStack() as stack:
            origin = f"http://127.0.0.1:{port}"
            seats = [stack.enter_context(connect(f"ws://127.0.0.1:{port}/live", origin=origin)) for _ in range(8)]
            began = time.monotonic()
            server.send_signal(signal.SIGTERM)
            said, _ = server.communicate(timeout=30)
            assert (server.returncode, time.monotonic() - began < 5) == (0, True), said
            for seat in seats:
                with pytest.raises(ConnectionClosed) as closed:
                    seat.recv(timeout=5)
                assert closed.value.rcvd.code == 1012
    finally:
        if server.poll() is None:
            server.kill()
            server.communicate()
