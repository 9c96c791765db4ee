"""What the pages of the forum show, ready to show."""

from community.forum.queries.lists import draft_of_new_topic, group_to_read, muted_topics, topics_of
from community.forum.queries.mentions import preview
from community.forum.queries.news import changed_topics, last_look_of
from community.forum.queries.posts import PAGE_SIZE, changes_of, posts_of, shown_post
from community.forum.queries.quotes import with_quote, words_to_quote
from community.forum.queries.sent import (
    place_of_new_topic,
    place_of_reply,
    post_sent_as,
    reply_as,
    topic_as,
)
from community.forum.queries.suggestions import suggestions
from community.forum.queries.topics import foot_of, topic_to_read

__all__ = [
    "PAGE_SIZE",
    "changed_topics",
    "changes_of",
    "draft_of_new_topic",
    "foot_of",
    "group_to_read",
    "last_look_of",
    "muted_topics",
    "place_of_new_topic",
    "place_of_reply",
    "post_sent_as",
    "posts_of",
    "preview",
    "reply_as",
    "shown_post",
    "suggestions",
    "topic_as",
    "topic_to_read",
    "topics_of",
    "with_quote",
    "words_to_quote",
]
