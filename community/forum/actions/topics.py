"""A topic begins, is closed, pinned and removed; and its counters can be built again."""

from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from community.forum import events, policy
from community.forum.actions import pictures, waiting
from community.forum.models import Draft, Post, Topic, Watch
from community.forum.reading import words_in
from groups import actions as groups_actions
from groups import policy as groups_policy
from groups.models import Area, Group, Membership
from kit import markdown
from kit.events import announce
from kit.keys import new_key
from kit.policy import require


def start_topic(
    face: Membership, group: Group, *, title: str, body: str, without_name: bool = False, area: Area | None = None
) -> Topic:
    """A new topic with its first post; its author is told about replies."""
    html = markdown.render(body, has_images=True)  # before the transaction: cooking takes longer than writing
    with transaction.atomic():
        require(policy.can_start_topic(face, group))
        now, key = timezone.now(), new_key()
        author = groups_actions.speak_without_name(face, place=key) if without_name else face
        require(groups_policy.can_say(author, group, html=html))
        pictures.show(author, body)
        held = waiting.marks_of(author, now=now)
        topic = Topic.objects.create(
            key=key,
            group=group,
            author=author,
            area=area,
            title=title,
            created_at=now,
            last_post_at=now,
            post_count=1,
            word_count=0 if held else words_in(body),
            change_number=1,
            **held,
        )
        post = Post.objects.create(
            topic=topic,
            author=author,
            number=1,
            change_number=1,
            body=body,
            html=html,
            html_version=markdown.VERSION,
            created_at=now,
            **held,
        )
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
    if not topic.hidden_at or topic.waits:
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
