"""What addresses of the chat name, as far as whoever asks may read it."""

from community.chat import policy
from community.chat.models import Entry, Room, Talk
from groups import policy as groups_policy
from groups import queries as groups_queries
from groups.models import Membership
from people.seen import Seen

ROOM: Seen[Room] = Seen(
    lambda viewer, *, key: policy.visible_rooms(viewer).filter(key=key).select_related("group", "other")
)
SIDE: Seen[Room] = Seen(
    lambda viewer, *, key: (
        policy.visible_rooms(viewer).filter(key=key).exclude(owner=None).select_related("group", "other")
    )
)
SIDE_PUT_AWAY: Seen[Room] = Seen(
    lambda viewer, *, key: Room.objects.filter(
        key=key,
        other__blocked_by__blocker_id=viewer.pk,
        owner__in=groups_queries.my_faces(viewer).order_by().values("pk"),
    )
)
ENTRY: Seen[Entry] = Seen(
    lambda viewer, *, key: policy.visible_entries(viewer).filter(key=key).select_related("room__group", "author")
)
# Whom one asks for a talk, the requests that one has to answer, and those that one made.
FACE: Seen[Membership] = Seen(
    lambda viewer, *, slug, key: (
        groups_policy.visible_faces(viewer)
        .filter(only_in="", group__slug=slug, key=key)
        .select_related("group", "member")
    )
)
TALK_TO_ANSWER: Seen[Talk] = Seen(
    lambda viewer, *, key: (
        policy.visible_talks(viewer)
        .filter(asked__member_id=viewer.pk, key=key)
        .select_related("asked__group", "asked_by")
    )
)
TALK_ASKED_FOR: Seen[Talk] = Seen(
    lambda viewer, *, key: (
        policy.visible_talks(viewer)
        .filter(asked_by__member_id=viewer.pk, key=key)
        .select_related("asked__group", "asked_by")
    )
)
