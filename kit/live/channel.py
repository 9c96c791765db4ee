"""One followed channel in this process: who sits in it, and how far its frames have been handed out."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from kit.live import gates
from kit.live.sequence import Memory, Sequence, Step
from kit.live.wire import blank_frame, news_frame, step_frame

if TYPE_CHECKING:
    from kit.live.seat import Seat

Write = Callable[[bytes], bool]

REMEMBERED = 128  # steps kept for readers who are just coming in


class Channel:
    """Seats, and the sequence of numbered frames on its way to them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.label = gates.label(name)
        self.sequence = Sequence()
        self.visits = 0  # seats that are asking to come in
        self.news_count = 0  # how often news were told here, so that who comes in meanwhile does not miss them
        self._last_news = b""
        self.joining: asyncio.Task[bool] | None = None  # the way to be reached by other processes
        self.is_filling = False  # whether a gap is being read from the log, or soon will be
        self._memory = Memory(REMEMBERED)
        self._open: dict[Seat, Write] = {}  # those who get everything
        self._choosy: dict[Seat, tuple[Write, frozenset[int]]] = {}
        self._ahead: dict[Seat, tuple[int, frozenset[int]]] = {}  # those whose reading of the log was quicker than we

    @property
    def is_empty(self) -> bool:
        return not (self._open or self._choosy or self._ahead or self.visits)

    def can_admit(self, position: int) -> bool:
        """Whether a reader who has read the log up to here misses nothing when let in now."""
        return self._memory.after(position) is not None

    def admit(self, seat: "Seat", position: int, hidden_authors: frozenset[int]) -> None:
        """Let in a seat that has read the log up to `position`; it gets what was handed out since then."""
        self._memory.begin(position)
        self.hand_out(self.sequence.begin(position))
        for step in self._memory.after(position) or ():
            seat.write(self._frame_without(Step(max(step.since, position), step.frame), hidden_authors))
        if position > (self.sequence.position or 0):
            self._ahead[seat] = (position, hidden_authors)
        else:
            self._seat(seat, hidden_authors)

    def tell_again(self, seat: "Seat", since: int) -> None:
        """Give the seat the news that were told while it was coming in; `since` is how many had been before."""
        if self.news_count > since:
            seat.write(self._last_news)

    def change_sight(self, seat: "Seat", hidden_authors: frozenset[int]) -> None:
        """From now on the seat gets everything but what these authors say."""
        if seat in self._ahead:
            self._ahead[seat] = (self._ahead[seat][0], hidden_authors)
        else:
            self._seat(seat, hidden_authors)

    def dismiss(self, seat: "Seat") -> None:
        self._open.pop(seat, None)
        self._choosy.pop(seat, None)
        self._ahead.pop(seat, None)

    def hand_out(self, steps: list[Step]) -> None:
        """Those who wait for no later step get all of them in one piece of bytes."""
        if steps and not self._ahead:
            self._write_steps(steps)
            return
        for step in steps:
            for seat, (position, hidden_authors) in list(self._ahead.items()):
                if position < step.frame.number:
                    self._seat(seat, hidden_authors)
            self._write_steps([step])

    def tell(self, news: str) -> None:
        """Say to everybody here that something changed."""
        frame = news_frame(self.label, news)
        self.news_count, self._last_news = self.news_count + 1, frame
        slow = [seat for seat, write in self._open.items() if not write(frame)]
        slow += [seat for seat, (write, _) in self._choosy.items() if not write(frame)]
        slow += [seat for seat in self._ahead if not seat.write(frame)]
        self._give_up_on(slow)

    def _seat(self, seat: "Seat", hidden_authors: frozenset[int]) -> None:
        self.dismiss(seat)
        if hidden_authors:
            self._choosy[seat] = (seat.write, hidden_authors)
        else:
            self._open[seat] = seat.write

    def _write_steps(self, steps: list[Step]) -> None:
        """Encoded once; the loop over those who get everything is the whole cost of a reader."""
        for step in steps:
            self._memory.keep(step)
        frames = [step_frame(self.label, step) for step in steps]
        whole = b"".join(frames)
        slow = [seat for seat, write in self._open.items() if not write(whole)]
        speaking = {one for step in steps for one in (step.frame.author, *step.frame.others)} if self._choosy else ()
        for seat, (write, hidden_authors) in self._choosy.items():
            if hidden_authors.isdisjoint(speaking):
                seen = whole
            else:
                seen = b"".join(self._frame_without(step, hidden_authors) for step in steps)
            if not write(seen):
                slow.append(seat)
        self._give_up_on(slow)

    def _frame_without(self, step: Step, hidden_authors: frozenset[int]) -> bytes:
        frame = step.frame.without(hidden_authors)
        return blank_frame(self.label, step) if frame is None else step_frame(self.label, Step(step.since, frame))

    def _give_up_on(self, slow: list["Seat"]) -> None:
        """They come back and catch up from the log; nobody waits for them."""
        for seat in slow:
            self.dismiss(seat)
            seat.fall_behind()
