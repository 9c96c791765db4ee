"""A sequence puts numbered things in order: two commits may race each other to the loop, readers must not see it."""

from collections import deque
from dataclasses import dataclass

from kit.live.gates import Frame


@dataclass(frozen=True, slots=True)
class Step:
    """One frame in its place: it brings a reader who stands at `since` to `frame.number`."""

    since: int
    frame: Frame


class Sequence:
    """Gives frames out in order of their numbers; holds those back that came before their turn."""

    def __init__(self) -> None:
        self.position: int | None = None  # the last number given out; unknown until somebody has read the log
        self._held: dict[int, Frame] = {}

    @property
    def waits(self) -> bool:
        """Whether something is held back because a number is missing."""
        return self.position is not None and bool(self._held)

    @property
    def held_count(self) -> int:
        return len(self._held)

    def begin(self, position: int) -> list[Step]:
        """The log was read up to `position`: what has been held since then may go, if it is the next."""
        if self.position is None:
            self.position = position
        return self._next_in_turn()

    def take(self, frame: Frame) -> list[Step]:
        """Whatever may go out now that this frame is there; nothing if it is old or too early."""
        if self.position is not None and frame.number <= self.position:
            return []
        self._held[frame.number] = frame
        return self._next_in_turn()

    def fill(self, frames: list[Frame], position: int) -> list[Step]:
        """The log was read up to `position`; `frames` are all that is left of the numbers until there."""
        steps = []
        for frame in frames:
            steps += self._step(frame)
        self._move_to(position)
        return steps + self._next_in_turn()

    def skip(self) -> list[Step]:
        """The log does not know the missing numbers either: go on with the lowest that is held."""
        if self._held:
            self._move_to(min(self._held) - 1)
        return self._next_in_turn()

    def _move_to(self, position: int) -> None:
        if self.position is None or position > self.position:
            self.position = position

    def _step(self, frame: Frame) -> list[Step]:
        since = self.position or 0
        if frame.number <= since:
            return []
        self.position = frame.number
        return [Step(since, frame)]

    def _next_in_turn(self) -> list[Step]:
        if self.position is None:
            return []
        for number in [number for number in self._held if number <= self.position]:
            del self._held[number]
        steps: list[Step] = []
        while frame := self._held.pop(self.position + 1, None):
            steps += self._step(frame)
        return steps


class Memory:
    """The last steps that were given out, so that a reader who has just read the log misses none."""

    def __init__(self, length: int) -> None:
        self._steps: deque[Step] = deque(maxlen=length)
        self._from: int | None = None  # everything after this number is remembered

    def begin(self, position: int) -> None:
        """From now on steps are given out, the first one after `position`."""
        if self._from is None:
            self._from = position

    def keep(self, step: Step) -> None:
        if len(self._steps) == self._steps.maxlen:
            self._from = self._steps[0].frame.number
        self._steps.append(step)

    def after(self, number: int) -> list[Step] | None:
        """The steps beyond `number`; None if some of them are forgotten or were never here."""
        if self._from is not None and number < self._from:
            return None
        return [step for step in self._steps if step.frame.number > number]
