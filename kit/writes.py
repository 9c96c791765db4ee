"""Prepared writes: like kit.prepared for what is written often, a row's INSERT and the counting up of its numbers.

The SQL is made once for each connection, with Django's own conversion of every field. Both want to be inside the
transaction of their action, and send no signals (the house has none). See docs/decisions/0010-prepared-queries.md.
"""

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import Model
from django.db.models.sql import InsertQuery

Row = TypeVar("Row", bound=Model)

_made: WeakKeyDictionary[Any, dict[object, Any]] = WeakKeyDictionary()
_guard = Lock()


def insert(row: Row) -> Row:
    """Write a new row, whose number the database gives: what `row.save(force_insert=True)` would write."""
    connection = connections["default"]
    model = type(row)
    _of(connection, model, partial(_Insert, model, connection)).write(row)
    return row


def count_up(row: Row, *names: str, also: tuple[str, ...] = ()) -> Row:
    """Add one to these numbers of the row and put them into it as they are now, and the fields in `also` with them.

    One statement that locks the row until the transaction ends, so nobody else counts in between.
    """
    connection = connections["default"]
    model = type(row)
    _of(connection, (model, names, also), partial(_Count, model, names, also, connection)).write(row)
    return row


def _of(connection: Any, key: object, make: Callable[[], Any]) -> Any:
    with _guard:
        made = _made.setdefault(connection, {})
    if key not in made:  # a connection belongs to one thread, and so does this
        made[key] = make()
    return made[key]


class _Insert:
    """The INSERT of one model on one connection."""

    def __init__(self, model: type[Model], connection: Any) -> None:
        self.key: Any = model._meta.pk
        self.fields = [field for field in model._meta.local_concrete_fields if field is not self.key]
        query = InsertQuery(model)
        query.insert_values(self.fields, [model()], raw=True)
        compiler: Any = query.get_compiler(connection=connection)
        compiler.returning_fields = [self.key]
        ((self.sql, _params),) = compiler.as_sql()

    def write(self, row: Model) -> None:
        connection = connections["default"]  # not kept: a connection that ends takes what was prepared along
        values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in self.fields]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            row.pk = self._new_key(connection, cursor)
        row._state.adding, row._state.db = False, connection.alias

    def _new_key(self, connection: Any, cursor: Any) -> int:
        if connection.features.can_return_columns_from_insert:
            return int(connection.ops.fetch_returned_insert_columns(cursor, ())[0])
        return int(connection.ops.last_insert_id(cursor, self.key.model._meta.db_table, self.key.column))


class _Count:
    """The UPDATE of some numbers of one model on one connection, and what it brings back."""

    def __init__(self, model: type[Model], names: tuple[str, ...], also: tuple[str, ...], connection: Any) -> None:
        quote = connection.ops.quote_name
        table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
        fields: list[Any] = [model._meta.get_field(name) for name in (*names, *also)]
        columns = [quote(field.column) for field in fields]
        counted = ", ".join(f"{column} = {column} + 1" for column in columns[: len(names)])
        self.update = f"UPDATE {table} SET {counted} WHERE {key} = %s"  # noqa: S608  names of our own columns
        self.read = f"SELECT {', '.join(columns)} FROM {table} WHERE {key} = %s"  # noqa: S608
        if connection.features.can_return_columns_from_insert:  # those who know RETURNING know it here as well
            self.update, self.read = f"{self.update} RETURNING {', '.join(columns)}", ""
        places = [(field, field.get_col(model._meta.db_table)) for field in fields]
        self.places = [(field.attname, place, self._converters(place, connection)) for field, place in places]

    def _converters(self, place: Any, connection: Any) -> list[Any]:
        return [*connection.ops.get_db_converters(place), *place.get_db_converters(connection)]

    def write(self, row: Model) -> None:
        connection = connections["default"]  # not kept: a connection that ends takes what was prepared along
        with connection.cursor() as cursor:
            cursor.execute(self.update, [row.pk])
            if self.read:
                cursor.execute(self.read, [row.pk])
            found = cursor.fetchone()
        if found is None:
            raise type(row).DoesNotExist  # type: ignore[attr-defined]
        for (name, place, converters), value in zip(self.places, found, strict=True):
            for convert in converters:
                value = convert(value, place, connection)
            setattr(row, name, value)
