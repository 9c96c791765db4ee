"""Numbers for Prometheus, without a word about members; answered to programs on this machine only."""

import ipaddress
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.threads import Threads
from kit.live import hub

FORWARDED = (b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto", b"x-real-ip")


class Counted:
    """Counts the answers of an application by their class: a dictionary and an addition a request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.answers = dict.fromkeys(("1xx", "2xx", "3xx", "4xx", "5xx"), 0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.answers[f"{message['status'] // 100}xx"] += 1
            await send(message)

        await self.app(scope, receive, counted)


class ShellCollector(Collector):
    """Reads what the shell knows at the moment it is asked, so that counting costs a request nothing."""

    def __init__(self, pages: Counted, pools: dict[str, Threads]) -> None:
        self.pages = pages
        self.pools = pools

    def collect(self) -> Iterator[Metric]:
        answers = CounterMetricFamily("alongside_pages", "Answers of pages by class.", labels=["status"])
        for status, count in self.pages.answers.items():
            answers.add_metric([status], count)
        yield answers
        running = GaugeMetricFamily("alongside_threads_running", "Calls that run now.", labels=["pool"])
        waiting = GaugeMetricFamily("alongside_threads_waiting", "Calls that wait for a thread.", labels=["pool"])
        for name, pool in self.pools.items():
            running.add_metric([name], pool.running)
            waiting.add_metric([name], len(pool.waiting))
        yield from (running, waiting)
        current = hub.current()
        seats = current.seat_count if current is not None else 0
        yield GaugeMetricFamily("alongside_seats", "Open live sockets.", value=seats)


class Metrics:
    """The page itself. A proxy on this machine speaks for others, so what it forwards is not answered."""

    def __init__(self, collector: ShellCollector) -> None:
        self.registry = CollectorRegistry()
        for source in (ProcessCollector, PlatformCollector, GCCollector):
            source(registry=self.registry)
        self.registry.register(collector)

    async def answer(self, request: Request) -> Response:
        if not is_local(request.scope):
            return PlainTextResponse("Not Found", 404)
        return Response(generate_latest(self.registry), media_type="text/plain; version=0.0.4; charset=utf-8")


def is_local(scope: Scope) -> bool:
    if scope.get("client") is None or any(name in FORWARDED for name, _ in scope["headers"]):
        return False
    try:
        return ipaddress.ip_address(scope["client"][0]).is_loopback
    except ValueError:
        return False
