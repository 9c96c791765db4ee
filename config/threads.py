"""A few long-lived threads that do blocking work for the event loop, each keeping its own database connections.

Python runs one thread at a time, and threads that compete for it burn as much again in handing it over. So work goes
through `lanes` (one, by default): more threads are let in only while the process rests, because the running ones wait
for a disk or a server, or when nothing has moved for a while.
"""

import asyncio
import contextvars
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from asgiref.sync import SyncToAsync
from django.db import connections

logger = logging.getLogger(__name__)

LOOK_SECONDS = 0.003  # how often the lanes are looked at while work waits
RESTING = 0.5  # below this share of one core the process rests, and another thread may run
STALLED_LOOKS = 6  # looks without any movement after which another thread may run all the same


class TooBusy(Exception):
    """More work is waiting than the threads could do in reasonable time."""


class Job:
    """One call, the context it runs in and the future that the event loop waits on."""

    __slots__ = ("call", "context", "future", "loop")

    def __init__(self, call: Callable[[], Any]) -> None:
        self.call = call
        self.context = contextvars.copy_context()
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[Any] = self.loop.create_future()

    def perform(self) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            result = self.context.run(self.call)
        except BaseException as raised:  # the outside world begins here: whoever waits gets it
            error = raised
        try:
            self.loop.call_soon_threadsafe(self.settle, result, error)
        except RuntimeError:
            logger.debug("The event loop closed before its work was done.")

    def settle(self, result: Any, error: BaseException | None) -> None:
        if self.future.done():
            return
        if error is None:
            self.future.set_result(result)
            return
        self.future.set_exception(error)


class Worker(threading.Thread):
    def __init__(self, threads: "Threads", name: str, job: Job) -> None:
        super().__init__(name=name, daemon=True)  # a view that hangs must not keep the server from stopping
        self.threads = threads
        self.inbox: SimpleQueue[Job | None] = SimpleQueue()
        self.inbox.put(job)

    def run(self) -> None:
        job = self.inbox.get()
        while job is not None:
            self.serve(job)
            del job  # an idle thread must not keep the last request alive
            job = self.threads.next_for(self)
        connections.close_all()

    def serve(self, job: Job) -> None:
        bridge = SyncToAsync.threadlocal
        if getattr(bridge, "main_event_loop", None) is not job.loop:
            # So `async_to_sync` runs coroutines on the server's loop, as it does under Django's own handler.
            bridge.main_event_loop = job.loop
            bridge.main_event_loop_pid = os.getpid()
            bridge.task_context = None
        try:
            job.perform()
        finally:
            drop_broken_connections()


class Threads:
    """At most `limit` threads, started when needed; the thread that rested last works next, so few stay warm.

    `submit` belongs to the event loop's thread, `next_for` to the workers. Raises TooBusy when `patience` calls wait.
    """

    def __init__(self, limit: int, *, name: str, lanes: int = 1, patience: int = 1000) -> None:
        self.limit = limit
        self.name = name
        self.lanes = lanes
        self.patience = patience
        self.lock = threading.Lock()
        self.waiting: deque[Job] = deque()
        self.taken = 0  # how many jobs were ever begun
        self.open()

    def open(self) -> None:
        """Begin anew, for an event loop that may be another than before."""
        with self.lock:
            self.workers: list[Worker] = []
            self.idle: list[Worker] = []
            self.waiting.clear()
            self.allowed = self.lanes  # how many may run now
            self.running = 0
            self.is_closed = False
            self.is_watched = False

    async def run(self, call: Callable[[], Any]) -> Any:
        """What `call` returns or raises."""
        return await self.submit(call)

    def submit(self, call: Callable[[], Any]) -> asyncio.Future[Any]:
        job = Job(call)
        with self.lock:
            if self.is_closed or len(self.waiting) >= self.patience:
                raise TooBusy
            if self.running < self.allowed:
                self.start(job)
                return job.future
            self.waiting.append(job)
        if not self.is_watched:
            self.watch(job.loop)
        return job.future

    def start(self, job: Job) -> None:
        self.running += 1
        self.taken += 1
        if self.idle:
            self.idle.pop().inbox.put(job)
            return
        worker = Worker(self, f"{self.name}-{len(self.workers) + 1}", job)
        self.workers.append(worker)
        worker.start()

    def next_for(self, worker: Worker) -> Job | None:
        with self.lock:
            if worker not in self.workers:
                return None  # a straggler of an earlier life
            if self.waiting and self.running <= self.allowed:
                self.taken += 1
                return self.waiting.popleft()
            self.running -= 1
            if self.is_closed:
                return None
            self.idle.append(worker)
        return worker.inbox.get()

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        self.is_watched = True
        self.still_looks = 0
        self.last_taken = self.taken
        self.last_clocks = time.monotonic(), time.process_time()
        loop.call_later(LOOK_SECONDS, self.look, loop)

    def look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Work waits: let one more thread run if nothing moves while the process rests, or for long; else one less."""
        clocks = time.monotonic(), time.process_time()
        is_resting = clocks[1] - self.last_clocks[1] < RESTING * (clocks[0] - self.last_clocks[0])
        self.still_looks = self.still_looks + 1 if self.taken == self.last_taken else 0
        with self.lock:
            if self.waiting and self.still_looks >= (1 if is_resting else STALLED_LOOKS):
                self.admit()
            elif self.allowed > self.lanes:
                self.allowed -= 1
            self.is_watched = bool(self.waiting)
        self.last_clocks, self.last_taken = clocks, self.taken
        if self.is_watched:
            loop.call_later(LOOK_SECONDS, self.look, loop)
            return
        self.allowed = self.lanes

    def admit(self) -> None:
        self.allowed = min(self.limit, self.running + 1)
        if self.running < self.allowed:
            self.start(self.waiting.popleft())

    def close(self, *, seconds: float = 1.0) -> None:
        """Let every thread finish what it does, close its connections and end; wait `seconds` at most for all."""
        with self.lock:
            self.is_closed = True
            for worker in self.idle:
                worker.inbox.put(None)
            self.idle.clear()
        deadline = time.monotonic() + seconds
        for worker in self.workers:
            worker.join(timeout=max(0.0, deadline - time.monotonic()))


def drop_broken_connections() -> None:
    """A transaction left open by one request must not become the next one's: forget such a connection."""
    for connection in connections.all(initialized_only=True):
        if connection.in_atomic_block:
            logger.error("A transaction was left open on %r: its connection is closed.", connection.alias)
            connection.close()
            del connections[connection.alias]
