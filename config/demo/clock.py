"""Times of the demo: written as distances, so that the community always ends now."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
LENGTH = re.compile(r"(?:0|\d+[dhms](?: \d+[dhms])*)")
ASLEEP, AWAKE = time(0, 30), time(6, 45)
DAY_AND_TIME = re.compile(r"(\d+)d (\d\d):(\d\d)")


def length(words: str) -> timedelta:
    """`"1d 4h"`, `"25m"`, `"40s"` or `"0"` as a length of time."""
    if not LENGTH.fullmatch(words):
        raise ValueError(f"{words!r} is no length of time such as 1d 4h.")
    parts = [] if words == "0" else words.split()
    return sum((timedelta(**{UNITS[part[-1]]: int(part[:-1])}) for part in parts), timedelta())


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads what stands in the content files against the moment at which the demo is filled."""

    now: datetime

    def at(self, words: str) -> datetime:
        """`"402d 06:50"` is that time of the day 402 days ago where the site is; `"31h"` is 31 hours ago."""
        found = DAY_AND_TIME.fullmatch(words)
        if not found:
            return self.now - length(words)
        days, hour, minute = (int(part) for part in found.groups())
        return self.day(-days, hour, minute)

    def after(self, moment: datetime, words: str) -> datetime:
        """`"25m"` is so long after `moment`; `"20h ago"` is so long before now."""
        if words.endswith(" ago"):
            return self.now - length(words.removesuffix(" ago"))
        return moment + length(words)

    def awake(self, moment: datetime) -> datetime:
        """`moment`, or if it falls into the small hours, some time of that morning; never later than now.

        Pauses are written without looking at the clock, and most people sleep.
        """
        local = timezone.localtime(moment)
        if not ASLEEP <= local.time() < AWAKE:
            return moment
        asleep_at, awake_at = (datetime.combine(local, at, local.tzinfo) for at in (ASLEEP, AWAKE))
        morning = awake_at + (local - asleep_at) / 2
        return morning if morning <= self.now else moment

    def day(self, days: int, hour: int, minute: int = 0) -> datetime:
        """That time of day, so many days from today, where the site is."""
        date = timezone.localtime(self.now).date() + timedelta(days=days)
        return timezone.make_aware(datetime.combine(date, time(hour, minute)))
