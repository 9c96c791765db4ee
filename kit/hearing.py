"""Who listens to what: the names of events, and the listeners registered for each."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

Listener = Callable[[Any], object]

_classes: dict[str, type] = {}
_listeners: dict[str, dict[str, Listener]] = {}


def name_of(event_class: type) -> str:
    """The room and the class: `rooms.garden.events.PlantWatered` is called `garden.PlantWatered`."""
    package, _, module = event_class.__module__.rpartition(".")
    return f"{(package or module).rpartition('.')[2]}.{event_class.__name__}"


def on(*event_classes: type) -> Callable[[Listener], Listener]:
    """Register the decorated function as a listener of these events."""

    def register(listener: Listener) -> Listener:
        for event_class in event_classes:
            if not is_dataclass(event_class):
                raise TypeError(f"{event_class.__name__} is no dataclass and can not be an event.")
            name = name_of(event_class)
            if _classes.setdefault(name, event_class).__module__ != event_class.__module__:
                raise TypeError(f"Two modules have an event called {name}.")
            _listeners.setdefault(name, {})[f"{listener.__module__}.{listener.__qualname__}"] = listener
        return listener

    return register


def payload_of(event: Any) -> dict[str, Any]:
    return {field.name: getattr(event, field.name) for field in fields(event)}


def event_of(name: str, payload: dict[str, Any]) -> Any:
    """The event as it was announced (JSON made lists of its tuples); None if nobody listens to it."""
    if name not in _classes:
        return None
    return _classes[name](
        **{key: tuple(value) if isinstance(value, list) else value for key, value in payload.items()}
    )


def is_heard(name: str) -> bool:
    return bool(_listeners.get(name))


def listeners_of(name: str) -> Iterator[tuple[str, Listener]]:
    """The listeners of an event, each with the label under which the journal remembers that it heard."""
    yield from _listeners.get(name, {}).items()
