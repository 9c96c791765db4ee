"""What the pages of the forum show, ready to show."""

from community.forum.queries.lists import draft_of_new_topic, group_to_read, topics_of
from community.forum.queries.posts import PAGE_SIZE, changes_of, posts_of, shown_post
from community.forum.queries.topics import foot_of, topic_to_read

__all__ = [
    "PAGE_SIZE",
    "changes_of",
    "draft_of_new_topic",
    "foot_of",
    "group_to_read",
    "posts_of",
    "shown_post",
    "topic_to_read",
    "topics_of",
]
