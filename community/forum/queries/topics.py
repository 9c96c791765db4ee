"""A topic with what its page needs to know of the one who looks."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from community.forum import policy
from community.forum.models import Topic, Watch
from community.forum.shown import ShownFoot
from groups import policy as groups_policy
from groups.models import Membership
from kit.prepared import Prepared
from people.models import Member, Viewer


def topic_to_read(viewer: Viewer, key: str) -> Topic | None:
    """The topic if the viewer may read it, with its group, `is_watched` and `draft_body`."""
    if not viewer.is_authenticated:
        return policy.visible_topics(viewer).select_related("group").filter(key=key).first()
    topic: Topic | None = TOPIC.first(viewer_id=viewer.pk, key=key)
    return topic


def _topic_with_signs_of(*, viewer_id: int, key: str) -> QuerySet[Topic]:
    viewer = Member(pk=viewer_id)
    watches = Watch.objects.filter(topic=OuterRef("pk"), watcher__member_id=viewer_id)
    drafts = policy.visible_drafts(viewer).filter(topic=OuterRef("pk"))
    topics = policy.visible_topics(viewer).filter(key=key).select_related("group")
    return topics.annotate(is_watched=Exists(watches), draft_body=Subquery(drafts.values("body")[:1]))


TOPIC = Prepared(_topic_with_signs_of)


def foot_of(topic: Topic, *, viewer: Viewer, face: Membership | None, place: str) -> ShownFoot:
    """The form and the tools under the posts; `place` is where signing in leads back to."""
    is_signed_in = viewer.is_authenticated
    return ShownFoot(
        key=topic.key,
        group_slug=topic.group.slug,
        face_key=face.key if face else "",
        place="" if is_signed_in else place,
        is_signed_in=is_signed_in,
        draft=getattr(topic, "draft_body", None) or "",
        may_reply=policy.can_reply(face, topic),
        may_join=bool(is_signed_in and groups_policy.can_join(viewer, topic.group, face=face)),
        may_watch=bool(policy.can_watch(face, topic)),
        is_watched=bool(getattr(topic, "is_watched", False)),
        may_close=bool(policy.can_close(face, topic)),
        is_closed=topic.closed_at is not None,
        is_pinned=topic.pinned_at is not None,
        may_report=is_signed_in and topic.hidden_at is None,
    )
