"""Rooms and what is said in them."""

from tests.matrix.answers import FOUND, HOSTS, NONE, OK, for_members, inside, met, only, signed_in, speaking
from tests.matrix.row import Row, of, sends, slug


def _opened(role: str, visibility: str) -> int:
    """Opening a room on the page that lists them."""
    given = only(HOSTS, inside)(role, visibility)
    return FOUND if given == OK else given


ROWS = [
    Row("chat:messages", for_members),
    Row("chat:rooms", inside, slug),
    Row("chat:rooms", _opened, slug, form=sends(name="Garden")),
    Row("chat:room", inside, of("room")),
    Row("chat:since", inside, lambda world: [world.room.key, 0]),
    Row("chat:say", speaking(inside), of("room"), form=sends(body="Hello", client_key="a-key")),
    Row("chat:close", signed_in(only(HOSTS, inside), done=FOUND), of("room"), form=sends(wish="no")),
    Row("chat:entry", lambda role, visibility: FOUND if met(role, visibility) == OK else NONE, of("entry")),
    Row("chat:edit_entry", signed_in(only(frozenset(), met)), of("entry")),
]
