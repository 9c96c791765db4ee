"""How fast a seat reads: after a burst it reads on at a steady pace, and the sender has to wait, not the site."""

import time

from django.conf import settings

BURST = 100  # messages
PER_SECOND = 25.0


class Allowance:
    """A bucket of messages that fills up again with time."""

    __slots__ = ("_factor", "_left", "_seen_at")

    def __init__(self) -> None:
        self._factor = settings.PACES_FACTOR
        self._left = float(BURST * self._factor)
        self._seen_at = time.monotonic()

    def wait(self) -> float:
        """Take one message; say how many seconds it has to wait for its turn."""
        now = time.monotonic()
        gained = (now - self._seen_at) * PER_SECOND * self._factor
        self._left = min(self._left + gained, BURST * self._factor) - 1
        self._seen_at = now
        return max(0.0, -self._left / (PER_SECOND * self._factor))
