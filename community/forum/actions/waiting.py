"""First posts that somebody looks at before others read them: held, let through or declined."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from community.forum import events, policy
from community.forum.actions import mentions, pictures, quotes
from community.forum.models import Post, Topic
from community.forum.reading import words_in
from groups import actions as groups_actions
from groups import policy as groups_policy
from groups.models import Membership
from kit.events import announce
from kit.policy import require


def marks_of(author: Membership, *, now: datetime) -> dict[str, Any]:
    """What a post or topic of this author has if it is held; nothing if it is shown at once."""
    return {"waits": True, "hidden_at": now} if must_wait(author) else {}


def must_wait(author: Membership) -> bool:
    """First posts of a face wait, and so does what it writes as long as one of them does. Its member's other faces
    have nothing to do with that: what waits together would belong together."""
    if groups_policy.is_checked_first(author):
        return True
    if not author.group.checks_first_posts or groups_policy.is_keeper(author):
        return False
    return Post.objects.filter(waits=True, author=author).exists()


def publish(post: Post) -> None:
    """Tell of a post that was just written: everybody, or those who look at it first."""
    mentions.note(post)
    groups_actions.count_early_post(post.author)
    if not post.waits:
        announce(events.PostPublished(post_id=post.pk))
        return
    pictures.hide_with_post(post)
    announce(events.PostHeld(post_id=post.pk))


def _locked(actor: Membership, post: Post) -> Post:
    topic = Topic.objects.select_for_update(of=("self",)).select_related("group").get(pk=post.topic_id)
    post = Post.objects.select_related("author").get(pk=post.pk)
    post.topic = topic
    require(policy.can_settle(actor, post))
    return post


@transaction.atomic
def let_through(actor: Membership, post: Post) -> Post:
    """From now on everybody reads it, and is told as if it had just been written."""
    post = _locked(actor, post)
    topic, now = post.topic, timezone.now()
    topic.change_number += 1
    topic.word_count += words_in(post.body)
    topic.last_post_at = now
    if topic.waits and post.number == 1:
        topic.waits, topic.hidden_at = False, None
    topic.save(update_fields=["change_number", "word_count", "last_post_at", "waits", "hidden_at"])
    post.waits, post.hidden_at, post.change_number = False, None, topic.change_number
    post.save(update_fields=["waits", "hidden_at", "change_number"])
    quotes.stamp_quoting(post)
    pictures.restore_with_post(post)
    announce(events.PostPublished(post_id=post.pk))
    return post


@transaction.atomic
def decline_post(actor: Membership, post: Post, *, reason: str) -> Post:
    """Only its author and those who look after the group read it, and the author reads why."""
    post = _locked(actor, post)
    topic = post.topic
    topic.change_number += 1
    if post.number == 1:
        topic.waits = False
    topic.save(update_fields=["change_number", "waits"])
    post.waits, post.hidden_reason, post.change_number = False, reason, topic.change_number
    post.save(update_fields=["waits", "hidden_reason", "change_number"])
    quotes.stamp_quoting(post)
    groups_actions.discount_early_post(post.author)
    announce(events.PostDeclined(post_id=post.pk))
    return post
