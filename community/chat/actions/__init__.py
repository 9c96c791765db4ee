"""The only code that writes in this room. Each change takes the next change number and is sent to open pages."""

from community.chat.actions.entries import edit_entry, hide_entry, restore_entry, say
from community.chat.actions.reading import read_up_to
from community.chat.actions.rooms import close_room, open_room, reopen_room
from community.chat.actions.talks import accept, ask, decline, end, take_back

__all__ = [
    "accept",
    "ask",
    "close_room",
    "decline",
    "edit_entry",
    "end",
    "hide_entry",
    "open_room",
    "read_up_to",
    "reopen_room",
    "restore_entry",
    "say",
    "take_back",
]
