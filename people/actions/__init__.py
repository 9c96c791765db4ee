"""Everything that changes an account, its notices or its letters, apart from signing up and in, which allauth does."""

from people.actions.accounts import (
    agree_about_health,
    change_look,
    change_preferences,
    choose_language,
    mute_words,
    suspend,
    unmute_words,
    withdraw_about_health,
)
from people.actions.letters import (
    NotSent,
    forget_old_letters,
    post_letter,
    send_letter,
)
from people.actions.notices import (
    mark_all_read,
    mark_read,
    mark_read_of,
    tell,
    tell_in_their_language,
)
from people.actions.signing import (
    begin_sign_in,
    end_sign_ins,
    forget_address_changes,
    forget_ended_sign_ins,
    forget_first_path,
    forget_what_provider_said,
    keep_account,
    note_address_change,
    note_use,
    rehearse,
    undo_address_change,
)

__all__ = [
    "NotSent",
    "agree_about_health",
    "begin_sign_in",
    "change_look",
    "change_preferences",
    "choose_language",
    "end_sign_ins",
    "forget_address_changes",
    "forget_ended_sign_ins",
    "forget_first_path",
    "forget_old_letters",
    "forget_what_provider_said",
    "keep_account",
    "mark_all_read",
    "mark_read",
    "mark_read_of",
    "mute_words",
    "note_address_change",
    "note_use",
    "post_letter",
    "rehearse",
    "send_letter",
    "suspend",
    "tell",
    "tell_in_their_language",
    "undo_address_change",
    "unmute_words",
    "withdraw_about_health",
]
