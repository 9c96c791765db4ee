"""The pictures in what is written: shown with it, kept with its draft, hidden and gone with it."""

import re

from community.forum.models import Post, Topic
from groups import actions as groups_actions
from groups.models import Membership
from kit import markdown

KEY = re.compile(r"/([a-z2-7]{16})-")


def keys_in(body: str) -> set[str]:
    """The keys of the pictures that a text shows."""
    return {found[1] for address in markdown.images(body) if (found := KEY.search(address))}


def show(author: Membership, body: str, *, before: str = "") -> None:
    """The author's text shows its pictures from now on, and those that only the text before showed no longer."""
    keys, old = keys_in(body), keys_in(before)
    if keys - old:
        groups_actions.use_pictures(author, keys=keys - old)
    if gone := {key for key in old - keys if not _is_elsewhere(author, key)}:
        groups_actions.release_pictures(author, keys=gone)


def _is_elsewhere(author: Membership, key: str) -> bool:
    """Whether more of the author's posts than the one being changed show it."""
    return author.posts.filter(body__contains=f"/{key}-")[:2].count() > 1


def keep(author: Membership, body: str) -> None:
    if keys := keys_in(body):
        groups_actions.keep_for_draft(author, keys=keys)


def hide_with_post(post: Post) -> None:
    if keys := keys_in(post.body):
        groups_actions.hide_pictures(post.topic.group, keys=keys, senders=[post.author_id])


def restore_with_post(post: Post) -> None:
    if keys := keys_in(post.body):
        groups_actions.restore_pictures(post.topic.group, keys=keys, senders=[post.author_id])


def hide_with_topic(topic: Topic) -> None:
    keys, senders = _shown_in(topic)
    if keys:
        groups_actions.hide_pictures(topic.group, keys=keys, senders=senders)


def restore_with_topic(topic: Topic) -> None:
    """Those of posts that were removed by themselves stay away."""
    keys, senders = _shown_in(topic)
    if keys:
        groups_actions.restore_pictures(topic.group, keys=keys, senders=senders)


def _shown_in(topic: Topic) -> tuple[set[str], set[int]]:
    """The keys of the pictures that posts of the topic show, and who wrote these posts."""
    posts = topic.posts.filter(hidden_at__isnull=True, html__contains="<img ")
    written = list(posts.values_list("body", "author_id"))
    return {key for body, _author in written for key in keys_in(body)}, {author for _body, author in written}
