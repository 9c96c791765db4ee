"""A closed loop of HTTP/1.1 requests: so many keep-alive connections, each asking again once it has its answer."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Request = Callable[[], bytes]


@dataclass(slots=True)
class Sample:
    """What one run saw: seconds of each answer, bytes and wrong answers."""

    seconds: float = 0
    latencies: list[float] = field(default_factory=list)
    byte_count: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that `share` of the answers stayed below."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def get(path: str, *, cookies: str = "") -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n".encode()


def post(path: str, form: bytes, *, cookies: str, csrf: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nX-CSRFToken: {csrf}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
    )
    return head.encode() + form


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> tuple[int, int]:
    """Sends one request; the status of the answer and the bytes of its body."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    headers = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
    if b"content-length" in headers:
        body = await reader.readexactly(int(headers[b"content-length"]))
        return int(lines[0].split()[1]), len(body)
    size = 0
    while length := int(await reader.readuntil(b"\r\n"), 16):
        size += length
        await reader.readexactly(length + 2)
    await reader.readexactly(2)
    return int(lines[0].split()[1]), size


async def _loop(port: int, request: Request, until: float, expected: frozenset[int], sample: Sample) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
    while (begun := time.perf_counter()) < until:
        status, size = await _ask(reader, writer, request())
        sample.latencies.append(time.perf_counter() - begun)
        sample.byte_count += size
        if status not in expected:
            sample.wrong.append(str(status))
    writer.close()


async def _run(port: int, request: Request, *, connections: int, seconds: float, expected: frozenset[int]) -> Sample:
    sample = Sample()
    begun = time.perf_counter()
    loops = [_loop(port, request, begun + seconds, expected, sample) for _ in range(connections)]
    await asyncio.gather(*loops)
    sample.seconds = time.perf_counter() - begun
    return sample


def measure(
    port: int, request: Request, *, connections: int, seconds: float, expected: frozenset[int] = frozenset({200})
) -> Sample:
    """Asks for `seconds` over `connections` connections. Raises SystemExit when more than 1 % of answers are wrong."""
    sample = asyncio.run(_run(port, request, connections=connections, seconds=seconds, expected=expected))
    if len(sample.wrong) * 100 > len(sample.latencies):
        raise SystemExit(f"bench: {len(sample.wrong)} of {len(sample.latencies)} answers were {set(sample.wrong)}")
    return sample
