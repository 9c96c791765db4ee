"""Prepared queries: the SQL of a queryset is made once for each connection, and then only its values change.

Building and compiling a queryset takes Python five to twenty times as long as the database takes to answer it. What
is asked on every page is prepared: `Prepared(lambda *, viewer, key: policy.visible_things(viewer).filter(key=key))`
is built once with markers in the place of its values. See docs/decisions/0010-prepared-queries.md.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import QuerySet

TIME = re.compile(r"\d{4}-\d\d-\d\d( \d\d:|$)")  # as a database without a type for it is told
FIRST_NUMBER = 1_987_654_000  # no number that a queryset would hold by itself, and it fits every column of numbers
WORDS = "prepared~marker~"
LONG_AGO = datetime(1987, 6, 5, 4, 3, 2, tzinfo=UTC)  # and some microseconds: no time of which a queryset would know

Value = int | str | datetime


class Prepared:
    """A query with named values: whole numbers, texts or times; they may only stand where a database takes parameters.

    `build` is called with keywords and must make the same query whatever their values are: whatever changes its shape
    (None, an empty list, somebody who is not signed in) is a query of its own. A time or a day at which it is made
    would stay in it for good, so a query that has one which is none of its values is an error.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        self.build = build
        self.made: WeakKeyDictionary[Any, dict[tuple[type, ...], _Made]] = WeakKeyDictionary()
        self.guard = Lock()

    def rows(self, **values: Value) -> list[Any]:
        """What the queryset would give with these values, in one query."""
        return self._made(values).rows(values)

    def first(self, **values: Value) -> Any:
        """The first of the rows, or None; the queryset should not find many."""
        return next(iter(self.rows(**values)), None)

    def _made(self, values: dict[str, Value]) -> "_Made":
        connection = connections["default"]
        shape = tuple(map(type, values.values()))
        with self.guard:
            made = self.made.setdefault(connection, {})
        if shape not in made:
            made[shape] = _Made(self.build, values, connection)
        return made[shape]


class _Made:
    """The query of one connection, ready but for its values. A connection belongs to one thread, and so does this."""

    def __init__(self, build: Callable[..., QuerySet], values: dict[str, Value], connection: Any) -> None:
        markers = {name: _marker(place, value) for place, (name, value) in enumerate(values.items())}
        self.queryset = build(**markers).using(connection.alias)
        self.compiler = self.queryset.query.get_compiler(connection=connection)
        self.sql, self.params = self.compiler.as_sql()
        written = {name: _written(marker, connection) for name, marker in markers.items()}
        self.convert = self.compiler.get_converters
        self.converters: dict[int, Any] | None = None
        vars(self.compiler)["get_converters"] = self.known_converters
        self.places = [
            (place, name, _writer(param, markers[name], connection))
            for place, param in enumerate(self.params)
            for name, marker in written.items()
            if _is_same(param, marker)
        ]
        filled = {place for place, _name, _writer in self.places}
        if any(_is_a_time(param) for place, param in enumerate(self.params) if place not in filled):
            raise ValueError("This query hangs on the time at which it is made.")
        missing = markers.keys() - {name for _place, name, _writer in self.places}
        if missing:
            raise ValueError(f"These values are not parameters of the query: {', '.join(sorted(missing))}.")
        vars(self.queryset.query)["get_compiler"] = lambda *args, **options: self.compiler

    def known_converters(self, expressions: Any) -> dict[int, Any]:
        """How columns become values is the same each time, and working it out takes as long as three rows."""
        if self.converters is None:
            self.converters = self.convert(expressions)
        return self.converters

    def rows(self, values: dict[str, Value]) -> list[Any]:
        params = list(self.params)
        for place, name, writer in self.places:
            params[place] = writer(values[name])
        filled = tuple(params)
        self.compiler.as_sql = lambda *args, **options: (self.sql, filled)
        found: Any = self.queryset._iterable_class(self.queryset)
        return list(found)


def _marker(place: int, value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | str | datetime):
        raise TypeError(f"A prepared query takes whole numbers, texts and times, not {value!r}.")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(f"A prepared query takes times of a known zone, not {value!r}.")
        return LONG_AGO.replace(microsecond=place)
    return f"{WORDS}{place}~" if isinstance(value, str) else FIRST_NUMBER + place


def _written(marker: Value, connection: Any) -> object:
    """As the database is told it."""
    return connection.ops.adapt_datetimefield_value(marker) if isinstance(marker, datetime) else marker


def _is_a_time(param: object) -> bool:
    return isinstance(param, date) or (isinstance(param, str) and bool(TIME.match(param)))


def _is_same(param: object, marker: object) -> bool:
    return isinstance(param, str) == isinstance(marker, str) and param == marker


def _writer(param: Any, marker: Value, connection: Any) -> Callable[[Any], Any]:
    """What makes a parameter of a value: the database driver's own kind of number, if the compiler chose one."""
    if isinstance(marker, datetime):
        return partial(_written, connection=connection)
    return type(param) if isinstance(param, int) else str
