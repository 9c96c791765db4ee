"""A tab of somebody's browser, as far as the socket goes: it follows rooms, talks, and keeps what it has heard."""

import json
import time
from contextlib import ExitStack, suppress
from socket import SHUT_RDWR
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from community.chat.models import Room
from people.models import Member
from tests.conftest import session_cookie
from tests.live import LiveSite

SOON = 10.0  # seconds within which anything must have happened


class Tab:
    """Keeps the entries of one room by key, and the last change number, as docs/protocol.md asks of clients."""

    def __init__(self, site: LiveSite, member: Member, room: Room | None = None) -> None:
        self.site = site
        self.member = member
        self.cookie = session_cookie(member, site)
        self.channel = f"room:{room.key}" if room else ""
        self.room_key = room.key if room else ""
        self.position: int | None = None
        self.entries: dict[str, dict[str, Any]] = {}
        self.changes: list[int] = []  # of every frame that was applied
        self.twice: list[int] = []  # numbers that came although we had them
        self.others: list[dict[str, Any]] = []
        self.wire: ClientConnection | None = None
        self._last_id = 0
        self._ends = ExitStack()

    def open(self, position: int | None = None) -> "Tab":
        cookie = f"{self.cookie['name']}={self.cookie['value']}"
        opening = connect(
            self.site.socket_url, origin=self.site.url, additional_headers={"Cookie": cookie}, max_size=None
        )
        self.wire = self._ends.enter_context(opening)
        if position is not None:
            self.position = position
        if self.channel:
            self.follow()
        return self

    def cut(self) -> None:
        """The network is gone, without a goodbye."""
        assert self.wire
        with suppress(OSError):
            self.wire.socket.shutdown(SHUT_RDWR)
        self.close()

    def close(self) -> None:
        self._ends.close()

    def send(self, message: dict[str, Any] | str | bytes) -> None:
        assert self.wire
        self.wire.send(json.dumps(message) if isinstance(message, dict) else message)

    def follow(self) -> None:
        """Follow the room from where we are, until there is nothing more to fill."""
        more = True
        while more:
            asked = {"follow": self.channel} | ({} if self.position is None else {"position": self.position})
            answer = self.ask(asked)
            if "gone" in answer:
                self.others.append(answer)
                return
            more = answer["more"]

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        """Send it and wait for the answer; what comes in between is kept."""
        self._last_id += 1
        self.send(message | {"id": self._last_id})
        return self.hear_until(lambda heard: heard.get("id") == self._last_id)

    def say(self, words: str, key: str) -> dict[str, Any]:
        return self.ask({"say": words, "room": self.room_key, "key": key})

    def hear(self, timeout: float = SOON) -> dict[str, Any]:
        assert self.wire
        message: dict[str, Any] = json.loads(self.wire.recv(timeout=timeout))
        self._take_in(message)
        return message

    def hear_until(self, is_it: Any, timeout: float = SOON) -> dict[str, Any]:
        deadline = time.monotonic() + timeout
        while True:
            message = self.hear(max(0.01, deadline - time.monotonic()))
            if is_it(message):
                return message

    def hear_up_to(self, change: int) -> "Tab":
        while (self.position or 0) < change:
            self.hear()
        return self

    def hear_all(self, quiet: float = 0.4) -> list[dict[str, Any]]:
        """Everything until it is quiet."""
        heard = []
        with suppress(TimeoutError):
            while True:
                heard.append(self.hear(quiet))
        return heard

    def closing_code(self) -> int:
        """Wait until the site closes the socket, and say with which code."""
        with pytest.raises(ConnectionClosed) as closed:
            self.hear_until(lambda heard: False)
        assert closed.value.rcvd is not None
        return int(closed.value.rcvd.code)

    def bodies(self) -> list[str]:
        shown = sorted(self.entries.values(), key=lambda entry: entry["number"])
        return ["(removed)" if entry["hidden"] else entry["html"] for entry in shown]

    def _take_in(self, message: dict[str, Any]) -> None:
        if "followed" in message:
            for change in message["changes"]:
                self._apply(change["change"], change.get("entry"))
            self.position = message["position"]
        elif "change" in message and "channel" in message:
            if message["change"] <= (self.position or 0):
                self.twice.append(message["change"])
            elif message["since"] > (self.position or 0):
                self.follow()
            else:
                self.position = message["change"]
                self._apply(message["change"], message.get("entry"))
        else:
            self.others.append(message)

    def _apply(self, change: int, entry: dict[str, Any] | None) -> None:
        self.changes.append(change)
        if entry is not None:
            self.entries[entry["key"]] = entry
