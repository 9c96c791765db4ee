"""The seat: one tab of a browser on one socket. It says what it follows, gives commands, and is written to by the hub.

A Channels consumer, without the parts of it that cost: the seat is in no group of the channel layer (the hub is), and
no message to it hops through a thread or a task of its own.
"""

import asyncio
import json
import logging
from functools import partial
from random import uniform
from typing import Any

from channels.consumer import AsyncConsumer
from django.conf import settings

from kit.live import gates, hub
from kit.live.channel import Channel, Write
from kit.live.frames import ABORT, WRITE_FRAME, text_frame
from kit.live.pacing import Allowance
from kit.live.plain import PlainWriter
from kit.live.viewers import Visitor, run_command
from kit.live.wire import compact, followed_text

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 64 * 1024  # characters
MOST_CHANNELS = 60
MOST_UNANSWERED = 16  # commands that may wait for their answers while the seat reads on
MOST_SEATS = 40  # of one member, in one process
MOST_VISITORS = 2_000  # seats of people who are not signed in, in one process: members find room beside them
REVIEW = 900.0  # seconds, more or less, after which a seat asks again whether it may still be there

GOODBYE = 5.0  # seconds to get a close frame out

SIGNED_OUT = 4001
TRY_AGAIN = 1013


class Seat(AsyncConsumer):
    """One socket. `write` takes a ready frame and says whether the reader keeps up."""

    write: Write

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self._visitor = Visitor(scope)
        self.member_id: int | None = self._visitor.member_id
        self._send = send
        self._channels: dict[str, Channel] = {}
        self._turn = asyncio.Lock()  # following and being reviewed take turns
        self._is_leaving = False
        self._unanswered: set[asyncio.Future[dict[str, Any]]] = set()
        self._place: str | None = None  # where they wait
        self._hub = hub.here()
        self._plan_review()
        if (await receive())["type"] != "websocket.connect":
            return
        await send({"type": "websocket.accept"})
        most = MOST_VISITORS if self.member_id is None else MOST_SEATS
        if len(self._hub.seats_of(self.member_id)) >= most:
            await send({"type": "websocket.close", "code": TRY_AGAIN})
            return
        self._take_pen(scope)
        self._hub.welcome(self)
        try:
            await self._listen(receive)
        finally:
            self._get_up()

    async def sign_out(self) -> None:
        """Somebody decided that this member sits here no longer."""
        await self._close(SIGNED_OUT)

    async def review(self) -> None:
        """Ask every gate again: what the member may see has changed, or a while has passed."""
        async with self._turn:
            self._plan_review()
            try:
                await self._ask_gates_again()
            except Exception:
                log.exception("A seat could not be reviewed: it is sent away and asks again when it comes back.")
                await self._close(TRY_AGAIN)

    async def _ask_gates_again(self) -> None:
        if not await self._hub.ask(self._visitor.is_still_signed_in):
            await self._close(SIGNED_OUT)
            return
        for name, channel in list(self._channels.items()):
            admission = await self._hub.ask(gates.admit, self._visitor.viewer, name)
            if admission is not None:
                channel.change_sight(self, admission.hidden_authors)
                continue
            self._leave(name)
            self._say({"gone": channel.label})

    def fall_behind(self) -> None:
        """The reader does not keep up: it is sent away, comes back when it can, and catches up from the log."""
        if not self._is_leaving:
            self._hub.start(self._close(TRY_AGAIN))

    # --- Listening -----------------------------------------------------------------------------------------------

    async def _listen(self, receive: Any) -> None:
        allowance = Allowance()
        while True:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                return
            await asyncio.sleep(allowance.wait())
            await self._hear(event.get("text"))

    async def _hear(self, text: str | None) -> None:
        if text is None:
            self._say({"error": "Messages are text, not binary."})
            return
        if len(text) > LONGEST_MESSAGE:
            self._say({"error": f"A message may have {LONGEST_MESSAGE} characters at most."})
            return
        message = _read(text)
        if message is None:
            self._say({"error": "A message is a JSON object."})
            return
        await self._do(message)

    async def _do(self, message: dict[str, Any]) -> None:
        reply_to = {"id": message["id"]} if isinstance(message.get("id"), int | str) else {}
        try:
            if self._unanswered and gates.place_of(message) != self._place:
                await asyncio.wait(self._unanswered)  # messages are worked on in their order
            if "ping" in message:
                self._say({"pong": True, **reply_to})
            elif "follow" in message:
                await self._follow(message, reply_to)
            elif "leave" in message:
                self._leave(gates.channel_name(message["leave"], self.member_id))
                self._say({"left": str(message["leave"])[:100], **reply_to})
            else:
                await self._obey(message, reply_to)
        except Exception:
            log.exception("A message to a seat failed.")
            self._say({"error": "This failed here; it may be tried again.", **reply_to})

    async def _obey(self, message: dict[str, Any], reply_to: dict[str, Any]) -> None:
        command = gates.command_in(message)
        if command is None:
            self._say({"error": "No such command.", **reply_to})
            return
        place = gates.place_of(message)
        if place is None:
            self._say({**await self._hub.ask(run_command, command, self._visitor, message), **reply_to})
            return
        while len(self._unanswered) >= MOST_UNANSWERED:
            await asyncio.wait(self._unanswered, return_when=asyncio.FIRST_COMPLETED)
        self._place = place
        answer = self._hub.turns.take(place, command, self._visitor, message)
        self._unanswered.add(answer)
        answer.add_done_callback(partial(self._answered, reply_to))

    def _answered(self, reply_to: dict[str, Any], answer: asyncio.Future[dict[str, Any]]) -> None:
        self._unanswered.discard(answer)
        if not answer.cancelled():
            self._say({**answer.result(), **reply_to})

    # --- Following -----------------------------------------------------------------------------------------------

    async def _follow(self, message: dict[str, Any], reply_to: dict[str, Any]) -> None:
        name = gates.channel_name(message["follow"], self.member_id)
        position = message.get("position")
        if position is not None and (type(position) is not int or position < 0):
            self._say({"error": "A position is a whole number.", **reply_to})
        elif name is None:
            self._say({"gone": str(message["follow"])[:100], **reply_to})
        elif len(self._channels) >= MOST_CHANNELS and name not in self._channels:
            self._say({"error": f"One socket follows {MOST_CHANNELS} channels at most.", **reply_to})
        else:
            async with self._turn:
                await self._come_in(name, position, reply_to)

    async def _come_in(self, name: str, position: int | None, reply_to: dict[str, Any]) -> None:
        """Listen first, then read the log, then be let in at the place where the log ended: no hole, nothing twice."""
        self._leave(name)
        channel = await self._hub.listen(name)
        news_count = channel.news_count
        try:
            opening = await self._hub.ask(gates.come_in, self._visitor.viewer, name, position)
            if opening is None:
                self._say({"gone": channel.label, **reply_to})
                return
            admission, fill = opening
            more = fill.more or not channel.can_admit(fill.position)
            hidden = admission.hidden_authors
            frames = [seen for frame in fill.frames if (seen := frame.without(hidden)) is not None]
            reply = "," + compact(reply_to)[1:-1] if reply_to else ""
            self._write_text(followed_text(channel.label, frames, fill.position, more=more, reply_to=reply))
            if not more and not self._is_leaving:
                self._channels[name] = channel
                channel.admit(self, fill.position, admission.hidden_authors)
                channel.tell_again(self, news_count)
        finally:
            self._hub.release(channel)

    def _leave(self, name: str | None) -> None:
        channel = self._channels.pop(name, None) if name else None
        if channel is not None:
            channel.dismiss(self)
            self._hub.forget_if_empty(channel)

    # --- Writing and going ---------------------------------------------------------------------------------------

    def _take_pen(self, scope: dict[str, Any]) -> None:
        extensions = scope.get("extensions") or {}
        lent = extensions.get(WRITE_FRAME) if settings.LIVE_FAST_FRAMES else None
        self.write = lent or PlainWriter(self._send).write
        self._hang_up = extensions.get(ABORT, _nothing)

    def _say(self, content: dict[str, Any]) -> None:
        self._write_text(compact(content))

    def _write_text(self, text: str) -> None:
        if not self._is_leaving and not self.write(text_frame(text.encode(errors="replace"))):
            self.fall_behind()

    def _plan_review(self) -> None:
        self.review_at = self._hub.loop.time() + uniform(0.8, 1.2) * REVIEW  # noqa: S311  only spreads the work

    async def _close(self, code: int) -> None:
        if self._is_leaving:
            return
        self._get_up()
        try:
            await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), GOODBYE)
        except TimeoutError:  # a reader that has stopped reading does not read a goodbye either
            self._hang_up()
        except (OSError, RuntimeError):
            log.debug("The socket was gone before it was closed.")

    def _get_up(self) -> None:
        self._is_leaving = True
        self._hub.part(self)
        for name in list(self._channels):
            self._leave(name)


def _read(text: str) -> dict[str, Any] | None:
    """The JSON object in the text, if it is one and can be written down again (half a character can not)."""
    try:
        message = json.loads(text)
        compact(message).encode()
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) else None


def _nothing() -> None:
    """A server that lends no way to hang up closes dead connections in its own time."""
