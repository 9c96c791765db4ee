"""Faults of background tasks, with real processes on a real database: a task that was enqueued is done."""

import signal

DIG = "from tests.kit.garden.tasks import dig; dig.enqueue(bed={bed})"
STATES = """
from django_tasks_db.models import DBTaskResult
for result in DBTaskResult.objects.filter(task_path="tests.kit.garden.tasks.dig"):
    print("state", result.status, len(result.worker_ids))
"""
MOWING_IS_DUE = """
from django.utils import timezone
from kit.models import Schedule
from kit.tasks import write_timetable
write_timetable()
Schedule.objects.filter(name__endswith="mow").update(next_run_at=timezone.now())
"""


def test_a_task_cut_off_by_kill_9_is_completed_by_the_next_worker(small_site):
    small_site.python(DIG.format(bed=4))
    first = small_site.start_anew("work", "--lease", "2", DAWDLE="60")
    small_site.wait_for("began 4")
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert "state RUNNING 1" in small_site.python(STATES)[0]
    small_site.start("work", "--lease", "2", "--every", "0.1")
    small_site.wait_for("dug 4")
    small_site.wait_until(lambda: "state SUCCESSFUL 2" in small_site.python(STATES)[0], "success")


def test_a_long_task_of_a_living_worker_is_not_taken_away(small_site):
    small_site.python(DIG.format(bed=4))
    busy = small_site.start("work", "--lease", "5", DAWDLE="11")  # a busy machine may hold it up for two
    small_site.wait_for("began 4")
    idle = small_site.start("work", "--lease", "5", "--every", "0.1")
    small_site.wait_for("dug 4")
    assert small_site.lines().count("began 4") == 1
    for worker in (busy, idle):
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0


def test_a_worker_asked_to_stop_finishes_its_task(small_site):
    small_site.python(DIG.format(bed=1) + "; dig.enqueue(bed=2)")
    worker = small_site.start("work", DAWDLE="1")
    small_site.wait_for("began 1")
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(10) == 0
    assert small_site.lines() == ["began 1", "dug 1"]
    assert "Tasks run: 1" in small_site.run("work", "--once")


def test_several_workers_run_every_task_and_every_schedule_once(small_site):
    small_site.python("from tests.kit.garden.tasks import dig\nfor bed in range(20): dig.enqueue(bed=bed)")
    small_site.python(MOWING_IS_DUE)
    workers = [small_site.start("work", "--every", "0.1", DAWDLE="0.02") for _ in range(3)]
    small_site.wait_for("dug", times=20)
    small_site.wait_for("mown")
    for worker in workers:
        worker.send_signal(signal.SIGTERM)
        worker.wait(10)
    began = sorted(line for line in small_site.lines() if line.startswith("began"))
    assert began == sorted(f"began {bed}" for bed in range(20))
    assert small_site.lines().count("mown") == 1
