"""Live channels of this room: who may follow a topic, and the list of topics of a group."""

from community.forum import policy
from groups import policy as groups_policy
from kit.live import gates
from people.models import Viewer


@gates.channel("topic")
def follow_topic(viewer: Viewer, key: str) -> gates.Admission | None:
    change = policy.visible_topics(viewer).filter(key=key).values_list("change_number", flat=True).first()
    return None if change is None else gates.Admission(position=change)


@gates.channel("group")
def follow_group(viewer: Viewer, key: str) -> gates.Admission | None:
    return gates.Admission() if groups_policy.readable_groups(viewer).filter(key=key).exists() else None
