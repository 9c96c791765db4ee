"""Quiet hours: between two times of the day nothing from the group rings."""

from datetime import datetime, timedelta

from django.utils import timezone

from groups.models import Group


def rings_at(group: Group, *, now: datetime | None = None) -> datetime:
    """When a notice from the group that is given now may ring: at once, or when its quiet hours end."""
    now = timezone.localtime(now)
    begins, ends = group.quiet_from, group.quiet_until
    if begins is None or ends is None or begins == ends:
        return now
    time = now.time()
    is_over_midnight = begins > ends
    is_quiet = (time >= begins or time < ends) if is_over_midnight else (begins <= time < ends)
    if not is_quiet:
        return now
    days = 1 if is_over_midnight and time >= begins else 0
    return timezone.make_aware(datetime.combine(now.date() + timedelta(days=days), ends))
