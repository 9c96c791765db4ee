"""Tasks: tried again, taken over, only once under one key, and coming back by a timetable."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from kit import tasks, worker
from kit.models import Schedule, TaskWorker
from kit.tasks import Timing, enqueue_once, retrying, scheduled

pytestmark = pytest.mark.django_db

calls: list[object] = []
failures: list[Exception] = []


@retrying(attempts=3)
def count(number: int) -> int:
    if failures:
        raise failures.pop()
    calls.append(number)
    return number


@retrying(attempts=1)
def try_once() -> None:
    raise OSError("the wire is cut")


@scheduled(every=timedelta(minutes=10))
def strike() -> None:
    calls.append("strike")


@pytest.fixture(autouse=True)
def _fresh():
    calls.clear()
    failures.clear()
    yield
    Schedule.objects.all().delete()


def work() -> int:
    return worker.Worker().run_due()


def only_result() -> DBTaskResult:
    return DBTaskResult.objects.get()


def test_a_task_is_run_with_what_it_was_given():
    count.enqueue(number=7)
    assert work() == 1
    assert calls == [7]
    assert only_result().status == TaskResultStatus.SUCCESSFUL
    assert only_result().return_value == 7


def test_a_failed_task_is_tried_again_after_a_pause(caplog):
    failures.append(OSError("the wire is cut"))
    count.enqueue(number=7)
    work()
    result = only_result()
    assert result.status == TaskResultStatus.READY
    assert "the wire is cut" in result.traceback
    assert work() == 0, "tried again without a pause"
    with time_machine.travel(timezone.now() + timedelta(seconds=13)):
        work()
    assert calls == [7]
    assert only_result().status == TaskResultStatus.SUCCESSFUL


def test_a_task_that_fails_as_often_as_it_may_has_failed(caplog):
    failures.extend(OSError("the wire is cut") for _ in range(3))
    count.enqueue(number=7)
    moment = timezone.now()
    for _ in range(3):
        moment += timedelta(hours=2)
        with time_machine.travel(moment):
            work()
    assert only_result().status == TaskResultStatus.FAILED
    assert "the wire is cut" in only_result().traceback


def test_a_task_that_may_be_tried_once_is_tried_once(caplog):
    try_once.enqueue()
    work()
    assert only_result().status == TaskResultStatus.FAILED


def test_a_task_whose_function_is_gone_fails_and_does_not_stop_the_worker(caplog):
    count.enqueue(number=1)
    DBTaskResult.objects.update(task_path="tests.kit.test_tasks.nothing_here")
    count.enqueue(number=2)
    assert work() == 2
    assert calls == [2]


def test_pauses_grow_up_to_an_hour():
    pauses = [tasks.pause_after(attempts).total_seconds() for attempts in range(1, 8)]
    assert 8 <= pauses[0] <= 12
    assert all(quick < slow for quick, slow in zip(pauses[:4], pauses[1:5], strict=True))
    assert all(2880 <= pause <= 4320 for pause in pauses[4:])


def test_a_task_of_a_worker_that_is_gone_is_run_by_another(caplog):
    count.enqueue(number=7)
    worker.Worker()._claim()
    assert worker.take_back_lost(timedelta(seconds=60)) == 0, "it was seen just now"
    assert work() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert worker.take_back_lost(timedelta(seconds=60)) == 1
        assert work() == 1
    assert calls == [7]


def test_a_task_of_a_worker_that_says_it_is_alive_is_left_to_it():
    count.enqueue(number=7)
    busy = worker.Worker()
    busy._claim()
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        worker.say_alive(busy.worker_id)
        assert worker.take_back_lost(timedelta(seconds=60)) == 0


def test_a_task_that_takes_its_worker_down_each_time_ends_as_failed(caplog):
    count.enqueue(number=7)
    for _ in range(worker.KILLED_TOO_OFTEN):
        assert only_result().status == TaskResultStatus.READY
        worker.Worker()._claim()
        TaskWorker.objects.all().delete()
        worker.take_back_lost(timedelta(seconds=60))
    assert only_result().status == TaskResultStatus.FAILED
    assert "The worker was lost 5 times" in only_result().traceback


def test_a_task_is_given_back_when_the_process_is_asked_to_end(monkeypatch):
    failures.append(OSError())
    monkeypatch.setattr(worker, "_function_of", lambda result: exec("raise KeyboardInterrupt"))
    count.enqueue(number=7)
    with pytest.raises(KeyboardInterrupt):
        work()
    assert only_result().status == TaskResultStatus.READY


def test_under_one_key_a_task_waits_only_once():
    first = enqueue_once(count, "seven", number=7)
    assert enqueue_once(count, "seven", number=7) == first
    assert enqueue_once(count, "eight", number=8) != first
    work()
    assert calls == [7, 8]


def test_under_one_key_a_task_may_wait_again_when_it_is_done():
    first = enqueue_once(count, "seven", number=7)
    work()
    second = enqueue_once(count, "seven", number=7)
    assert isinstance(second, UUID)
    assert second != first


def test_a_scheduled_task_is_enqueued_when_it_is_due_and_not_before():
    tasks.write_timetable()
    assert tasks.enqueue_scheduled() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert tasks.enqueue_scheduled() == 1
        assert tasks.enqueue_scheduled() == 0
        work()
    assert calls == ["strike"]


def test_a_timetable_that_was_asleep_for_a_day_runs_once():
    tasks.write_timetable()
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        tasks.enqueue_scheduled()
        row = Schedule.objects.get(name="tests.kit.test_tasks.strike")
        assert row.next_run_at == timezone.now() + timedelta(minutes=10)


def test_a_scheduled_task_that_still_waits_is_not_enqueued_again():
    tasks.write_timetable()
    for minutes in (11, 22):
        with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
            tasks.enqueue_scheduled()
    assert DBTaskResult.objects.filter(task_path="tests.kit.test_tasks.strike").count() == 1


def test_the_timetable_keeps_its_times_when_it_is_written_again():
    tasks.write_timetable()
    Schedule.objects.update(next_run_at=datetime(2030, 1, 1, tzinfo=UTC))
    tasks.write_timetable()
    assert set(Schedule.objects.values_list("next_run_at", flat=True)) == {datetime(2030, 1, 1, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-01-10T01:00Z", "2026-01-10T03:15Z"),
        ("2026-01-10T03:15Z", "2026-01-11T03:15Z"),
        ("2026-07-10T01:00Z", "2026-07-10T02:15Z"),  # summer time
        ("2026-03-28T04:00Z", "2026-03-29T02:15Z"),  # the night in which summer time begins
        ("2026-10-24T04:00Z", "2026-10-25T03:15Z"),  # the night in which it ends
    ],
)
def test_a_daily_task_is_due_at_its_local_time(settings, moment, due):
    settings.TIME_ZONE = "Europe/London"
    timing = Timing(strike, every=None, at=time(3, 15))
    with timezone.override("Europe/London"):
        assert timing.after(datetime.fromisoformat(moment)) == datetime.fromisoformat(due)


def test_a_schedule_needs_one_time_and_no_two():
    with pytest.raises(ValueError, match="either every= or at="):
        scheduled()
    with pytest.raises(ValueError, match="either every= or at="):
        scheduled(every=timedelta(1), at=time(3))
