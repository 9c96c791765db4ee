"""Delivery of the journal: every listener hears every event, at least once, whatever fails in between.

A pass claims due entries by moving `due_at` a lease ahead, in one short transaction; then no lock is held while
the listeners work. A deliverer that is killed leaves its entries undelivered: they are due when the lease ends.
Entries that someone gathers are put off to the next tick after the listeners have heard them, undelivered still, and
then told together.
"""

import logging
import math
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from traceback import format_exception

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from kit import hearing
from kit.models import JournalEntry
from kit.prepared import Prepared

log = logging.getLogger(__name__)

BATCH = 200
LEASE = timedelta(seconds=30)  # longer than any listener may take; slow work belongs into a task
PAUSES = (5, 30, 120, 600, 1800, 3600)  # seconds before the second, third, … attempt; the last one for ever
STUCK_AFTER = 5  # attempts
AT_ONCE = timedelta()

bell = threading.Event()  # rung after each commit that announced something; the deliverer of this process waits for it


def deliver_due(limit: int = 200, *, tick: timedelta = AT_ONCE, stopping: Callable[[], bool] = lambda: False) -> int:
    """Tell the listeners what is due, at most `limit` entries, and return how many were worked on.

    What listeners announce meanwhile is delivered too. Gatherers hear at the next full `tick`, or at once if there is
    none. `stopping` is asked between two entries.
    """
    count = 0
    while count < limit and not stopping():
        entries = _claim(min(BATCH, limit - count))
        if not entries:
            break
        _Round(entries, tick).tell_all(stopping)
        count += len(entries)
    return count


def undelivered() -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(delivered_at__isnull=True)


def stuck() -> QuerySet[JournalEntry]:
    """Entries that failed so often that someone should look at them."""
    return undelivered().filter(attempts__gte=STUCK_AFTER)


def forget_delivered(older_than: timedelta) -> int:
    """Remove what was delivered longer ago than that, a thousand rows at a time; return how many."""
    before = timezone.now() - older_than
    removed = 0
    while keys := list(
        JournalEntry.objects.filter(delivered_at__lt=before).order_by("pk").values_list("pk", flat=True)[:1000]
    ):
        removed += JournalEntry.objects.filter(pk__in=keys).delete()[0]
    return removed


def _due(*, now: datetime) -> QuerySet[JournalEntry]:
    return undelivered().filter(due_at__lte=now).order_by("pk")


FIRST_DUE = Prepared(lambda *, now: _due(now=now).values_list("pk", flat=True)[:1])


def _claim(size: int) -> list[JournalEntry]:
    now = timezone.now()
    if not FIRST_DUE.rows(now=now):  # the usual answer, and it takes no lock
        return []
    due = _due(now=now)
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        entries = list(due[:size])
        _rows(entries).update(due_at=timezone.now() + LEASE, attempts=F("attempts") + 1)
    for entry in entries:
        entry.attempts += 1
    return entries


class _Round:
    """The entries of one claim on their way to the listeners."""

    def __init__(self, entries: list[JournalEntry], tick: timedelta = AT_ONCE) -> None:
        self.waiting = deque(entries)
        self.gathered: list[JournalEntry] = []
        self.delivered: list[int] = []
        self.leased_at = time.monotonic()
        self.tick = tick

    def tell_all(self, stopping: Callable[[], bool]) -> None:
        try:
            while self.waiting and not stopping():
                self._tell(self.waiting.popleft())
                if time.monotonic() - self.leased_at > LEASE.total_seconds() / 4:
                    self._write_down()
                    self._renew_lease()
            self._tell_gatherers()
        finally:
            self._write_down()
            _rows(self.waiting).update(due_at=timezone.now(), attempts=F("attempts") - 1)

    def _tell(self, entry: JournalEntry) -> None:
        if not tell(entry):
            return
        if hearing.gatherers_of(entry.name):
            self.gathered.append(entry)
        else:
            self.delivered.append(entry.pk)

    def _tell_gatherers(self) -> None:
        """Entries that are here for the first time wait for the others of their tick."""
        fresh = [entry for entry in self.gathered if self.tick and entry.attempts == 1]
        ripe = [entry for entry in self.gathered if entry not in fresh]
        self.gathered = []
        _put_off(fresh, self.tick)
        self.delivered += [entry.pk for entry in tell_together(ripe)]

    def _write_down(self) -> None:
        """Remember what was delivered."""
        done, self.delivered = self.delivered, []
        if not done:
            return
        JournalEntry.objects.filter(pk__in=done).update(delivered_at=timezone.now(), last_error="")

    def _renew_lease(self) -> None:
        self.leased_at = time.monotonic()
        _rows([*self.waiting, *self.gathered]).update(due_at=timezone.now() + LEASE)


