"""First posts that somebody looks at before others read them: held, let through or declined."""

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


def mark(post: Post) -> None:
    """Hold a post that is about to be written, if its author's first ones are looked at; else it is shown at once."""
    if must_wait(post.author):
        post.waits, post.hidden_at = True, post.created_at


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
    post = _show(_locked(actor, post))
    announce(events.PostLetThrough(post_id=post.pk))
    return post


def let_through_after_all(post: Post) -> Post:
    """What was declined, and is locked by whoever asks: the same, and it is counted again as one of the first."""
    groups_actions.count_early_post(post.author)
    return _show(post)


def _show(post: Post) -> Post:
    topic, now = post.topic, timezone.now()
    topic.change_number += 1
    topic.word_count += words_in(post.body)
    topic.last_post_at = now
    if post.number == 1 and (topic.waits or topic.is_declined):
        topic.waits, topic.hidden_at = False, None
    topic.save(update_fields=["change_number", "word_count", "last_post_at", "waits", "hidden_at"])
    post.waits, post.hidden_at, post.hidden_reason, post.change_number = False, None, "", topic.change_number
    post.save(update_fields=["waits", "hidden_at", "hidden_reason", "change_number"])
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
    announce(events.PostDeclined(post_id=post.pk, decliner_id=actor.pk))
    return post
