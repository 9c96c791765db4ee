"""WebSocket frames as bytes: a server's text frame is the same for every reader, so it is made once.

The server may lend the seat `scope["extensions"]["websocket.write_frame"]`: a callable `write_frame(frame: bytes) ->
bool` that writes these bytes as they are and says no (without writing) when the socket is closing, or when more than
BACKLOG_LIMIT bytes wait for a slow reader. It must be called on the event loop of the socket, and only after the
socket was accepted. It may also lend `scope["extensions"]["websocket.abort"]`: a callable that cuts the connection
without waiting for the reader.
"""

import struct
from collections.abc import Iterator

BACKLOG_LIMIT = 256 * 1024
WRITE_FRAME = "websocket.write_frame"
ABORT = "websocket.abort"

_FINAL_TEXT = 0x81


def text_frame(payload: bytes) -> bytes:
    """The payload (UTF-8) as one final, unmasked, uncompressed text frame (RFC 6455, section 5.2)."""
    length = len(payload)
    if length < 126:
        return bytes((_FINAL_TEXT, length)) + payload
    if length < 65536:
        return struct.pack("!BBH", _FINAL_TEXT, 126, length) + payload
    return struct.pack("!BBQ", _FINAL_TEXT, 127, length) + payload


def split(frames: bytes) -> Iterator[bytes]:
    """The single frames of several that were put together."""
    start = 0
    while start < len(frames):
        head, length = _measure(frames, start)
        yield frames[start : start + head + length]
        start += head + length


def _measure(frames: bytes, start: int) -> tuple[int, int]:
    """How long the head and the payload of the frame are that starts here."""
    length = frames[start + 1]
    if length < 126:
        return 2, length
    head = 4 if length == 126 else 10
    return head, int.from_bytes(frames[start + 2 : start + head])


def text_of(frame: bytes) -> str:
    """What `text_frame` was made of, for servers that frame by themselves."""
    start = {126: 4, 127: 10}.get(frame[1], 2)
    return frame[start:].decode()
