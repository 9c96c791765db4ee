"""Pages of the forum."""

from community.forum.views.lists import draft_of_topic, group_topics, new_topic
from community.forum.views.posts import edit_post, post, react
from community.forum.views.topics import close, draft, pin, reply, since, topic, watch

__all__ = [
    "close",
    "draft",
    "draft_of_topic",
    "edit_post",
    "group_topics",
    "new_topic",
    "pin",
    "post",
    "react",
    "reply",
    "since",
    "topic",
    "watch",
]