def _put_off(entries: list[JournalEntry], tick: timedelta) -> None:
    """Until the next full tick, which is the same for all; who has heard them already is remembered."""
    by_hearers: dict[tuple[str, ...], list[JournalEntry]] = {}
    for entry in entries:
        by_hearers.setdefault(tuple(entry.heard), []).append(entry)
    seconds = tick.total_seconds()
    for heard, alike in by_hearers.items():
        due_at = datetime.fromtimestamp((math.floor(time.time() / seconds) + 1) * seconds, UTC)
        _rows(alike).update(due_at=due_at, heard=list(heard))


def _rows(entries: Iterable[JournalEntry]) -> QuerySet[JournalEntry]:
    return JournalEntry.objects.filter(pk__in=[entry.pk for entry in entries])


def tell(entry: JournalEntry) -> bool:
    """Tell every listener that has not heard the entry yet; True if all have heard now."""
    errors = []
    for label, listener in hearing.listeners_of(entry.name):
        if label in entry.heard:
            continue
        try:
            with transaction.atomic():
                listener(hearing.event_of(entry.name, entry.payload))
        except Exception as error:  # a listener is foreign code: one that fails must not silence the others
            log.exception("%s failed to hear %s %s (attempt %d)", label, entry.name, entry.payload, entry.attempts)
            errors.append(f"{label}\n{''.join(format_exception(error))}")
        else:
            entry.heard.append(label)
    if errors:
        _try_again_later(entry, errors)
    return not errors


def tell_together(entries: list[JournalEntry]) -> list[JournalEntry]:
    """Tell every gatherer what it has not heard yet of these, all at once; return those that all have heard now."""
    gatherers = {label: gatherer for entry in entries for label, gatherer in hearing.gatherers_of(entry.name).items()}
    errors: dict[int, list[str]] = {}
    for label, gatherer in gatherers.items():
        news = [e for e in entries if label in hearing.gatherers_of(e.name) and label not in e.heard]
        for entry, error in _tell_gatherer(label, gatherer, news):
            errors.setdefault(entry.pk, []).append(f"{label}\n{''.join(format_exception(error))}")
    for entry in entries:
        if entry.pk in errors:
            _try_again_later(entry, errors[entry.pk])
    return [entry for entry in entries if entry.pk not in errors]


def _tell_gatherer(
    label: str, gatherer: hearing.Gatherer, news: list[JournalEntry]
) -> list[tuple[JournalEntry, Exception]]:
    """What it failed to hear. If it fails with many, it is told one by one: a bad one must not hide the others."""
    if not news:
        return []
    try:
        with transaction.atomic():
            gatherer([hearing.event_of(entry.name, entry.payload) for entry in news])
    except Exception as error:
        if len(news) > 1:
            return [failure for entry in news for failure in _tell_gatherer(label, gatherer, [entry])]
        log.exception("%s failed to hear %s %s", label, news[0].name, news[0].payload)
        return [(news[0], error)]
    for entry in news:
        entry.heard.append(label)
    return []


def _try_again_later(entry: JournalEntry, errors: list[str]) -> None:
    JournalEntry.objects.filter(pk=entry.pk).update(
        heard=entry.heard,
        last_error="\n".join(errors),
        due_at=timezone.now() + pause_after(entry.attempts),
    )


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: longer each time, and never quite the same for two entries."""
    seconds = PAUSES[min(attempts, len(PAUSES)) - 1]
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311
