"""The permission matrix: who gets which answer from which address and live channel.

A room has a module here with its rows; what they point at is in `World`. An answer is a function of the role and of
the group's visibility, so a row names only what kind of thing it is.
"""

from collections.abc import Callable

from tests.matrix import chat, forum, groups, moderation, people
from tests.matrix.answers import NONE, OK, ROLES, VISIBILITIES, Answer, inside, met
from tests.matrix.row import Row
from tests.matrix.world import World

__all__ = ["CHANNELS", "COMMANDS", "ELSEWHERE", "NONE", "OK", "ROLES", "ROWS", "VISIBILITIES", "Row", "World"]

ROWS: list[Row] = [*people.ROWS, *groups.ROWS, *forum.ROWS, *chat.ROWS, *moderation.ROWS]

# Channel → whether the role may follow it, told by the same kinds of answers.
CHANNELS: dict[str, tuple[Answer, Callable[[World], str]]] = {
    "topic": (met, lambda world: world.topic.key),
    "group": (inside, lambda world: world.group.key),
    "room": (inside, lambda world: world.room.key),
}

# Command → the key that it names, and the message with a key in its place.
COMMANDS: dict[str, tuple[Callable[[World], str], Callable[[str], dict[str, object]]]] = {
    "say": (lambda world: world.room.key, lambda key: {"say": "Hello", "room": key, "key": "a-key"}),
    "here": (lambda world: world.group.key, lambda key: {"here": key}),
}

# Addresses that are no room's, with the test that looks after them.
ELSEWHERE = {
    "account_": "tests/people: sign-up, sign-in, reset and sessions",
    "mfa_": "tests/people/test_second_step.py: passkeys, apps and recovery codes",
    "socialaccount_": "tests/people/test_provider.py: signing in at a provider",
    "social/": "tests/people/test_provider.py: former addresses of allauth, which only lead on",
    "openid_connect_": "tests/people/test_provider.py: signing in at a provider",
    "people:undo_address": "tests/people/test_address.py: whoever holds the link",
    "admin:": "tests/people: operators only",
}
