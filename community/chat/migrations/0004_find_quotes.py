"""Quotes in entries that were there before are looked through like those to come."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kit import quoting

LOOKED_THROUGH = 500
ROOMS_AT_ONCE = 100


def find_quotes(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each hundred rooms in a transaction of their own, so that a large site goes on while they are looked through."""
    alias = editor.connection.alias
    entries = apps.get_model("chat", "Entry").objects.using(alias)
    quotes = apps.get_model("chat", "Quote").objects.using(alias)
    with_quotes = entries.filter(html__contains=quoting.OPENING).order_by("room_id")
    rooms = list(with_quotes.values_list("room_id", flat=True).distinct())
    for start in range(0, len(rooms), ROOMS_AT_ONCE):
        found = [quotes.model(**row) for pk in rooms[start : start + ROOMS_AT_ONCE] for row in _rows(entries, pk)]
        with transaction.atomic(using=alias):
            quotes.bulk_create(found, batch_size=500, ignore_conflicts=True)


def _rows(entries: Any, room_id: int) -> Iterator[dict[str, int]]:
    said: deque[quoting.Said] = deque(maxlen=LOOKED_THROUGH)
    for pk, html in entries.filter(room_id=room_id).order_by("number").values_list("pk", "html").iterator():
        for place, sources in quoting.sources_of(html, list(reversed(said))).items():
            for source_id in sources:
                yield {"entry_id": pk, "place": place, "source_id": source_id}
        said.append(quoting.Said(pk, html))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("chat", "0003_quote")]

    operations = [migrations.RunPython(find_quotes, migrations.RunPython.noop)]
