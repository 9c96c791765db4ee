"""The only code that writes in this room."""

from community.forum.actions.archives import ArchivedAuthor, ArchivedPost, ArchivedTopic, Kept, keep_archive
from community.forum.actions.drafts import discard_draft, save_draft
from community.forum.actions.glances import go_through
from community.forum.actions.posts import edit_post, hide_post, reply, restore_post
from community.forum.actions.signs import mute_topic, react, unmute_topic, unreact, unwatch, watch
from community.forum.actions.topics import (
    close_topic,
    hide_topic,
    pin_topic,
    recount,
    reopen_topic,
    restore_topic,
    start_topic,
    unpin_topic,
)
from community.forum.actions.waiting import decline_post, let_through

__all__ = [
    "ArchivedAuthor",
    "ArchivedPost",
    "ArchivedTopic",
    "Kept",
    "close_topic",
    "decline_post",
    "discard_draft",
    "edit_post",
    "go_through",
    "hide_post",
    "hide_topic",
    "keep_archive",
    "mute_topic",
    "let_through",
    "pin_topic",
    "react",
    "recount",
    "reopen_topic",
    "reply",
    "restore_post",
    "restore_topic",
    "save_draft",
    "start_topic",
    "unmute_topic",
    "unpin_topic",
    "unreact",
    "unwatch",
    "watch",
]
