"""A frame made once is, byte for byte, what the WebSocket library would make."""

import pytest
from websockets.frames import Frame, Opcode

from kit.live.frames import split, text_frame, text_of


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_is_what_the_library_would_make(length: int) -> None:
    payload = b"x" * length
    assert text_frame(payload) == Frame(Opcode.TEXT, payload).serialize(mask=False)


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_the_text_of_a_frame_can_be_had_back(length: int) -> None:
    text = "é" * (length // 2) + "x" * (length % 2)
    assert text_of(text_frame(text.encode())) == text


def test_frames_that_were_put_together_come_apart_again() -> None:
    frames = [text_frame(b"x" * length) for length in (0, 1, 125, 126, 65_535, 65_536, 3)]
    assert list(split(b"".join(frames))) == frames
