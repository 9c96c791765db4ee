"""Seats of one chat room, and somebody who talks there: run as a process of its own, answers with JSON.

A message carries `~sequence:nanoseconds~`, so that every seat knows what came, when it was sent, and what is missing.
Latency is from the sending to the parsed frame at the seat, on one clock.
"""

import asyncio
import json
import os
import re
import sys
import time
from base64 import b64encode
from typing import Any

MARK = re.compile(rb"~(\d+):(\d+)~")
MOST = 1_000_000  # messages of one talk
PADDING = "so that it has about a hundred and twenty bytes "


class Seat(asyncio.Protocol):
    """One socket that counts what it hears."""

    def __init__(self, talk: "Talk", cookie: str, opening: list[str]) -> None:
        self.talk, self.cookie, self.opening = talk, cookie, opening
        self.buffer = bytearray()
        self.is_open = False
        self.heard: set[int] = set()
        self.own = 0  # of what this process says; in a room of many processes others talk too
        self.doubled = 0
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        key = b64encode(os.urandom(16)).decode()
        head = (
            f"GET /live HTTP/1.1\r\nHost: 127.0.0.1:{self.talk.port}\r\nOrigin: http://127.0.0.1:{self.talk.port}\r\n"
            f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            f"Cookie: {self.cookie}\r\n\r\n"
        )
        self.transport.write(head.encode())

    def data_received(self, chunk: bytes) -> None:
        self.buffer += chunk
        if not self.is_open:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self.buffer.startswith(b"HTTP/1.1 101"):
                self.ready.set_exception(RuntimeError(bytes(self.buffer[:100]).decode(errors="replace")))
                return
            del self.buffer[: end + 4]
            self.is_open = True
            for text in self.opening:
                self.say(text)
            if not self.opening:
                self.ready.set_result(None)
        self._read_frames()

    def _read_frames(self) -> None:
        now = time.monotonic_ns()
        buffer, start = self.buffer, 0
        while len(buffer) - start >= 2:
            length, head = buffer[start + 1] & 127, 2
            if length == 126:
                length, head = int.from_bytes(buffer[start + 2 : start + 4]), 4
            elif length == 127:
                length, head = int.from_bytes(buffer[start + 2 : start + 10]), 10
            if len(buffer) - start < head + length:
                break
            self._hear(bytes(buffer[start + head : start + head + length]), now)
            start += head + length
        del buffer[:start]

    def _hear(self, frame: bytes, now: int) -> None:
        found = MARK.search(frame)
        if found is None:
            if not self.ready.done() and b'"followed"' in frame:
                self.ready.set_result(None)
            return
        number = int(found[1])
        if number in self.heard:
            self.doubled += 1
            return
        self.heard.add(number)
        self.own += self.talk.is_ours(number)
        self.talk.latencies.append(now - int(found[2]))

    def say(self, text: str) -> None:
        payload = text.encode()
        length = len(payload)
        head = bytes([0x81, 0x80 | length]) if length < 126 else bytes([0x81, 0xFE]) + length.to_bytes(2)
        # Clients must mask; a mask of zeros is allowed by the protocol and costs the generator nothing.
        self.transport.write(head + b"\0\0\0\0" + payload)

    def connection_lost(self, error: Exception | None) -> None:
        self.talk.cut += 1


class Talk:
    """The room with its seats; `talk` sends at a rate, or as fast as the seats hear when the rate is 0."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked, self.port = asked, asked["port"]
        self.latencies: list[int] = []
        self.seats: list[Seat] = []
        self.cut = 0

    def is_ours(self, number: int) -> bool:
        return 0 <= number - self.asked["first"] < MOST

    async def sit_down(self) -> None:
        loop = asyncio.get_running_loop()
        for number in range(self.asked["seats"]):
            cookie = self.asked["cookies"][number % len(self.asked["cookies"])]
            seat = Seat(self, cookie, self.asked["opening"])
            await loop.create_connection(lambda seat=seat: seat, "127.0.0.1", self.port)
            await asyncio.wait_for(seat.ready, 20)
            self.seats.append(seat)

    def message(self, number: int) -> str:
        text = f"~{number}:{time.monotonic_ns()}~ {PADDING}"
        return self.asked["frame"].replace("TEXT", text).replace("KEY", f"k{self.asked['first']}-{number}")

    async def talk(self) -> int:
        until = time.monotonic() + self.asked["seconds"]
        speaker, number, rate = self.seats[0], 0, self.asked["rate"]
        begun = time.monotonic()
        while time.monotonic() < until:
            if rate:
                await asyncio.sleep(max(0, begun + number / rate - time.monotonic()))
            elif number - speaker.own >= self.asked["window"]:
                await asyncio.sleep(0)
                continue
            speaker.say(self.message(self.asked["first"] + number))
            number += 1
            await asyncio.sleep(0)
        return number

    async def wait_for_the_last(self, said: int) -> None:
        for _ in range(700):
            if all(seat.own >= said for seat in self.seats):
                return
            await asyncio.sleep(0.02)


async def main(asked: dict[str, Any]) -> None:
    talk = Talk(asked)
    await talk.sit_down()
    print("ready", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    said = await talk.talk()
    await talk.wait_for_the_last(said)
    ordered = sorted(talk.latencies) or [0]
    answer = {
        "seconds": time.monotonic() - begun,
        "said": said,
        "delivered": len(talk.latencies),
        "lost": sum(max(0, said - seat.own) for seat in talk.seats),
        "doubled": sum(seat.doubled for seat in talk.seats),
        "cut": talk.cut,
        "p50_ms": ordered[len(ordered) // 2] / 1e6,
        "p99_ms": ordered[int(len(ordered) * 0.99)] / 1e6,
    }
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.stdin.readline())))
