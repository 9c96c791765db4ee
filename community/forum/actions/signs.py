"""Small signs: a reaction under a post, and the wish to be told about replies."""

from django.db import transaction

from community.forum import policy
from community.forum.models import Post, Reaction, Topic, Watch
from groups.models import Membership
from kit.policy import require


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
