"""Pages of groups and faces."""

from groups.views.faces import block, blocks, face, members, my_face, remove, unblock
from groups.views.governing import archive, end, reopen, settings
from groups.views.hosting import found, invite, requests, revoke, settle
from groups.views.introducing import introduce, take_back
from groups.views.leaving import leave, withdraw
from groups.views.merging import agree_to_merger, drop_merger, merger, propose_merger
from groups.views.pictures import (
    add_picture,
    face_picture,
    group_picture,
    picture,
    picture_of_face,
    picture_of_group,
    remove_picture,
)
from groups.views.places import directory, group, home, invitation, join
from groups.views.removing import readmit, removed
from groups.views.roles import hand_over, offer, role, take_offer_back

__all__ = [
    "add_picture",
    "agree_to_merger",
    "archive",
    "block",
    "blocks",
    "directory",
    "drop_merger",
    "end",
    "face",
    "face_picture",
    "found",
    "group",
    "group_picture",
    "hand_over",
    "home",
    "introduce",
    "invitation",
    "invite",
    "join",
    "leave",
    "members",
    "merger",
    "my_face",
    "offer",
    "picture",
    "picture_of_face",
    "picture_of_group",
    "remove_picture",
    "removed",
    "propose_merger",
    "readmit",
    "remove",
    "reopen",
    "requests",
    "revoke",
    "role",
    "settings",
    "settle",
    "take_back",
    "take_offer_back",
    "unblock",
    "withdraw",
]
