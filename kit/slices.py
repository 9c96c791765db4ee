"""Slices: a list is read on from where the last piece ended, by the values of its order (keyset pagination).

The cursor is encrypted: an order may use columns, such as a running number, that nobody outside may read.
"""

import datetime
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Q, QuerySet

LONGEST_CURSOR = 2_000


@dataclass(frozen=True, slots=True)
class Slice:
    """One piece of a list and, if there is more, the cursor of the next piece."""

    items: list[Any]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    field: Field
    descends: bool


def keyset(queryset: QuerySet, *, order: tuple[str, ...], cursor: str | None, size: int = 20) -> Slice:
    """The next `size` rows after `cursor`, in `order` (a minus sign descends; rows may be objects or dicts).

    Order columns must be non-null and the last one unique, so that the order is total: ValueError otherwise.
    A cursor that is broken, or of another list, gives the first slice.
    """
    columns = [_column(queryset, name) for name in order]
    _refuse_partial_order(columns)
    rows = queryset.order_by(*order)
    values = _read_cursor(cursor, queryset, order, columns)
    if values is not None:
        rows = rows.filter(_after(columns, values))
    return slice_of(list(rows[: size + 1]), queryset, order=order, size=size)


def slice_of(rows: list[Any], queryset: QuerySet, *, order: tuple[str, ...], size: int = 20) -> Slice:
    """The same from rows that are at hand already: the next `size` + 1 of the queryset in `order`."""
    if len(rows) <= size:
        return Slice(rows, None)
    columns = [_column(queryset, name) for name in order]
    return Slice(rows[:size], _write_cursor(rows[size - 1], queryset, order, columns))


def _column(queryset: QuerySet, name: str) -> _Column:
    path = name.removeprefix("-")
    annotation = queryset.query.annotations.get(path)
    if annotation is not None:
        return _Column(path, annotation.output_field, name.startswith("-"))
    field: Any = None
    model = queryset.model
    for step in path.split("__"):
        field = model._meta.pk if step == "pk" else _field(model, step)
        if field.null:
            raise ValueError(f"{path!r} may be null and can not order a keyset; annotate a value for null.")
        model = field.related_model
    return _Column(path, field.target_field if field.is_relation else field, name.startswith("-"))


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        raise ValueError(f"{model.__name__} has no column {name!r} to order a keyset by.") from None


def _refuse_partial_order(columns: list[_Column]) -> None:
    last = columns[-1]
    if "__" in last.name or not getattr(last.field, "unique", False):
        raise ValueError(f"The last column of a keyset must be unique; {last.name!r} is not.")


def _after(columns: list[_Column], values: list[Any]) -> Q:
    """(a, b, c) > (x, y, z), each column in its own direction; the bound on a alone lets an index be used."""
    first = columns[0]
    bound = Q((f"{first.name}__{'lte' if first.descends else 'gte'}", values[0]))
    beyond = Q()
    equal = Q()
    for column, value in zip(columns, values, strict=True):
        beyond |= equal & Q((f"{column.name}__{'lt' if column.descends else 'gt'}", value))
        equal &= Q((column.name, value))
    return bound & beyond


@lru_cache(maxsize=4)
def _box(secret: str) -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"kit.slices:" + secret.encode()).digest()))


def _list_name(queryset: QuerySet, order: tuple[str, ...]) -> str:
    return f"{queryset.model._meta.label_lower}:{','.join(order)}"


def _write_cursor(row: Any, queryset: QuerySet, order: tuple[str, ...], columns: list[_Column]) -> str:
    values = [_plain(_value(row, column.name)) for column in columns]
    text = json.dumps([_list_name(queryset, order), *values])
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode().rstrip("=")


def _read_cursor(
    cursor: str | None, queryset: QuerySet, order: tuple[str, ...], columns: list[_Column]
) -> list | None:
    if not cursor or len(cursor) > LONGEST_CURSOR:
        return None
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        name, *values = json.loads(_box(settings.SECRET_KEY).decrypt(padded.encode()))
        if name != _list_name(queryset, order):
            return None
        return [column.field.to_python(value) for column, value in zip(columns, values, strict=True)]
    except (InvalidToken, ValueError, TypeError, ValidationError):
        return None


def _value(row: Any, path: str) -> Any:
    if isinstance(row, dict):
        return row[path]
    for step in path.split("__"):
        row = getattr(row, step)
    return getattr(row, "pk", row)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return value if isinstance(value, bool | int | float | str) else str(value)
