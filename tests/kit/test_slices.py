"""Slices: every row once, in order, whatever is equal, added or tampered with."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import IntegerField, Value
from django.db.models.functions import Coalesce, Length
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from kit.models import JournalEntry, Schedule
from kit.slices import Slice, keyset

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def entries() -> list[JournalEntry]:
    """Twelve entries: three names, two times, and a running number."""
    rows = [
        JournalEntry(name="cab"[number % 3], payload={}, announced_at=NOON + timedelta(microseconds=number % 2))
        for number in range(12)
    ]
    return JournalEntry.objects.bulk_create(rows)


def walk(queryset, order: tuple[str, ...], size: int) -> list[object]:
    """All rows, slice by slice."""
    rows, cursor = [], None
    while True:
        piece = keyset(queryset, order=order, cursor=cursor, size=size)
        assert len(piece.items) <= size
        rows.extend(piece.items)
        assert len(rows) <= 1000, "goes round in circles"
        if piece.next_cursor is None:
            return rows
        cursor = piece.next_cursor


@pytest.mark.parametrize("size", [1, 2, 3, 5, 11, 12, 13])
@pytest.mark.parametrize(
    "order",
    [
        ("id",),
        ("-pk",),
        ("name", "id"),
        ("-name", "id"),
        ("name", "-id"),
        ("-announced_at", "name", "-id"),
        ("announced_at", "-name", "id"),
    ],
)
def test_slices_show_every_row_once_and_in_order_though_many_are_equal(entries, order, size):
    expected = list(JournalEntry.objects.order_by(*order))
    assert walk(JournalEntry.objects.all(), order, size) == expected


def test_rows_may_be_dictionaries(entries):
    rows = walk(JournalEntry.objects.values("id", "name", "announced_at"), ("-announced_at", "id"), 5)
    assert [row["id"] for row in rows] == [entry.pk for entry in JournalEntry.objects.order_by("-announced_at", "id")]


def test_an_annotation_may_order(entries):
    queryset = JournalEntry.objects.annotate(size=Coalesce(Length("name"), Value(0), output_field=IntegerField()))
    assert walk(queryset, ("size", "-id"), 5) == list(JournalEntry.objects.order_by("-id"))


def test_nothing_is_an_empty_slice():
    assert keyset(JournalEntry.objects.all(), order=("id",), cursor=None) == Slice([], None)


def test_the_last_full_slice_knows_that_it_is_the_last(entries):
    assert keyset(JournalEntry.objects.all(), order=("id",), cursor=None, size=12).next_cursor is None


def test_what_is_added_before_the_cursor_moves_nothing(entries):
    first = keyset(JournalEntry.objects.all(), order=("-id",), cursor=None, size=6)
    JournalEntry.objects.create(name="new", payload={})
    second = keyset(JournalEntry.objects.all(), order=("-id",), cursor=first.next_cursor, size=6)
    assert [row.pk for row in first.items + second.items] == sorted((entry.pk for entry in entries), reverse=True)


def test_what_the_cursor_stood_on_may_vanish(entries):
    first = keyset(JournalEntry.objects.all(), order=("id",), cursor=None, size=6)
    first.items[-1].delete()
    second = keyset(JournalEntry.objects.all(), order=("id",), cursor=first.next_cursor, size=6)
    assert second.items == entries[6:]


def test_a_slice_is_one_query(entries):
    with CaptureQueriesContext(connection) as queries:
        keyset(JournalEntry.objects.all(), order=("name", "id"), cursor=None, size=6)
    assert len(queries) == 1


def test_the_cursor_does_not_show_what_it_knows(entries):
    cursor = keyset(JournalEntry.objects.all(), order=("name", "id"), cursor=None, size=6).next_cursor
    again = keyset(JournalEntry.objects.all(), order=("name", "id"), cursor=None, size=6).next_cursor
    assert "announce" not in cursor
    assert cursor != again
    assert cursor.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("cursor", ["", "x", "ä", "gAAAA", "A" * 5000, "../..", "\x00", "null", "=", "gAAAAABn==="])
def test_a_broken_cursor_shows_the_first_slice(entries, cursor):
    piece = keyset(JournalEntry.objects.all(), order=("id",), cursor=cursor, size=3)
    assert piece.items == entries[:3]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=some.integers(0, 100), letter=some.sampled_from("aZ0_-"))
def test_a_changed_cursor_shows_the_first_slice(entries, place, letter):
    cursor = keyset(JournalEntry.objects.all(), order=("id",), cursor=None, size=6).next_cursor
    changed = cursor[:place] + letter + cursor[place + 1 :]
    piece = keyset(JournalEntry.objects.all(), order=("id",), cursor=changed, size=3)
    assert piece.items == (entries[6:9] if changed == cursor else entries[:3])


def test_the_cursor_of_another_list_shows_the_first_slice(entries):
    cursor = keyset(JournalEntry.objects.all(), order=("name", "id"), cursor=None, size=6).next_cursor
    assert keyset(JournalEntry.objects.all(), order=("-name", "id"), cursor=cursor).items[0].name == "c"
    assert keyset(Schedule.objects.all(), order=("name",), cursor=cursor).items == []


def test_the_cursor_of_another_site_shows_the_first_slice(entries, settings):
    cursor = keyset(JournalEntry.objects.all(), order=("id",), cursor=None, size=6).next_cursor
    settings.SECRET_KEY = "another" * 10
    assert keyset(JournalEntry.objects.all(), order=("id",), cursor=cursor).items[0] == entries[0]


@pytest.mark.parametrize(
    ("order", "sentence"),
    [
        (("name",), "must be unique"),
        (("id", "name"), "must be unique"),
        (("delivered_at", "id"), "may be null"),
        (("nothing", "id"), "no column 'nothing'"),
    ],
)
def test_an_order_that_is_not_total_is_refused(order, sentence):
    with pytest.raises(ValueError, match=sentence):
        keyset(JournalEntry.objects.all(), order=order, cursor=None)
