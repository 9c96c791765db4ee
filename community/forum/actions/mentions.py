"""Keeping who is spoken to in a post: by face, so that a new name stands everywhere."""

from community.forum.models import Mention, Post
from community.forum.queries.speaking import spoken_to


def note(post: Post) -> None:
    """Keep who is spoken to in the post; those in it before and not now are forgotten."""
    if "@" not in post.body and not post.edited_at:
        return
    found = spoken_to(post.body, group_id=post.topic.group_id, topic_key=post.topic.key)
    Mention.objects.filter(post=post).exclude(face__in=found.values()).delete()
    rows = [Mention(post=post, face_id=face_id, words=words) for words, face_id in found.items()]
    Mention.objects.bulk_create(rows, ignore_conflicts=True)
