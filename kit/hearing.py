"""Who listens to what: the names of events, and the listeners registered for each."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

Listener = Callable[[Any], object]

Gatherer = Callable[[list[Any]], object]

_classes: dict[str, type] = {}
_listeners: dict[str, dict[str, Listener]] = {}
_gatherers: dict[str, dict[str, Gatherer]] = {}


def name_of(event_class: type) -> str:
    """The room and the class: `rooms.garden.events.PlantWatered` is called `garden.PlantWatered`."""
    package, _, module = event_class.__module__.rpartition(".")
    return f"{(package or module).rpartition('.')[2]}.{event_class.__name__}"


def on(*event_classes: type) -> Callable[[Listener], Listener]:
    """Register the decorated function as a listener of these events."""

    def register(listener: Listener) -> Listener:
        _register(listener, event_classes, _listeners)
        return listener

    return register


def gather(*event_classes: type) -> Callable[[Gatherer], Gatherer]:
    """Register the decorated function as one that hears these events many at once, within about a second.

    For what costs much each time and little more for many. It hears after the listeners, in the order of the events.
    """

    def register(gatherer: Gatherer) -> Gatherer:
        _register(gatherer, event_classes, _gatherers)
        return gatherer

    return register


def _register(hearer: Any, event_classes: tuple[type, ...], place: dict[str, dict[str, Any]]) -> None:
    for event_class in event_classes:
        if not is_dataclass(event_class):
            raise TypeError(f"{event_class.__name__} is no dataclass and can not be an event.")
        name = name_of(event_class)
        if _classes.setdefault(name, event_class).__module__ != event_class.__module__:
            raise TypeError(f"Two modules have an event called {name}.")
        place.setdefault(name, {})[f"{hearer.__module__}.{hearer.__qualname__}"] = hearer


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
    return bool(_listeners.get(name) or _gatherers.get(name))


def listeners_of(name: str) -> Iterator[tuple[str, Listener]]:
    """The listeners of an event, each with the label under which the journal remembers that it heard."""
    yield from _listeners.get(name, {}).items()


def gatherers_of(name: str) -> dict[str, Gatherer]:
    """Those who hear the event together with others, by the same kind of label."""
    return _gatherers.get(name, {})
