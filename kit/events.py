"""Events: a fact is announced with the change it tells of, and heard after the commit.

An event is a frozen dataclass of ids and plain values. `announce` writes it into the journal inside the
transaction of the change; `deliver_due` tells the listeners, each in a transaction of its own and at least once.
`on` listens to each event by itself and at once, `gather` to all of about a second together.
Its name in the journal is the room and the class, as in `room.ThingHappened`.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from kit.delivery import bell, deliver_due
from kit.hearing import gather, is_heard, name_of, on, payload_of
from kit.models import JournalEntry
from kit.writes import insert

__all__ = ["announce", "deliver_due", "gather", "on"]


def announce(event: Any) -> None:
    """Write the event into the journal, in the transaction of the change it tells of: one INSERT.

    Raises RuntimeError outside a transaction, because an event must stand or fall with its change.
    """
    name = name_of(type(event))
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(
            f"{name} was announced outside a transaction: put it into one atomic block with its change."
        )
    if is_heard(name):
        insert(JournalEntry(name=name, payload=payload_of(event)))
        transaction.on_commit(bell.set, robust=True)
    else:  # kept for the record; there is nobody to be told
        insert(JournalEntry(name=name, payload=payload_of(event), delivered_at=timezone.now()))
