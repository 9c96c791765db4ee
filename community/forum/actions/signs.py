"""Small signs: a reaction under a post, the wish to be told about replies, and the wish not to meet a topic."""

from django.db import transaction

from community.forum import policy
from community.forum.models import MutedTopic, Post, Reaction, Topic, Watch
from groups.models import Membership
from kit.policy import require
from people.models import Member


@transaction.atomic
def react(author: Membership, post: Post, *, kind: str) -> Reaction:
    require(policy.can_react(author, post.topic))
    reaction, _is_new = Reaction.objects.get_or_create(post=post, author=author, kind=kind)
    return reaction


@transaction.atomic
def unreact(author: Membership, post: Post, *, kind: str) -> Post:
    Reaction.objects.filter(post=post, author=author, kind=kind).delete()
    return post


@transaction.atomic
def watch(face: Membership, topic: Topic) -> Watch:
    require(policy.can_watch(face, topic))
    watch, _is_new = Watch.objects.get_or_create(topic=topic, watcher=face)
    return watch


@transaction.atomic
def unwatch(face: Membership, topic: Topic) -> Topic:
    Watch.objects.filter(topic=topic, watcher=face).delete()
    return topic


@transaction.atomic
def mute_topic(member: Member, topic: Topic) -> Topic:
    """The topic stands in none of this member's lists, searches and notices, and nobody is told."""
    MutedTopic.objects.get_or_create(member=member, topic=topic)
    return topic


@transaction.atomic
def unmute_topic(member: Member, topic: Topic) -> Topic:
    MutedTopic.objects.filter(member=member, topic=topic).delete()
    return topic
