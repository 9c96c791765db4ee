"""Prepared queries: the SQL of a queryset is made once for each connection, and then only its values change.

Building and compiling a queryset takes Python five to twenty times as long as the database takes to answer it. What
is asked on every page is prepared: `Prepared(lambda *, viewer, key: policy.visible_things(viewer).filter(key=key))`
is built once with markers in the place of its values. See docs/decisions/0010-prepared-queries.md.
"""

import re
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from django.db import connections
from django.db.models import QuerySet

HOUR = re.compile(r"\d{4}-\d\d-\d\d( \d\d:|$)")  # as a database without a type for it is told
FIRST_NUMBER = 1_987_654_000  # no number that a queryset would hold by itself, and it fits every column of numbers
WORDS = "prepared~marker~"

Value = int | str


class Prepared:
    """A query with named values, whole numbers or texts; they may only stand where a database takes parameters.

    `build` is called with keywords and must make the same query whatever their values are: whatever changes its shape
    (None, an empty list, somebody who is not signed in) is a query of its own. The hour at which it is made would stay
    in it for good, so a query that asks for one is an error.
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
        if any(map(_is_an_hour, self.params)):
            raise ValueError("This query hangs on the hour at which it is made.")
        self.convert = self.compiler.get_converters
        self.converters: dict[int, Any] | None = None
        vars(self.compiler)["get_converters"] = self.known_converters
        self.places = [
            (place, name, _wrapper(param))
            for place, param in enumerate(self.params)
            for name, marker in markers.items()
            if _is_same(param, marker)
        ]
        missing = markers.keys() - {name for _place, name, _wrapper in self.places}
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
        for place, name, wrapper in self.places:
            params[place] = wrapper(values[name])
        filled = tuple(params)
        self.compiler.as_sql = lambda *args, **options: (self.sql, filled)
        found: Any = self.queryset._iterable_class(self.queryset)
        return list(found)


def _marker(place: int, value: Value) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(f"A prepared query takes whole numbers and texts, not {value!r}.")
    return f"{WORDS}{place}~" if isinstance(value, str) else FIRST_NUMBER + place


def _is_an_hour(param: object) -> bool:
    return isinstance(param, date) or (isinstance(param, str) and bool(HOUR.match(param)))


def _is_same(param: object, marker: Value) -> bool:
    return isinstance(param, str) == isinstance(marker, str) and param == marker


def _wrapper(param: Any) -> Callable[[Value], Any]:
    """The database driver's own kind of number, if the compiler chose one."""
    return type(param) if isinstance(param, int) else str
