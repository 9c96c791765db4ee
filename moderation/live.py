"""The live channel of this room: the queue of a group, for those who keep it safe."""

from kit.live import gates
from moderation import policy
from people.models import Viewer


@gates.channel("queue")
def follow_queue(viewer: Viewer, key: str) -> gates.Admission | None:
    return gates.Admission() if policy.visible_queues(viewer).filter(key=key).exists() else None
