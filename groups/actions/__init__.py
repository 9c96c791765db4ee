"""The only code that writes in this room."""

from groups.actions.belonging import (
    accept_invitation,
    approve,
    decline,
    invite,
    join,
    leave,
    remove,
    revoke_invitation,
)
from groups.actions.faces import block, change_role, describe, lift_silence, silence, unblock
from groups.actions.founding import archive, change_group, found, set_rules

__all__ = [
    "accept_invitation",
    "approve",
    "archive",
    "block",
    "change_group",
    "change_role",
    "decline",
    "describe",
    "found",
    "invite",
    "join",
    "leave",
    "lift_silence",
    "remove",
    "revoke_invitation",
    "set_rules",
    "silence",
    "unblock",
]
