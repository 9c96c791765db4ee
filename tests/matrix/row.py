"""One address of the matrix, and where the keys in it and the fields of its form come from."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.matrix.answers import Answer
from tests.matrix.world import World


@dataclass(frozen=True)
class Row:
    """One address, asked one way."""

    name: str
    answer: Answer
    keys: Callable[[World], list[object]] = lambda world: []
    form: Callable[[World], dict[str, object]] | None = None  # a POST where there is one
    query: str = ""

    @property
    def title(self) -> str:
        return f"{'POST' if self.form is not None else 'GET'} {self.name}{self.query}"


def slug(world: World) -> list[object]:
    return [world.group.slug]


def of(*names: str) -> Callable[[World], list[object]]:
    """The keys of things of the world: `of("topic")`, or `of("group", "author")` where the group's slug is first."""

    def keys(world: World) -> list[object]:
        return [world.group.slug if name == "group" else getattr(world, name).key for name in names]

    return keys


def sends(**fields: object) -> Callable[[World], dict[str, object]]:
    return lambda world: fields
