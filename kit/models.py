"""The journal of events, and what background tasks need beside their queue: keys, workers, a timetable."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class JournalEntry(models.Model):
    """One announced event, kept until every listener has heard it and a while longer."""

    name = models.CharField(_("event"), max_length=100)
    payload = models.JSONField(_("what it says"))
    announced_at = models.DateTimeField(_("announced at"), default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due at"), default=timezone.now)
    heard = models.JSONField(_("heard by"), default=list, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(delivered_at__isnull=True),
                name="kit_journal_undelivered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class TaskKey(models.Model):
    """Names a task that may wait or run only once at a time."""

    key = models.CharField(_("key"), max_length=200, unique=True)
    result_id = models.UUIDField(_("task"))

    class Meta:
        verbose_name = _("task key")
        verbose_name_plural = _("task keys")

    def __str__(self) -> str:
        return self.key


class TaskWorker(models.Model):
    """A worker that is alive, or was when it was last seen."""

    worker_id = models.CharField(_("worker"), max_length=64, unique=True)
    seen_at = models.DateTimeField(_("seen at"))

    class Meta:
        verbose_name = _("task worker")
        verbose_name_plural = _("task workers")

    def __str__(self) -> str:
        return self.worker_id


class Schedule(models.Model):
    """When a task that comes back by itself is due next."""

    name = models.CharField(_("task"), max_length=200, unique=True)
    next_run_at = models.DateTimeField(_("next run at"))
    last_run_at = models.DateTimeField(_("last run at"), null=True, blank=True)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")

    def __str__(self) -> str:
        return self.name
