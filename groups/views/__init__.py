"""Pages of groups and faces."""

from groups.views.faces import block, blocks, face, members, my_face, remove, role, unblock
from groups.views.hosting import found, invite, requests, settings, settle
from groups.views.places import directory, group, home, invitation, join, leave

__all__ = [
    "block",
    "blocks",
    "directory",
    "face",
    "found",
    "group",
    "home",
    "invitation",
    "invite",
    "join",
    "leave",
    "members",
    "my_face",
    "remove",
    "requests",
    "role",
    "settings",
    "settle",
    "unblock",
]
