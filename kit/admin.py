"""The journal, for those who operate the site: what is stuck, why, and "try again now"."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kit.delivery import STUCK_AFTER
from kit.models import JournalEntry, Schedule


class StateFilter(admin.SimpleListFilter):
    """Shows what is stuck unless asked for something else."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("waiting", _("Waiting")), ("delivered", _("Delivered")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        rows = super().choices(changelist)
        yield {**next(rows), "display": _("Stuck")}
        yield from rows

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "all":
            return queryset
        if self.value() == "delivered":
            return queryset.filter(delivered_at__isnull=False)
        waiting = queryset.filter(delivered_at__isnull=True)
        return waiting if self.value() == "waiting" else waiting.filter(attempts__gte=STUCK_AFTER)


@admin.register(JournalEntry)
class JournalEntryAdmin(admin.ModelAdmin):
    """The journal is read here and tried again, never written; what an event says of whom stays in the database."""

    exclude = ("payload",)

    list_display = ("name", "announced_at", "attempts", "due_at", "error")
    list_filter = (StateFilter,)
    ordering = ("pk",)
    actions = ("try_again_now",)
    show_full_result_count = False
    readonly_fields = (
        "name", "announced_at", "delivered_at", "attempts", "due_at", "heard", "last_error",
    )  # fmt: skip

    @admin.display(description=_("last error"))
    def error(self, entry: JournalEntry) -> str:
        lines = entry.last_error.strip().splitlines()
        return lines[-1] if lines else ""

    @admin.action(description=_("Try again now"))
    def try_again_now(self, request: HttpRequest, queryset: QuerySet[JournalEntry]) -> None:
        count = queryset.filter(delivered_at__isnull=True).update(due_at=timezone.now())
        words = ngettext("%(count)d entry is due again.", "%(count)d entries are due again.", count)
        self.message_user(request, words % {"count": count})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: JournalEntry | None = None) -> bool:
        return False


@admin.register(Schedule)
class ScheduleAdmin(admin.ModelAdmin):
    list_display = ("name", "next_run_at", "last_run_at")
    readonly_fields = ("name", "last_run_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
