"""Verdicts: yes, or no with a sentence that can be read by the one who is refused."""

from dataclasses import dataclass
from typing import TypeVar

Actor = TypeVar("Actor")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to "may I?"; true when allowed."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class Refused(Exception):
    """A deed was asked for that policy does not allow; `str()` of it is the sentence to show."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def yes() -> Verdict:
    return Verdict(allowed=True)


def no(reason: str) -> Verdict:
    return Verdict(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Go on if the verdict is yes; raise `Refused` with its sentence if not."""
    if not verdict:
        raise Refused(verdict.reason)


def granted(verdict: Verdict, actor: Actor | None) -> Actor:
    """The actor, once the verdict is yes: nobody acts who is not there."""
    require(verdict)
    if actor is None:
        raise Refused(verdict.reason)
    return actor
