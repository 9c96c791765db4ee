"""What a form that comes again has become before: see kit.once.

A reply is the same writing as another if its writer, topic, client key and text are the same, and a topic if writer,
group, client key, title and text are. Under which face it is said and on which shelf a topic stands makes no other
writing of it: the same words under two faces would tell that one person has both.
"""

from community.forum.models import Post, Topic
from groups.models import Group, Membership
from kit import once


def place_of_reply(topic: Topic) -> str:
    """Where a reply is written, as client keys know it."""
    return f"reply {topic.key}"


def place_of_new_topic(group: Group) -> str:
    return f"topic {group.key}"


def reply_as(face: Membership, topic: Topic, *, body: str, client_key: str) -> str | None:
    """What a reply is sent as."""
    return once.sent_as(client_key, body, writer=face.member_id, place=place_of_reply(topic))


def topic_as(face: Membership, group: Group, *, title: str, body: str, client_key: str) -> str | None:
    """What the first post of a topic is sent as, and the topic with it."""
    return once.sent_as(client_key, title, body, writer=face.member_id, place=place_of_new_topic(group))


def post_sent_as(sent_as: str | None) -> Post | None:
    """The post that stands already, if this was sent before."""
    return Post.objects.filter(sent_as=sent_as).select_related("topic__group").first() if sent_as else None
