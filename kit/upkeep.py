"""Upkeep of the kit's own tables: what is long done is forgotten, every night."""

from datetime import time, timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kit.delivery import forget_delivered
from kit.models import TaskKey, TaskWorker
from kit.tasks import scheduled

KEPT_DAYS = 14


@scheduled(at=time(3, 20))
def forget_old_entries() -> int:
    """Remove journal entries that were delivered long ago; undelivered ones stay whatever their age."""
    return forget_delivered(timedelta(days=KEPT_DAYS))


@scheduled(at=time(3, 40))
def forget_old_tasks() -> int:
    """Remove finished tasks, the keys that name no task any more, and workers not seen for long."""
    before = timezone.now() - timedelta(days=KEPT_DAYS)
    removed, _ = DBTaskResult.objects.finished().filter(finished_at__lt=before).delete()
    TaskKey.objects.exclude(result_id__in=DBTaskResult.objects.values("pk")).delete()
    TaskWorker.objects.filter(seen_at__lt=before).delete()
    return removed
