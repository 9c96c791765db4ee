"""Live news and frames, from the side of rules and actions: ordinary functions, for any thread of any process.

They take effect when the transaction commits, or at once outside of one. What was sent may get lost with a process;
it is only a wake-up, and the log in the database is the truth.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from kit.live.post import carry
from kit.live.wire import compact

__all__ = ["drop", "recheck", "send", "tell"]

EVERY_HUB = "hubs"


def tell(channel: str, news: str) -> None:
    """Tell everybody who follows the channel that something changed, never what: `tell("topic:…", "reply")`."""
    _on_commit(channel, {"channel": channel, "news": news})


def send(
    channel: str,
    frame: dict[str, Any],
    *,
    number: int,
    author: int | None,
    others: Iterable[int] = (),
    instead: dict[str, Any] | None = None,
) -> None:
    """Send content to everybody who follows the channel, in the order of `number`, which has no gaps.

    `author` is the id of the face whose content it is: seats that hide this face do not get it. Those that hide one of
    the `others`, whose words are in it too, get what is given `instead`.
    """
    if not frame:
        raise ValueError("A frame without content; news is told by tell().")
    message = {"channel": channel, "number": number, "author": author, "text": compact(frame)}
    if instead is not None:
        message |= {"others": sorted(others), "instead": compact(instead)}
    _on_commit(channel, message)


def drop(member_id: int) -> None:
    """Close every seat of the member: signed out, suspended, erased."""
    _on_commit(EVERY_HUB, {"member": member_id, "must_leave": True})


def recheck(member_id: int) -> None:
    """What the member may see has changed: their seats ask all gates again."""
    _on_commit(EVERY_HUB, {"member": member_id, "must_leave": False})


def _on_commit(group: str, message: dict[str, Any]) -> None:
    transaction.on_commit(lambda: carry(group, message), robust=True)
