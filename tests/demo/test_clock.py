"""The clock of the demo: what was written as "2d 20:30" becomes a moment at which people are awake."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.demo.clock import Clock, length

LONDON = ZoneInfo("Europe/London")


def test_a_length_of_time_is_read_in_days_hours_minutes_and_seconds():
    assert length("1d 4h 20m 5s") == timedelta(days=1, hours=4, minutes=20, seconds=5)
    assert length("0") == timedelta()


@pytest.mark.parametrize("words", ["", "1 d", "4", "2w", "1d4h", "-3h"])
def test_a_length_that_cannot_be_read_is_refused(words):
    with pytest.raises(ValueError, match="no length of time"):
        length(words)


def test_a_day_and_time_is_that_time_by_the_sites_clock():
    noon = datetime(2026, 11, 22, 12, 0, tzinfo=LONDON)
    assert Clock(noon).at("200d 06:50") == datetime(2026, 5, 6, 6, 50, tzinfo=LONDON)
    assert Clock(noon).at("31h") == noon - timedelta(hours=31)


def test_what_falls_into_the_small_hours_is_said_that_morning():
    clock = Clock(datetime(2026, 11, 22, 12, 0, tzinfo=LONDON))
    evening, night = datetime(2026, 7, 1, 23, 50, tzinfo=LONDON), datetime(2026, 7, 1, 2, 30, tzinfo=LONDON)
    assert clock.awake(evening) == evening
    assert clock.awake(night) == datetime(2026, 7, 1, 7, 45, tzinfo=LONDON)


def test_nobody_is_woken_later_than_now():
    night = datetime(2026, 11, 22, 2, 30, tzinfo=LONDON)
    assert Clock(night + timedelta(hours=1)).awake(night) == night
