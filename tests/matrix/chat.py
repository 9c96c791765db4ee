"""Rooms and what is said in them."""

from tests.matrix.answers import (
    FOUND,
    HOSTS,
    KEPT,
    NO,
    NONE,
    OK,
    belonging,
    for_members,
    inside,
    met,
    only,
    others,
    signed_in,
    speaking,
)
from tests.matrix.row import Row, of, sends, slug


def _opened(role: str, visibility: str) -> int:
    """Opening a room on the page that lists them."""
    given = only(HOSTS, inside)(role, visibility)
    return FOUND if given == OK else given


def _alone(role: str, visibility: str) -> int:
    """Whether one could talk with the author alone: a page for those who belong."""
    return NONE if role == "blocker" else belonging(role, visibility)


def _asking(role: str, visibility: str) -> int:
    return NO if role == "silenced" and _alone(role, visibility) == OK else _alone(role, visibility)


def _put_away(role: str, visibility: str) -> int:
    """The side of the one who blocked the other, who alone is led elsewhere."""
    return FOUND if role == "blocker" else NONE


ROWS = [
    Row("chat:messages", for_members),
    Row("chat:rooms", inside, slug),
    Row("chat:rooms", _opened, slug, form=sends(name="Garden")),
    Row("chat:room", inside, of("room")),
    Row("chat:since", inside, lambda world: [world.room.key, 0]),
    Row("chat:say", speaking(inside), of("room"), form=sends(body="Hello", client_key="a-key")),
    Row("chat:read", signed_in(belonging, done=KEPT), of("room"), form=sends(number=1)),
    Row("chat:close", signed_in(only(HOSTS, inside), done=FOUND), of("room"), form=sends(wish="no")),
    Row("chat:entry", lambda role, visibility: FOUND if met(role, visibility) == OK else NONE, of("entry")),
    Row("chat:edit_entry", signed_in(only(frozenset(), met)), of("entry")),
    # Private talks: a side of one is its owner's alone, and so is a request
    Row("chat:talk", signed_in(_alone), of("group", "author")),
    Row("chat:talk", signed_in(_asking, done=FOUND), of("group", "author"), form=sends()),
    # What is no longer there, and what never was, leads everybody to their own messages
    Row("chat:answer", signed_in(for_members, done=FOUND), of("talk"), form=sends(answer="yes")),
    Row("chat:take_back", signed_in(for_members, done=FOUND), of("talk")),
    Row("chat:take_back", signed_in(for_members, done=FOUND), of("talk"), form=sends()),
    Row("chat:room", others, of("side")),
    Row("chat:room", _put_away, of("other_side")),
    Row("chat:since", others, lambda world: [world.side.key, 0]),
    Row("chat:since", others, lambda world: [world.other_side.key, 0]),
    Row("chat:read", signed_in(others), of("side"), form=sends(number=1)),
    Row("chat:say", signed_in(others), of("side"), form=sends(body="Hello", client_key="a-key")),
    Row("chat:end", signed_in(others), of("side")),
    Row("chat:end", signed_in(others), of("side"), form=sends()),
    Row("chat:entry", others, of("private_entry")),
    Row("chat:edit_entry", signed_in(others), of("private_entry")),
]
