"""Prepared queries give what the queryset gives, whatever the values are."""

from datetime import datetime, timedelta
from threading import Thread

import pytest
from django.db import connections
from django.db.models import DateTimeField, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from kit.models import JournalEntry
from kit.prepared import Prepared

pytestmark = pytest.mark.django_db


def entries(*, name: str, after: int):
    return JournalEntry.objects.filter(name=name, attempts__gt=after).order_by("attempts")


@pytest.fixture
def journal():
    return [
        JournalEntry.objects.create(name=f"garden.{name}", payload={"n": n}, attempts=n)
        for n in range(4)
        for name in "ab"
    ]


def test_the_rows_are_those_of_the_queryset(journal, django_assert_num_queries):
    prepared = Prepared(entries)
    for name, after in [("garden.a", 0), ("garden.b", 2), ("garden.a", 9), ("it's % %s", 0)]:
        with django_assert_num_queries(1):
            rows = prepared.rows(name=name, after=after)
        assert rows == list(entries(name=name, after=after))
    assert rows == []


def test_columns_come_as_their_python_selves(journal):
    (row,) = Prepared(lambda *, after: JournalEntry.objects.filter(name="garden.a", attempts__gt=after)).rows(after=2)
    assert row.payload == {"n": 3}
    assert row.announced_at.utcoffset().total_seconds() == 0


def test_values_and_annotations_work_too(journal):
    prepared = Prepared(
        lambda *, after: JournalEntry.objects.filter(attempts__gte=after).values_list("name", "attempts")[:3]
    )
    assert prepared.rows(after=3) == [("garden.a", 3), ("garden.b", 3)]
    assert prepared.first(after=3) == ("garden.a", 3)
    assert prepared.first(after=30) is None


def test_the_sql_is_made_once(journal):
    built = []

    def build(*, after: int):
        built.append(after)
        return JournalEntry.objects.filter(attempts__gt=after)

    prepared = Prepared(build)
    for after in (0, 1, 2):
        prepared.rows(after=after)
    assert len(built) == 1


def test_a_value_that_is_no_parameter_is_an_error():
    with pytest.raises(ValueError, match="limit"):
        Prepared(lambda *, limit: JournalEntry.objects.all()[:5]).rows(limit=3)


def test_a_query_that_hangs_on_the_time_is_an_error():
    prepared = Prepared(lambda *, name: JournalEntry.objects.filter(name=name, due_at__lte=timezone.now()))
    with pytest.raises(ValueError, match="time"):
        prepared.rows(name="garden.a")


def test_a_query_that_hangs_on_the_day_is_an_error():
    prepared = Prepared(
        lambda *, name: JournalEntry.objects.filter(name=name, due_at__date__lte=timezone.now().date())
    )
    with pytest.raises(ValueError, match="time"):
        prepared.rows(name="garden.a")


def test_a_time_may_be_a_value(journal):
    begun, now = journal[0].announced_at, timezone.now()

    def build(*, since: datetime, until: datetime):
        rows = JournalEntry.objects.filter(announced_at__gt=since, announced_at__lt=until)
        return rows.annotate(asked_at=Greatest("announced_at", Value(until, DateTimeField())))

    prepared = Prepared(build)
    earlier, round_second = begun - timedelta(days=1), now.replace(microsecond=0) + timedelta(days=1)
    for since, until, count in [(earlier, now, 8), (begun, now, 7), (now, now, 0), (earlier, round_second, 8)]:
        rows = prepared.rows(since=since, until=until)
        assert rows == list(build(since=since, until=until))
        assert [row.asked_at for row in rows] == [until] * count


def test_a_value_does_not_excuse_another_time_in_the_query():
    prepared = Prepared(
        lambda *, since: JournalEntry.objects.filter(announced_at__gt=since, due_at__lte=timezone.now())
    )
    with pytest.raises(ValueError, match="time"):
        prepared.rows(since=timezone.now())


def test_other_kinds_of_values_are_an_error():
    for value in (None, True, [1], timezone.now().date(), timezone.now().replace(tzinfo=None)):
        with pytest.raises(TypeError):
            Prepared(lambda *, after: JournalEntry.objects.filter(attempts=after)).rows(after=value)


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_get_each_others_values():
    for number in range(8):
        JournalEntry.objects.create(name="garden.a", payload={}, attempts=number)
    prepared = Prepared(
        lambda *, attempts: JournalEntry.objects.filter(attempts=attempts).values_list("attempts", flat=True)
    )
    wrong: list[object] = []

    def ask(number: int) -> None:
        try:
            wrong.extend(rows for _turn in range(50) if (rows := prepared.rows(attempts=number)) != [number])
        except Exception as error:  # a thread's error would be lost
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=ask, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
