"""Slow and scheduled work, on django-tasks with its database backend, and what that lacks.

    @retrying(attempts=5)                      # tried again with growing pauses
    def send_letter(letter_id: int) -> None: ...

    send_letter.enqueue(letter_id=7)           # in the transaction of the change, done after its commit
    enqueue_once(send_letter, "letter:7", letter_id=7)

    @scheduled(every=timedelta(hours=1))       # or at=time(3, 15), local time, every day
    def close_old_polls() -> None: ...

A task may be run again after a crash, so it must not mind: run twice, done once. `kit.worker` runs them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from kit.models import Schedule, TaskKey

PAUSES = (10, 60, 300, 1800, 3600)  # seconds before the second, third, … attempt; the last one for ever
UNFINISHED = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@dataclass(frozen=True, slots=True)
class Timing:
    """When a scheduled task is due: every so often, or each day at a local time."""

    task: Task
    every: timedelta | None
    at: time | None

    def after(self, moment: datetime) -> datetime:
        if self.every is not None:
            return moment + self.every
        today = timezone.localtime(moment)
        for day in (today, today + timedelta(days=1)):
            due = datetime.combine(day.date(), self.at or time(), tzinfo=today.tzinfo)
            if due > moment:
                return due
        return moment + timedelta(days=1)


_attempts: dict[str, int] = {}
_timings: dict[str, Timing] = {}


def retrying(*, attempts: int = 5, queue: str = "default", priority: int = 0) -> Callable[[Callable[..., Any]], Task]:
    """Make a function a task that is tried up to `attempts` times, with growing pauses."""

    def register(function: Callable[..., Any]) -> Task:
        made = task(queue_name=queue, priority=priority)(function)
        _attempts[made.module_path] = attempts
        return made

    return register


def scheduled(
    *, every: timedelta | None = None, at: time | None = None, attempts: int = 3
) -> Callable[[Callable[..., Any]], Task]:
    """Make a function a task that comes back by itself: `every` so often, or each day `at` a local time."""
    if (every is None) == (at is None):
        raise ValueError("A schedule needs either every= or at=.")

    def register(function: Callable[..., Any]) -> Task:
        made = retrying(attempts=attempts)(function)
        _timings[made.module_path] = Timing(made, every, at)
        return made

    return register


@transaction.atomic
def enqueue_once(wanted: Task, key: str, **arguments: Any) -> UUID:
    """Enqueue the task unless one with this key waits or runs already; return the id of the one that does."""
    name = f"{wanted.module_path}:{key}"
    try:
        with transaction.atomic():
            held = TaskKey.objects.create(key=name, result_id=UUID(int=0))
    except IntegrityError:
        held = TaskKey.objects.select_for_update().get(key=name)
    if DBTaskResult.objects.filter(pk=held.result_id, status__in=UNFINISHED).exists():
        return held.result_id
    held.result_id = UUID(str(wanted.enqueue(**arguments).id))
    held.save(update_fields=["result_id"])
    return held.result_id


def attempts_allowed(task_path: str) -> int:
    return _attempts.get(task_path, 1)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many attempts: longer each time, and never quite the same for two tasks."""
    seconds = PAUSES[min(attempts, len(PAUSES)) - 1]
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311


def write_timetable() -> None:
    """Give every scheduled task its row; one that is new is due a first time after its own pause."""
    now = timezone.now()
    known = set(Schedule.objects.values_list("name", flat=True))
    rows = [
        Schedule(name=name, next_run_at=timing.after(now)) for name, timing in _timings.items() if name not in known
    ]
    if rows:
        Schedule.objects.bulk_create(rows, ignore_conflicts=True)


def enqueue_scheduled() -> int:
    """Enqueue every scheduled task that is due, once however many workers ask; return how many."""
    due = Schedule.objects.filter(name__in=list(_timings), next_run_at__lte=timezone.now())
    if not due.exists():  # the usual answer, and it takes no lock
        return 0
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        rows = list(due)
        for row in rows:
            _enqueue_scheduled(row)
    return len(rows)


def _enqueue_scheduled(row: Schedule) -> None:
    timing = _timings[row.name]
    enqueue_once(timing.task, "schedule")
    row.last_run_at = timezone.now()
    row.next_run_at = timing.after(row.last_run_at)
    row.save(update_fields=["last_run_at", "next_run_at"])
