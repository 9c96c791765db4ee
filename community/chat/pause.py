"""How long nobody is asked anew: the same whatever there was, because a shorter pause would tell what it was."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

PAUSE = timedelta(days=30)  # before the same person may be asked for a private talk again


def is_recent(time: datetime | None) -> bool:
    """Whether the pause after this moment still lasts."""
    return time is not None and time + PAUSE > timezone.now()


def last_day(time: datetime) -> str:
    """After which day one may ask again, if the pause after this moment still lasts."""
    return date_format(timezone.localtime(time + PAUSE), "DATE_FORMAT") if is_recent(time) else ""
