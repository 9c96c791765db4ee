"""What is written by prepared statements is what Django itself would write."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from community.chat.models import Entry, Room
from kit.models import JournalEntry
from kit.writes import count_up, insert
from tests import make


def test_an_inserted_row_is_the_row_that_save_would_write(db: None) -> None:
    first = insert(JournalEntry(name="garden.a", payload={"id": 1, "words": "ä"}))
    second = JournalEntry.objects.create(name="garden.a", payload={"id": 1, "words": "ä"}, due_at=first.due_at)
    kept = [JournalEntry.objects.get(pk=row.pk) for row in (first, second)]
    one, other = (model_to_dict(row, exclude=["id", "announced_at"]) for row in kept)
    assert one == other
    assert first.pk < second.pk
    first.last_error = "x"
    first.save()
    assert JournalEntry.objects.get(pk=first.pk).last_error == "x"


def test_a_row_that_breaks_a_rule_of_the_database_is_refused(db: None) -> None:
    room = make.room(make.group("Asthma"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Room(group=room.group, name=room.name))


@pytest.mark.parametrize("knows_returning", [True, False])
def test_counting_up_brings_back_what_stands_there_now(db: None, monkeypatch, knows_returning: bool) -> None:
    room = make.room(make.group("Asthma"))
    monkeypatch.setattr(connection.features, "can_return_columns_from_insert", knows_returning)
    monkeypatch.setattr("kit.writes._made", {})
    Room.objects.filter(pk=room.pk).update(last_number=7, closed_at=room.created_at)
    count_up(room, "last_number", "change_number", also=("closed_at",))
    assert (room.last_number, room.change_number, room.closed_at) == (8, 1, room.created_at)
    again = Room.objects.get(pk=room.pk)
    assert (again.last_number, again.change_number) == (8, 1)


def test_a_row_that_is_gone_can_not_be_counted(db: None) -> None:
    with pytest.raises(Room.DoesNotExist):
        count_up(Room(pk=4_000_000), "last_number")
    assert not Entry.objects.exists()
