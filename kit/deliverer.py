"""The deliverer: a thread of the one process that delivers the journal as soon as something is committed."""

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections, connections

from kit.delivery import bell, deliver_due

log = logging.getLogger(__name__)

POLL_SECONDS = 2.0
TICK = timedelta(seconds=1)  # how often gatherers hear, at most
BURST_SECONDS = 0.03  # waited for what is committed at about the same time, so that it is one pass
PATIENCE = 5.0  # seconds to wait after a database error


class Deliverer:
    """Delivers what is due: at once after a commit of this process, every few seconds after those of others."""

    def __init__(self, *, every: float = POLL_SECONDS) -> None:
        self.every = every
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._is_tick_near = False  # something may have been put off to the next tick

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self.run, name="deliverer", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 4.0) -> None:
        """Ask it to end after the entry at hand; wait at most `timeout` seconds. What is left stays due."""
        self._stop.set()
        bell.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def wake(self) -> None:
        bell.set()

    def run(self) -> None:
        """Deliver until stopped; `manage.py deliver --watch` runs it in its main thread."""
        try:
            while not self._stop.is_set():
                bell.clear()
                pause = self._deliver()
                if not self._stop.is_set() and bell.wait(pause):
                    self._stop.wait(BURST_SECONDS)
        finally:
            connections.close_all()

    def _deliver(self) -> float:
        """One pass; how many seconds to wait before the next."""
        try:
            close_old_connections()
            if deliver_due(tick=TICK, stopping=self._stop.is_set):
                self._is_tick_near = True
                return 0
        except Exception:  # the database may be away for a while; the deliverer outlives that
            log.exception("The journal could not be delivered; trying again in %d seconds.", PATIENCE)
            return PATIENCE
        is_tick_near, self._is_tick_near = self._is_tick_near, False
        return min(self.every, TICK.total_seconds()) if is_tick_near else self.every
