"""WebSocket frames as bytes: a server's text frame is the same for every reader, so it is made once.

The server may lend the seat `scope["extensions"]["websocket.write_frame"]`: a callable `write_frame(frame: bytes) ->
bool` that writes these bytes as they are and says no (without writing) when the socket is closing, or when more than
BACKLOG_LIMIT bytes wait for a slow reader. It must be called on the event loop of the socket, and only after the
socket was accepted. It may also lend `scope["extensions"]["websocket.abort"]`: a callable that cuts the connection
without waiting for the reader.
"""

import struct

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


def text_of(frame: bytes) -> str:
    """What `text_frame` was made of, for servers that frame by themselves."""
    start = {126: 4, 127: 10}.get(frame[1], 2)
    return frame[start:].decode()
