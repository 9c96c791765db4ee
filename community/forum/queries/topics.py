"""A topic with what its page needs to know of the one who looks."""

from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, Value, When

from community.forum import at_hand, policy
from community.forum.foot import ShownFoot
from community.forum.models import MutedTopic, Post, Topic, Watch, version_of
from community.forum.queries.sent import place_of_reply
from groups import policy as groups_policy
from groups.models import Membership
from kit import once
from kit.prepared import Prepared
from people.models import Member, Viewer


def topic_to_read(viewer: Viewer, key: str) -> Topic | None:
    """The topic if the viewer may read it, with its group, `is_watched`, `draft_body`, `here_as`, which is their
    name in this topic alone, and `spoke_only_in`, which is empty unless they spoke under it last."""
    if not viewer.is_authenticated:
        return at_hand.TOPIC.first(viewer, key=key)
    topic: Topic | None = TOPIC.first(viewer_id=viewer.pk, key=key)
    return topic


def _topic_with_signs_of(*, viewer_id: int, key: str) -> QuerySet[Topic]:
    viewer = Member(pk=viewer_id)
    watches = Watch.objects.filter(topic=OuterRef("pk"), watcher__member_id=viewer_id)
    drafts = policy.visible_drafts(viewer).filter(topic=OuterRef("pk"))
    topics = policy.visible_topics(viewer).filter(key=key).select_related("group")
    nameless = Membership.objects.filter(group=OuterRef("group"), member_id=viewer_id, only_in=OuterRef("key"))
    said = Post.objects.filter(topic=OuterRef("pk"), author__member_id=viewer_id).order_by("-number")
    return topics.annotate(
        is_watched=Exists(watches),
        is_muted=Exists(MutedTopic.objects.filter(topic=OuterRef("pk"), member_id=viewer_id)),
        draft_body=Subquery(drafts.values("body")[:1]),
        drafted_at=Subquery(drafts.values("updated_at")[:1]),
        draft_client_key=Subquery(drafts.values("client_key")[:1]),
        draft_earlier=Subquery(drafts.values("earlier")[:1]),
        draft_without_name=Subquery(drafts.values("without_name")[:1]),
        is_own=Exists(Membership.objects.filter(pk=OuterRef("author"), member_id=viewer_id)),
        here_as=Subquery(nameless.values("name")[:1]),
        # Asked of those alone who ever wrote here without their name: others would have every post looked through.
        spoke_only_in=Case(
            When(Exists(nameless), then=Subquery(said.values("author__only_in")[:1])), default=Value("")
        ),
    )


TOPIC = Prepared(_topic_with_signs_of)


def _is_nameless(topic: Topic) -> bool:
    """Whether the form begins without a name: as the draft says, else as they spoke here last."""
    drafted: bool | None = getattr(topic, "draft_without_name", None)
    return bool(getattr(topic, "spoke_only_in", None)) if drafted is None else drafted


def _client_key(topic: Topic, viewer: Viewer) -> str:
    """Under which the reply will be sent: what was drafted elsewhere keeps its own."""
    drafted: str | None = getattr(topic, "draft_client_key", None)
    return drafted or once.key_at(place_of_reply(topic), writer=viewer.pk)


def foot_of(topic: Topic, *, viewer: Viewer, face: Membership | None, place: str) -> ShownFoot:
    """The form and the tools under the posts; `place` is where signing in leads back to, if that helps."""
    is_signed_in = viewer.is_authenticated
    may_reply = policy.can_reply(face, topic)
    return ShownFoot(
        key=topic.key,
        group_slug=topic.group.slug,
        face_key=face.key if face else "",
        place="" if is_signed_in or topic.group.archived_at else place,
        is_signed_in=is_signed_in,
        draft=getattr(topic, "draft_body", None) or "",
        draft_version=version_of(drafted_at) if (drafted_at := getattr(topic, "drafted_at", None)) else "",
        earlier=getattr(topic, "draft_earlier", None) or "",
        may_add_pictures=bool(groups_policy.can_add_picture(face, topic.group)),
        pictures_need_name=policy.is_newcomer_without_name(topic.group),
        client_key=_client_key(topic, viewer) if may_reply else "",
        may_reply=may_reply,
        may_be_nameless=bool(policy.can_speak_without_name(face, topic)),
        is_nameless=_is_nameless(topic),
        here_as=getattr(topic, "here_as", None) or "",
        may_join=bool(is_signed_in and groups_policy.can_join(viewer, topic.group, face=face)),
        may_watch=bool(policy.can_watch(face, topic)),
        is_watched=bool(getattr(topic, "is_watched", False)),
        may_close=bool(policy.can_close(face, topic)),
        is_closed=topic.closed_at is not None,
        is_pinned=topic.pinned_at is not None,
        may_report=is_signed_in and topic.hidden_at is None,
        is_muted=bool(getattr(topic, "is_muted", False)),
        may_mute=is_signed_in and not getattr(topic, "is_own", False),
    )
