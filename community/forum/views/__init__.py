"""Pages of the forum."""

from community.forum.views.lists import draft_of_topic, group_topics, new_topic
from community.forum.views.muting import mute, muted
from community.forum.views.news import new, seen
from community.forum.views.posts import edit_post, post, react
from community.forum.views.topics import close, draft, pin, reply, since, topic, watch
from community.forum.views.waiting import settle, waiting
from community.forum.views.writing import suggest

__all__ = [
    "close",
    "draft",
    "draft_of_topic",
    "edit_post",
    "group_topics",
    "mute",
    "muted",
    "new",
    "new_topic",
    "pin",
    "post",
    "react",
    "reply",
    "seen",
    "settle",
    "since",
    "suggest",
    "topic",
    "waiting",
    "watch",
]
