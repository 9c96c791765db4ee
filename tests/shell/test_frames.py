"""Ready-made frames on a real socket: whole, in order, and never after the end."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from config.server import LARGEST_MESSAGE, options
from kit.live.frames import ABORT, BACKLOG_LIMIT, WRITE_FRAME, text_frame
from tests.live import LiveSite, served

SIZES = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000]


class Socket:
    """A socket application that does what its client says, and keeps what `write_frame` answered."""

    def __init__(self) -> None:
        self.answers: list[bool] = []
        self.waited_for: list[int] = []
        self.codes: list[int] = []

    async def __call__(self, scope: dict[str, Any], receive: Callable, send: Callable) -> None:
        if scope["type"] != "websocket":
            return
        self.write = scope["extensions"][WRITE_FRAME]
        self.abort = scope["extensions"][ABORT]
        self.transport = self.write.__self__.transport
        await receive()
        self.answers.append(self.write(text_frame(b"too early")))
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await self.obey(message["text"], send)
        self.codes.append(message["code"])
        self.answers.append(self.write(text_frame(b"too late")))

    async def obey(self, text: str, send: Callable) -> None:
        word, _, number = text.partition(" ")
        size = int(number or 0)
        if word == "frame":
            self.answers.append(self.write(text_frame(b"f" * size)))
        elif word == "send":
            await send({"type": "websocket.send", "text": "s" * size})
        elif word == "flood":
            await self.flood(size)
        elif word == "close":
            await send({"type": "websocket.close", "code": 4000 + size})
            self.answers.append(self.write(text_frame(b"after close")))

    async def flood(self, size: int) -> None:
        """Write until the answer is no; then cut the connection."""
        frame = text_frame(b"x" * size)
        while self.write(frame):
            await asyncio.sleep(0)
        self.waited_for.append(self.transport.get_write_buffer_size())
        self.abort()


@pytest.fixture
def application() -> Socket:
    return Socket()


@pytest.fixture
def site(application: Socket) -> Iterator[LiveSite]:
    with served(application, **{**options(), "lifespan": "off"}) as site:
        yield site


@pytest.fixture
def client(site: LiveSite) -> Iterator[ClientConnection]:
    with connect(site.socket_url, max_size=None) as client:
        yield client


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline, "it never came to be"
        time.sleep(0.01)


@pytest.mark.parametrize("size", SIZES)
def test_a_ready_made_frame_arrives_as_it_was_meant(client, size):
    client.send(f"frame {size}")
    assert client.recv(timeout=60) == "f" * size


def test_words_beyond_ascii_arrive(application, client):
    client.send("send 1")
    client.recv(timeout=60)
    loop = application.write.__self__.loop
    loop.call_soon_threadsafe(application.write, text_frame("Grüße 👋".encode()))
    assert client.recv(timeout=60) == "Grüße 👋"


def test_frames_and_ordinary_messages_keep_their_order(client):
    wanted = []
    for size in SIZES * 3:
        client.send(f"frame {size}")
        client.send(f"send {size + 1}")
        wanted += ["f" * size, "s" * (size + 1)]
    assert [client.recv(timeout=60) for _ in wanted] == wanted


def test_nothing_is_written_before_the_handshake_is_complete(application, client):
    client.send("send 3")
    assert client.recv(timeout=60) == "sss"
    assert application.answers == [False]


def test_nothing_is_written_after_the_server_closed(application, client):
    client.send("close 7")
    with pytest.raises(ConnectionClosed) as closed:
        client.recv(timeout=60)
    assert closed.value.rcvd.code == 4007
    until(lambda: len(application.answers) == 3)
    assert application.answers == [False, False, False]


def test_nothing_is_written_after_the_client_closed(application, client):
    client.close(code=4011)
    until(lambda: len(application.answers) == 2)
    assert application.codes == [4011]
    assert application.answers == [False, False]


def test_nothing_is_written_to_a_connection_that_was_lost(application, client):
    client.socket.shutdown(socket.SHUT_RDWR)
    until(lambda: len(application.answers) == 2)
    assert application.answers == [False, False]


def test_a_slow_reader_is_told_apart_and_can_be_cut_off(application, site):
    address = urlsplit(site.url)
    with socket.create_connection((address.hostname, address.port)) as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.sendall(handshake(address.netloc))
        assert slow.recv(4096).startswith(b"HTTP/1.1 101")
        slow.sendall(masked(b"flood 10000"))
        until(lambda: application.waited_for)
        assert BACKLOG_LIMIT < application.waited_for[0] < BACKLOG_LIMIT + 20_000
        until(lambda: application.codes)


def test_the_server_says_1012_when_it_stops(application):
    with ExitStack() as stack:
        with served(application, **{**options(), "lifespan": "off"}) as site:
            client = stack.enter_context(connect(site.socket_url))
            client.send("send 1")
            client.recv(timeout=60)
        with pytest.raises(ConnectionClosed) as closed:
            client.recv(timeout=60)
    assert closed.value.rcvd.code == 1012
    assert application.answers == [False, False]


def test_a_message_larger_than_allowed_ends_the_connection(client):
    client.send("x" * (LARGEST_MESSAGE + 1))
    with pytest.raises(ConnectionClosed) as closed:
        client.recv(timeout=60)
    assert closed.value.rcvd.code == 1009


def test_nothing_is_compressed_for_one_reader_alone(client):
    assert client.response.headers.get("Sec-WebSocket-Extensions") is None


def handshake(host: str) -> bytes:
    lines = ["GET /live HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13", "", ""]
    return "\r\n".join(lines).encode()


def masked(payload: bytes) -> bytes:
    """A client's text frame, masked with zeros."""
    return bytes((0x81, 0x80 | len(payload))) + bytes(4) + payload
