"""The hub, one a process: it knows which seats follow which channel, and hands on to them what is sent.

It lives on one event loop; `hear_soon` is its door for all other threads. The channel layer carries messages between
processes, and the hub joins it once a channel, however many seats follow.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kit.keys import new_key
from kit.live import gates
from kit.live.channel import Channel
from kit.live.gates import Frame
from kit.live.layers import EVERY_HUB, LayerPort
from kit.live.sequence import Step
from kit.live.threads import DatabaseThreads
from kit.live.together import Turns

if TYPE_CHECKING:
    from kit.live.seat import Seat

log = logging.getLogger(__name__)

PATIENCE = 0.2  # seconds that a missing number may take before the log is read
MOST_HELD = 500  # frames held back at most before the log is read
WATCH = 10.0  # seconds between looks at how far the logs go

_current: "Hub | None" = None
_guard = threading.Lock()


def here() -> "Hub":
    """The hub of the running event loop."""
    global _current
    loop = asyncio.get_running_loop()
    with _guard:
        if _current is None or _current.loop is not loop:
            _current = Hub(loop)
        return _current


def current() -> "Hub | None":
    """The hub of this process, for any thread; None in a process that serves nobody."""
    hub = _current
    return hub if hub is not None and not hub.loop.is_closed() else None


async def close() -> None:
    """Stop the hub of the running loop, if there is one. The shell calls it last."""
    hub = current()
    if hub is not None and hub.loop is asyncio.get_running_loop():
        await hub.close()


def has_failed(joining: "asyncio.Task[bool] | None") -> bool:
    return joining is not None and joining.done() and (joining.cancelled() or not joining.result())


def _frame_in(message: dict[str, Any]) -> Frame:
    frame = Frame(message["number"], message["author"], message["text"])
    if "others" not in message:
        return frame
    return replace(frame, others=frozenset(message["others"]), instead=message["instead"])


class Hub:
    """Seats by channel and by member, and the tasks that keep them supplied."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.name = new_key()
        self._threads = DatabaseThreads()
        self._channels: dict[str, Channel] = {}
        self._seats: dict[int | None, set[Seat]] = {}
        self._port = LayerPort(self.name, self.hear_soon)
        self._post: deque[dict[str, Any]] = deque()
        self._is_called = False  # whether the loop knows that there is post
        self.turns = Turns(self.ask, self.start)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._watch: asyncio.Task[Any] | None = None
        self._joining_all: asyncio.Task[bool] | None = None

    @property
    def seat_count(self) -> int:
        return sum(len(seats) for seats in self._seats.values())

    def seats_of(self, member_id: int | None) -> set["Seat"]:
        return self._seats.get(member_id, set())

    # --- Seats come and go ---------------------------------------------------------------------------------------

    def welcome(self, seat: "Seat") -> None:
        self._seats.setdefault(seat.member_id, set()).add(seat)
        if self._watch is None:
            self._watch = self.start(self._watch_logs())
            self._joining_all = self.start(self._port.join(EVERY_HUB))

    def part(self, seat: "Seat") -> None:
        seats = self.seats_of(seat.member_id)
        seats.discard(seat)
        if not seats:
            self._seats.pop(seat.member_id, None)

    async def listen(self, name: str) -> Channel:
        """The channel, joined so that nothing sent from now on is missed; `release` it when the visit is over."""
        channel = self._channels.setdefault(name, Channel(name))
        channel.visits += 1
        if channel.joining is None:
            channel.joining = self.start(self._port.join(name))
        await asyncio.shield(channel.joining)
        return channel

    def release(self, channel: Channel) -> None:
        channel.visits -= 1
        self.forget_if_empty(channel)

    def forget_if_empty(self, channel: Channel) -> None:
        if channel.is_empty and self._channels.get(channel.name) is channel:
            del self._channels[channel.name]
            self.start(self._port.leave(channel.name, unless=self._channels.__contains__))

    # --- What was sent is handed on ------------------------------------------------------------------------------

    def hear_soon(self, message: dict[str, Any]) -> None:
        """Hand on one message of `kit.live.post`, for any thread; what comes at once is handed on together."""
        self._post.append(message)
        if self._is_called:
            return
        self._is_called = True
        try:
            self.loop.call_soon_threadsafe(self._open_post)
        except RuntimeError:  # the loop was closed meanwhile: nobody is left to tell
            log.debug("A live message came after the end.")

    def _open_post(self) -> None:
        self._is_called = False  # first, so that what is posted from now on calls again
        steps: dict[Channel, list[Step]] = {}
        while self._post:
            message = self._post.popleft()
            if "number" not in message:
                self._hear(message)
            elif channel := self._channels.get(message["channel"]):
                frame = _frame_in(message)
                steps.setdefault(channel, []).extend(channel.sequence.take(frame))
        for channel, some in steps.items():
            channel.hand_out(some)
            self._mind_gaps(channel)

    def _hear(self, message: dict[str, Any]) -> None:
        if "member" in message:
            self._call_on(message["member"], must_leave=message["must_leave"])
        elif channel := self._channels.get(message["channel"]):
            channel.tell(message["news"])

    def _call_on(self, member_id: int, *, must_leave: bool) -> None:
        for seat in list(self.seats_of(member_id)):
            self.start(seat.sign_out() if must_leave else seat.review())

    # --- Gaps ----------------------------------------------------------------------------------------------------

    def _mind_gaps(self, channel: Channel) -> None:
        if not channel.sequence.waits or channel.is_filling:
            return
        channel.is_filling = True
        patience = PATIENCE if channel.sequence.held_count < MOST_HELD else 0
        self.start(self._fill_gap(channel, patience=patience))

    async def _fill_gap(self, channel: Channel, *, patience: float = 0, head: int = 0) -> None:
        """Read what is missing from the log, once for all seats of this process."""
        try:
            await asyncio.sleep(patience)
            while channel.sequence.waits or head > (channel.sequence.position or 0):
                fill = await self.ask(gates.read_on, channel.name, channel.sequence.position or 0, head)
                channel.hand_out(channel.sequence.fill(fill.frames, fill.position))
                if not fill.more:
                    channel.hand_out(channel.sequence.skip())
        except Exception:
            log.exception("The log of %s could not be read; the next watch tries again.", channel.name)
        finally:
            channel.is_filling = False

    async def _watch_logs(self) -> None:
        """What no message told, because a sender or the layer died, the logs tell: one query a kind of channel."""
        while True:
            await asyncio.sleep(WATCH)
            try:
                self._join_again()
                await self._look_at_logs()
                await self._review_seats()
            except Exception:
                log.exception("The logs could not be looked at.")

    def _join_again(self) -> None:
        """Wherever joining failed, because the layer was away, it is tried again."""
        if has_failed(self._joining_all):
            self._joining_all = self.start(self._port.join(EVERY_HUB))
        for channel in self._channels.values():
            if has_failed(channel.joining):
                channel.joining = self.start(self._port.join(channel.name))

    async def _look_at_logs(self) -> None:
        known = [name for name, channel in self._channels.items() if channel.sequence.position is not None]
        for name, head in (await self.ask(gates.heads_of, known)).items() if known else ():
            behind = self._channels.get(name)
            if behind and not behind.is_filling and head > (behind.sequence.position or 0):
                behind.is_filling = True
                self.start(self._fill_gap(behind, head=head))

    async def _review_seats(self) -> None:
        """What a lost message would have told a seat, it asks by itself now and then."""
        now = self.loop.time()
        for seat in [seat for seats in self._seats.values() for seat in seats if seat.review_at < now]:
            await seat.review()

    # --- Work ----------------------------------------------------------------------------------------------------

    async def ask(self, question: Callable[..., Any], *details: Any) -> Any:
        """Run something that uses the database, on one of the few threads kept for it."""
        return await self._threads.ask(question, *details)

    def start(self, work: Any) -> "asyncio.Task[Any]":
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        global _current
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._port.close()
        await self._threads.close()
        with _guard:
            if _current is self:
                _current = None
