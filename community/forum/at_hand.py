"""What addresses of the forum name, as far as whoever asks may read it."""

from community.forum import policy
from community.forum.models import Post, Topic
from groups import policy as groups_policy
from people.seen import Seen

TOPIC: Seen[Topic] = Seen(lambda viewer, *, key: policy.visible_topics(viewer).filter(key=key).select_related("group"))
POST: Seen[Post] = Seen(
    lambda viewer, *, key: policy.visible_posts(viewer).filter(key=key).select_related("topic__group", "author")
)
POST_TO_SETTLE: Seen[Post] = Seen(
    lambda viewer, *, key: (
        policy.visible_posts(viewer)
        .filter(topic__group__in=groups_policy.moderated_groups(viewer), key=key)
        .select_related("topic__group")
    )
)
