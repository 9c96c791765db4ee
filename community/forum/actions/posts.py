"""A post is written, changed, removed and brought back; each of these takes the topic's next change number."""

from django.db import transaction
from django.utils import timezone

from community.forum import events, policy
from community.forum.actions.topics import locked
from community.forum.models import Draft, Post, Topic, Watch
from community.forum.reading import words_in
from groups.models import Membership
from kit import markdown
from kit.events import announce
from kit.policy import require


def reply(author: Membership, topic: Topic, *, body: str) -> Post:
    """The next post of the topic; its author is told about further replies."""
    html = markdown.render(body)  # before the lock: cooking takes longer than writing
    with transaction.atomic():
        topic = locked(topic)  # one at a time: numbers have no gaps
        require(policy.can_reply(author, topic))
        topic.post_count += 1
        topic.change_number += 1
        topic.word_count += words_in(body)
        topic.last_post_at = timezone.now()
        topic.save(update_fields=["post_count", "word_count", "change_number", "last_post_at"])
        post = Post.objects.create(
            topic=topic,
            author=author,
            number=topic.post_count,
            change_number=topic.change_number,
            body=body,
            html=html,
            html_version=markdown.VERSION,
            created_at=topic.last_post_at,
        )
        Watch.objects.bulk_create([Watch(topic=topic, watcher=author)], ignore_conflicts=True)
        Draft.objects.filter(author=author, topic=topic).delete()
        announce(events.PostPublished(post_id=post.pk))
    return post


def edit_post(author: Membership, post: Post, *, body: str) -> Post:
    html = markdown.render(body)
    with transaction.atomic():
        post = _locked(post)
        require(policy.can_edit_post(author, post))
        if post.body == body:
            return post
        more_words = 0 if post.hidden_at else words_in(body) - words_in(post.body)
        post.body, post.html, post.html_version, post.edited_at = body, html, markdown.VERSION, timezone.now()
        _stamp(post, "body", "html", "html_version", "edited_at", more_words=more_words)
        announce(events.PostEdited(post_id=post.pk))
    return post


@transaction.atomic
def hide_post(actor: Membership | None, post: Post, *, reason: str) -> Post:
    """Remove a post as moderation decided; others see that it was there. No actor: the safety team acts."""
    post = _locked(post)
    if actor is not None:
        require(policy.can_close(actor, post.topic))
    if post.hidden_at:
        return post
    post.hidden_at, post.hidden_reason = timezone.now(), reason
    _stamp(post, "hidden_at", "hidden_reason", more_words=-words_in(post.body))
    announce(events.PostHidden(post_id=post.pk))
    return post


@transaction.atomic
def restore_post(actor: Membership | None, post: Post) -> Post:
    post = _locked(post)
    if actor is not None:
        require(policy.can_close(actor, post.topic))
    if not post.hidden_at:
        return post
    post.hidden_at, post.hidden_reason = None, ""
    _stamp(post, "hidden_at", "hidden_reason", more_words=words_in(post.body))
    announce(events.PostRestored(post_id=post.pk))
    return post


def _locked(post: Post) -> Post:
    """The post as it is now, with its topic kept from all other writers."""
    topic = locked(Topic(pk=post.topic_id))
    post = Post.objects.select_related("author").get(pk=post.pk)
    post.topic = topic
    return post


def _stamp(post: Post, *changed: str, more_words: int) -> None:
    """Write what changed under the topic's next change number; readers see this many words more, or fewer."""
    topic = post.topic
    topic.change_number += 1
    topic.word_count = max(0, topic.word_count + more_words)
    topic.save(update_fields=["change_number", "word_count"])
    post.change_number = topic.change_number
    post.save(update_fields=["change_number", *changed])
