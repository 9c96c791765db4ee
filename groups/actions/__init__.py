"""The only code that writes in this room."""

from groups.actions.belonging import approve, decline, join, leave, readmit, remove, withdraw
from groups.actions.faces import block, describe, lift_silence, silence, unblock
from groups.actions.founding import archive, found, rename, reopen
from groups.actions.introducing import introduce, take_back
from groups.actions.inviting import accept_invitation, invite, revoke_invitation
from groups.actions.merging import agree_to_merger, answer_merger, conclude_merger, drop_merger, propose_merger
from groups.actions.nameless import count_early_post, discount_early_post, speak_without_name
from groups.actions.pictures import (
    add_picture,
    change_face_picture,
    change_group_picture,
    hide_pictures,
    keep_for_draft,
    release_pictures,
    remove_face_picture,
    remove_unused_pictures,
    restore_pictures,
    use_pictures,
)
from groups.actions.roles import (
    accept_offer,
    change_role,
    decline_offer,
    forget_offers,
    hand_over,
    offer_role,
    take_offer_back,
)
from groups.actions.settings import (
    change_admission,
    change_ways,
    change_words,
    set_areas,
    set_questions,
    set_rules,
)

__all__ = [
    "accept_invitation",
    "accept_offer",
    "add_picture",
    "agree_to_merger",
    "answer_merger",
    "approve",
    "archive",
    "block",
    "change_admission",
    "change_face_picture",
    "change_group_picture",
    "change_role",
    "change_ways",
    "change_words",
    "conclude_merger",
    "count_early_post",
    "decline",
    "decline_offer",
    "describe",
    "discount_early_post",
    "drop_merger",
    "forget_offers",
    "found",
    "hand_over",
    "hide_pictures",
    "introduce",
    "invite",
    "join",
    "keep_for_draft",
    "leave",
    "lift_silence",
    "offer_role",
    "propose_merger",
    "readmit",
    "release_pictures",
    "remove",
    "remove_face_picture",
    "remove_unused_pictures",
    "rename",
    "reopen",
    "restore_pictures",
    "revoke_invitation",
    "set_areas",
    "set_questions",
    "set_rules",
    "silence",
    "speak_without_name",
    "take_back",
    "take_offer_back",
    "unblock",
    "use_pictures",
    "withdraw",
]
