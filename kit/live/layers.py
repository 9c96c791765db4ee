"""The way to other processes: the one port by which a hub uses a channel layer."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

log = logging.getLogger(__name__)

EVERY_HUB = "hubs"


def layer_to_others() -> Any:
    """The channel layer, if it reaches further than this process."""
    layer = get_channel_layer()
    return None if layer is None or isinstance(layer, InMemoryChannelLayer) else layer


async def send_to_others(group: str, message: dict[str, Any]) -> None:
    """Push to every process that joined; the log is the truth, so a push that fails is only logged."""
    try:
        await layer_to_others().group_send(_group_name(group), {"type": "live", **message})
    except Exception:
        log.exception("A live message could not be sent to other processes; they will find it in the log.")


class LayerPort:
    """A hub's place in the channel layer: one address, one task that receives, one joining a channel."""

    def __init__(self, name: str, hear: Callable[[dict[str, Any]], None]) -> None:
        self._name = name
        self._hear = hear
        self._address: str | None = None
        self._receiver: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def join(self, group: str) -> bool:
        """Be reached by what is sent to the group; False if that can not be had now."""
        layer = layer_to_others()
        if layer is None:
            return True
        async with self._turn:
            try:
                await layer.group_add(_group_name(group), await self._own_address(layer))
            except Exception:
                log.exception("The channel layer can not be reached; live messages of other processes come late.")
                return False
        return True

    async def leave(self, group: str, *, unless: Callable[[str], bool]) -> None:
        layer = layer_to_others()
        async with self._turn:
            if layer is None or self._address is None or unless(group):
                return
            try:
                await layer.group_discard(_group_name(group), self._address)
            except Exception:
                log.exception("A channel could not be left.")

    async def close(self) -> None:
        if self._receiver is not None:
            self._receiver.cancel()
            await asyncio.gather(self._receiver, return_exceptions=True)
            self._receiver = self._address = None

    async def _own_address(self, layer: Any) -> str:
        if self._address is None:
            self._address = await layer.new_channel()
            self._receiver = asyncio.get_running_loop().create_task(self._receive(layer, self._address))
        return self._address

    async def _receive(self, layer: Any, address: str) -> None:
        while True:
            try:
                message = await layer.receive(address)
                if message.get("from") != self._name:
                    self._hear(message)
            except Exception:
                log.exception("A live message of another process was not understood.")
                await asyncio.sleep(0.1)


def _group_name(channel: str) -> str:
    return "live." + channel.replace(":", ".")
