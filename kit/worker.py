"""The worker: runs tasks from the database, tries failed ones again, and takes over from workers that are gone.

A worker says every few seconds that it is alive. A task that runs under a worker not seen for a whole lease goes
back into the queue: that is all there is to do after a kill -9.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskContext, TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from kit import tasks
from kit.models import TaskWorker

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
POLL_SECONDS = 1.0
TASKS_A_TURN = 20
PATIENCE = 5.0  # seconds to wait after a database error
KILLED_TOO_OFTEN = 5  # a task that takes its worker down every time must not do so for ever


class Worker:
    """One task at a time, in a thread of the one process (`start`, `stop`) or as `manage.py work` (`run`)."""

    def __init__(self, *, every: float = POLL_SECONDS, lease: timedelta = LEASE) -> None:
        self.worker_id = get_random_string(32)
        self.every = every
        self.lease = lease
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._knows_timetable = False
        self._searched_at = -lease.total_seconds()
        self._said_alive_at = -lease.total_seconds()

    def start(self) -> None:
        self._stop.clear()
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 4.0) -> None:
        """Ask it to end after the task at hand; wait at most `timeout` seconds. A task cut off is run again."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def run(self) -> None:
        """Work until stopped."""
        heart = threading.Thread(target=self._beat, name="worker-heart", daemon=True)
        heart.start()
        try:
            while not self._stop.is_set():
                self._stop.wait(self._turn())
        finally:
            self._stop.set()
            heart.join(self.lease.total_seconds())
            connections.close_all()

    def run_due(self, limit: int = 1000) -> int:
        """Run what is due, in this thread, at most `limit` tasks, and return how many that were."""
        count = 0
        while count < limit and not self._stop.is_set() and (result := self._claim()):
            run(result)
            count += 1
        return count

    def _turn(self) -> float:
        """Look after the timetable and the lost, run what is due; seconds to wait before the next turn."""
        try:
            close_old_connections()
            self._look_around()
            return 0 if self.run_due(TASKS_A_TURN) else self.every
        except Exception:  # the database may be away for a while; the worker outlives that
            log.exception("The task queue can not be read; trying again in %d seconds.", PATIENCE)
            return PATIENCE

    def _look_around(self) -> None:
        if not self._knows_timetable:
            tasks.write_timetable()
            self._knows_timetable = True
        tasks.enqueue_scheduled()
        if time.monotonic() - self._searched_at > self.lease.total_seconds() / 4:
            take_back_lost(self.lease)
            self._searched_at = time.monotonic()

    def _claim(self) -> DBTaskResult | None:
        ready = DBTaskResult.objects.ready()
        if not ready.exists():  # the usual answer, and it takes no lock
            return None
        try:
            with exclusive_transaction():
                result = ready.get_locked()
                if result is not None:
                    self._say_alive()
                    result.claim(self.worker_id)
                return result
        except OperationalError as error:
            if is_locked_database_exception(error):
                return None
            raise

    def _beat(self) -> None:
        """Say every quarter of a lease that this worker is alive, however long its task takes."""
        try:
            while not self._stop.wait(self.lease.total_seconds() / 4):
                self._say_alive_or_log()
        finally:
            connections.close_all()

    def _say_alive_or_log(self) -> None:
        try:
            close_old_connections()
            self._say_alive()
        except Exception:  # the database may be away; if it stays away the tasks go to others
            log.exception("Worker %s could not say that it is alive.", self.worker_id)

    def _say_alive(self) -> None:
        if time.monotonic() - self._said_alive_at > self.lease.total_seconds() / 8:
            say_alive(self.worker_id)
            self._said_alive_at = time.monotonic()


def say_alive(worker_id: str) -> None:
    TaskWorker.objects.update_or_create(worker_id=worker_id, defaults={"seen_at": timezone.now()})


def take_back_lost(lease: timedelta) -> int:
    """Put tasks whose worker is gone back into the queue; return how many."""
    running = list(DBTaskResult.objects.running())
    if not running:
        return 0
    alive = set(TaskWorker.objects.filter(seen_at__gt=timezone.now() - lease).values_list("worker_id", flat=True))
    lost = [result for result in running if not result.worker_ids or result.worker_ids[-1] not in alive]
    for result in lost:
        _take_back(result)
    return len(lost)


def _take_back(result: DBTaskResult) -> None:
    log.warning("Task %s %s was lost with its worker.", result.task_path, result.pk)
    allowed = max(KILLED_TOO_OFTEN, tasks.attempts_allowed(result.task_path))
    if len(result.worker_ids) < allowed:
        _release(result, at=timezone.now())
        return
    text = f"The worker was lost {len(result.worker_ids)} times while it ran this task."
    _held(result).update(status=TaskResultStatus.FAILED, finished_at=timezone.now(), traceback=text)


def run(result: DBTaskResult) -> None:
    """Run one claimed task and write down how it ended."""
    try:
        value = _function_of(result)()
        result.set_successful(value)
    except Exception as error:  # a task is foreign code: its failure is written down, not passed on
        log.exception("Task %s %s failed (attempt %d)", result.task_path, result.pk, len(result.worker_ids))
        _fail(result, error)
    except BaseException:  # the process is asked to end: another worker runs it
        _release(result, at=timezone.now())
        raise


def _function_of(result: DBTaskResult) -> Callable[[], Any]:
    task: Any = result.task
    seen: Any = result.task_result
    first = (TaskContext(task_result=seen),) if task.takes_context else ()
    return lambda: task.call(*first, *seen.args, **seen.kwargs)


def _fail(result: DBTaskResult, error: Exception) -> None:
    attempts = len(result.worker_ids)
    if attempts >= tasks.attempts_allowed(result.task_path):
        result.set_failed(error)
        return
    _release(result, at=timezone.now() + tasks.pause_after(attempts), traceback="".join(format_exception(error)))


def _release(result: DBTaskResult, *, at: datetime, traceback: str = "") -> None:
    _held(result).update(status=TaskResultStatus.READY, started_at=None, run_after=at, traceback=traceback)


def _held(result: DBTaskResult) -> Any:
    """The row, if it still is in the state in which we saw it: another worker may have been quicker."""
    return DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.RUNNING, started_at=result.started_at)
