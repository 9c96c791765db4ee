"""A post is written, changed, removed and brought back; each of these takes the topic's next change number."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from community.forum import events, policy
from community.forum.actions import mentions, pictures, quotes, waiting
from community.forum.actions.topics import locked
from community.forum.models import Draft, Post, Topic, Watch
from community.forum.queries.sent import post_sent_as, reply_as
from community.forum.reading import words_in
from groups import actions as groups_actions
from groups import policy as groups_policy
from groups.models import Membership
from kit import markdown
from kit.events import announce
from kit.policy import Refused, require
from kit.quoting import Sources


def reply(face: Membership, topic: Topic, *, body: str, without_name: bool = False, client_key: str = "") -> Post:
    """The next post of the topic; its author is told about further replies, under whichever face they spoke.

    The same words of the same writer under the same `client_key` are the post that stands already; see kit.once.
    """
    html = markdown.render(body, has_images=True)  # before the lock: cooking takes longer than writing
    sources = quotes.sources_in(html, topic, face=None if without_name else face)
    sent_as = reply_as(face, topic, body=body, client_key=client_key)
    written = Post(body=body, html=html, html_version=markdown.VERSION, sent_as=sent_as)
    try:
        return _write(face, written, topic, sources, without_name=without_name)
    except (IntegrityError, Refused):
        sent_before = post_sent_as(sent_as)
        if sent_before is None:
            raise
        return sent_before


@transaction.atomic
def _write(face: Membership, post: Post, topic: Topic, sources: Sources, *, without_name: bool) -> Post:
    post.topic = topic = locked(topic)  # one at a time: numbers have no gaps
    require(policy.can_reply(face, topic))
    post.author = groups_actions.speak_without_name(face, place=topic.key) if without_name else face
    require(groups_policy.can_say(post.author, topic.group, html=post.html))
    pictures.show(post.author, post.body)
    post.created_at = timezone.now()
    waiting.mark(post)
    topic.post_count += 1
    topic.change_number += 1
    topic.word_count += 0 if post.waits else words_in(post.body)
    topic.last_post_at = topic.last_post_at if post.waits else post.created_at
    topic.save(update_fields=["post_count", "word_count", "change_number", "last_post_at"])
    post.number, post.change_number = topic.post_count, topic.change_number
    post.save(force_insert=True)
    quotes.keep(post, sources)
    Watch.objects.bulk_create([Watch(topic=topic, watcher=face)], ignore_conflicts=True)
    Draft.objects.filter(author=face, topic=topic).delete()
    waiting.publish(post)
    return post


def edit_post(author: Membership, post: Post, *, body: str) -> Post:
    html = markdown.render(body, has_images=True)
    sources = quotes.sources_in(html, post.topic, face=author, but=post.pk)
    with transaction.atomic():
        post = _locked(post)
        require(policy.can_edit_post(author, post))
        require(groups_policy.can_say(author, post.topic.group, html=html))
        if post.body == body:
            return post
        if waiting.must_wait(post.author):
            raise Refused(_("Somebody reads your first posts here, so they stay as they were read. Write a new one."))
        pictures.show(author, body, before=post.body)
        more_words = 0 if post.hidden_at else words_in(body) - words_in(post.body)
        before = post.html
        post.body, post.html, post.html_version, post.edited_at = body, html, markdown.VERSION, timezone.now()
        _stamp(post, "body", "html", "html_version", "edited_at", more_words=more_words)
        quotes.keep_again(post, sources, before=before)
        mentions.note(post)
        announce(events.PostEdited(post_id=post.pk))
    return post


@transaction.atomic
def hide_post(actor: Membership | None, post: Post, *, reason: str) -> Post:
    """Remove a post as moderation decided; others see that it was there. No actor: the safety team acts."""
    post = _locked(post)
    if actor is not None:
        require(policy.can_close(actor, post.topic))
    if post.hidden_at and not post.waits:
        return post
    fewer_words = 0 if post.waits else words_in(post.body)
    if post.waits:
        groups_actions.discount_early_post(post.author)
    post.hidden_at, post.hidden_reason, post.waits = timezone.now(), reason, False
    _stamp(post, "hidden_at", "hidden_reason", "waits", more_words=-fewer_words)
    quotes.stamp_quoting(post)
    pictures.hide_with_post(post)
    announce(events.PostHidden(post_id=post.pk))
    return post


@transaction.atomic
def restore_post(actor: Membership | None, post: Post) -> Post:
    post = _locked(post)
    if actor is not None:
        require(policy.can_close(actor, post.topic))
    if not post.hidden_at or post.waits:
        return post
    if post.is_declined:
        return waiting.let_through_after_all(post)
    post.hidden_at, post.hidden_reason = None, ""
    _stamp(post, "hidden_at", "hidden_reason", more_words=words_in(post.body))
    quotes.stamp_quoting(post)
    pictures.restore_with_post(post)
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
