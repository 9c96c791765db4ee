"""What the socket carries, as text: compact JSON, and numbered content put together without encoding it again."""

import json
from typing import Any

from kit.live.frames import text_frame
from kit.live.gates import Frame
from kit.live.sequence import Step


def compact(content: dict[str, Any]) -> str:
    return json.dumps(content, separators=(",", ":"), ensure_ascii=False)


def news_frame(label: str, news: str) -> bytes:
    return text_frame(compact({"channel": label, "news": news}).encode())


def step_frame(label: str, step: Step) -> bytes:
    """A numbered frame, for everybody who may have its content."""
    start = f'{{"channel":"{label}","since":{step.since},"change":{step.frame.number},'
    return text_frame((start + step.frame.text[1:]).encode())


def blank_frame(label: str, step: Step) -> bytes:
    """The same step for those who may not have its content: the number moves on."""
    return text_frame(f'{{"channel":"{label}","since":{step.since},"change":{step.frame.number}}}'.encode())


def followed_text(label: str, fill: list[Frame], position: int, *, more: bool, reply_to: str) -> str:
    """The answer to "follow": all that happened after the position that the client named."""
    changes = ",".join(f'{{"change":{frame.number},{frame.text[1:]}' for frame in fill)
    start = f'{{"followed":"{label}"{reply_to},"position":{position},"more":{"true" if more else "false"}'
    return f'{start},"changes":[{changes}]}}'
