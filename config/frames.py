"""Uvicorn's WebSocket protocol with two things lent to the seat, as `kit/live/frames.py` asks (docs/decisions/0003).

`websocket.write_frame` writes bytes that are a frame already; `websocket.abort` cuts off a reader that stopped.
"""

from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

from kit.live.frames import ABORT, BACKLOG_LIMIT, WRITE_FRAME

OPEN = State.OPEN  # looking a member of an enumeration up costs as much as the rest of the question


class FrameProtocol(WebSocketsSansIOProtocol):
    """Hands the scope of each socket its own `write_frame` and `abort`."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            extensions: dict[str, Any] = self.scope["extensions"]
            extensions[WRITE_FRAME] = self.write_frame
            extensions[ABORT] = self.abort

    def write_frame(self, frame: bytes) -> bool:
        """Write the frame as it is. No, and nothing written, when the socket is not open or its reader is too slow.

        The protocol's state is OPEN from the answer to the handshake until a close frame was sent or received.
        """
        if self.conn.state is not OPEN or self.transport.is_closing():
            return False
        if not self.writable.is_set() and self.transport.get_write_buffer_size() > BACKLOG_LIMIT:
            return False
        self.transport.write(frame)
        return True

    def abort(self) -> None:
        """End the connection at once: what still waits for the reader is thrown away."""
        self.transport.abort()

    def keepalive_timeout(self) -> None:
        """A reader that answers no ping gets no farewell either: it would wait behind what is not read."""
        super().keepalive_timeout()
        if self.transport.get_write_buffer_size():
            self.transport.abort()
