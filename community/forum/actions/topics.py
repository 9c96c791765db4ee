"""A topic begins, is closed, pinned and removed; and its counters can be built again."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Max
from django.utils import timezone

from community.forum import events, policy
from community.forum.actions import pictures, waiting
from community.forum.models import Draft, Post, Topic, Watch
from community.forum.queries.sent import post_sent_as, topic_as
from community.forum.reading import words_in
from groups import actions as groups_actions
from groups import policy as groups_policy
from groups.models import Area, Group, Membership
from kit import markdown
from kit.events import announce
from kit.policy import Refused, require


def start_topic(
    face: Membership,
    group: Group,
    *,
    title: str,
    body: str,
    without_name: bool = False,
    area: Area | None = None,
    client_key: str = "",
) -> Topic:
    """A new topic with its first post; its author is told about replies.

    The same words of the same writer under the same `client_key` are the topic that stands already; see kit.once.
    """
    html = markdown.render(body, has_images=True)  # before the transaction: cooking takes longer than writing
    sent_as = topic_as(face, group, title=title, body=body, client_key=client_key)
    post = Post(body=body, html=html, html_version=markdown.VERSION, sent_as=sent_as)
    topic = Topic(group=group, area=area, title=title)
    try:
        return _begin(face, topic, post, without_name=without_name)
    except (IntegrityError, Refused):
        sent_before = post_sent_as(sent_as)
        if sent_before is None:
            raise
        return sent_before.topic


@transaction.atomic
def _begin(face: Membership, topic: Topic, post: Post, *, without_name: bool) -> Topic:
    require(policy.can_start_topic(face, topic.group))
    author = groups_actions.speak_without_name(face, place=topic.key) if without_name else face
    require(groups_policy.can_say(author, topic.group, html=post.html))
    pictures.show(author, post.body)
    topic.author = post.author = author
    topic.created_at = topic.last_post_at = post.created_at = timezone.now()
    topic.post_count = topic.change_number = post.number = post.change_number = 1
    waiting.mark(post)
    topic.waits, topic.hidden_at = post.waits, post.hidden_at
    topic.word_count = 0 if post.waits else words_in(post.body)
    topic.save(force_insert=True)
    post.topic = topic
    post.save(force_insert=True)
    Watch.objects.create(topic=topic, watcher=face)
    Draft.objects.filter(author=face, topic__isnull=True).delete()
    waiting.publish(post)
    return topic


def locked(topic: Topic) -> Topic:
    """The topic as it is now, kept from all other writers until the transaction ends."""
    return Topic.objects.select_for_update(of=("self",)).select_related("group").get(pk=topic.pk)


def _change(topic: Topic, **values: Any) -> Topic:
    topic.change_number += 1
    for name, value in values.items():
        setattr(topic, name, value)
    topic.save(update_fields=["change_number", *values])
    return topic


@transaction.atomic
def close_topic(actor: Membership, topic: Topic) -> Topic:
    topic = locked(topic)
    require(policy.can_close(actor, topic))
    if topic.closed_at:
        return topic
    _change(topic, closed_at=timezone.now())
    announce(events.TopicClosed(topic_id=topic.pk))
    return topic


@transaction.atomic
def reopen_topic(actor: Membership, topic: Topic) -> Topic:
    topic = locked(topic)
    require(policy.can_close(actor, topic))
    if not topic.closed_at:
        return topic
    _change(topic, closed_at=None)
    announce(events.TopicReopened(topic_id=topic.pk))
    return topic


@transaction.atomic
def pin_topic(actor: Membership, topic: Topic) -> Topic:
    """Keep the topic at the top of the group's list."""
    topic = locked(topic)
    require(policy.can_pin(actor, topic))
    if topic.pinned_at:
        return topic
    _change(topic, pinned_at=timezone.now())
    announce(events.TopicPinned(topic_id=topic.pk))
    return topic


@transaction.atomic
def unpin_topic(actor: Membership, topic: Topic) -> Topic:
    topic = locked(topic)
    require(policy.can_pin(actor, topic))
    if not topic.pinned_at:
        return topic
    _change(topic, pinned_at=None)
    announce(events.TopicPinned(topic_id=topic.pk))
    return topic


@transaction.atomic
def hide_topic(actor: Membership | None, topic: Topic, *, reason: str) -> Topic:
    """Remove a topic as moderation decided; its first post keeps the reason. No actor: the safety team acts."""
    topic = locked(topic)
    if actor is not None:
        require(policy.can_close(actor, topic))
    if topic.hidden_at and not topic.waits:
        return topic
    _change(topic, hidden_at=timezone.now(), waits=False)
    pictures.hide_with_topic(topic)
    Post.objects.filter(topic=topic, number=1).update(hidden_reason=reason)
    announce(events.TopicHidden(topic_id=topic.pk))
    return topic


@transaction.atomic
def restore_topic(actor: Membership | None, topic: Topic) -> Topic:
    topic = locked(topic)
    if actor is not None:
        require(policy.can_close(actor, topic))
    if not topic.hidden_at or topic.waits or topic.is_declined:  # what was declined comes with its first post
        return topic
    _change(topic, hidden_at=None)
    pictures.restore_with_topic(topic)
    announce(events.TopicRestored(topic_id=topic.pk))
    return topic


@transaction.atomic
def recount(topic: Topic) -> Topic:
    """Build the topic's counters again from its posts; change numbers never go back."""
    topic = locked(topic)
    counted = topic.posts.aggregate(posts=Count("pk"), last=Max("created_at"), change=Max("change_number"))
    topic.post_count = counted["posts"]
    bodies = topic.posts.filter(hidden_at__isnull=True).values_list("body", flat=True)
    topic.word_count = sum(words_in(body) for body in bodies.iterator())
    topic.last_post_at = counted["last"] or topic.created_at
    topic.change_number = max(topic.change_number, counted["change"] or 0)
    topic.save(update_fields=["post_count", "word_count", "last_post_at", "change_number"])
    return topic
