"""Who may read topics and posts, and who may write, close, pin and react."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from community.forum.models import Draft, Post, Topic
from groups import policy as groups_policy
from groups.models import Group, Membership
from kit.policy import Verdict, no, yes
from people.models import Viewer

EDITING_TIME = timedelta(hours=24)


def visible_topics(viewer: Viewer) -> QuerySet[Topic]:
    """Topics the viewer may read: removed ones only by their author and the group's moderators."""
    topics = Topic.objects.filter(group__in=groups_policy.readable_groups(viewer))
    if not viewer.is_authenticated:
        return topics.filter(hidden_at__isnull=True)
    kept = Q(group__in=groups_policy.moderated_groups(viewer))
    mine = Q(author__member_id=viewer.pk)
    met = ~Q(author__in=_blocked_by(viewer))
    return topics.filter((Q(hidden_at__isnull=True) & met) | mine | kept)


def visible_posts(viewer: Viewer) -> QuerySet[Post]:
    """Posts whose words the viewer may read."""
    # Asked of each post: as a list of topics, SQLite would read all their posts before it looks which ones are meant.
    posts = Post.objects.filter(Exists(visible_topics(viewer).filter(pk=OuterRef("topic"))))
    if not viewer.is_authenticated:
        return posts.filter(hidden_at__isnull=True)
    kept = Q(topic__group__in=groups_policy.moderated_groups(viewer))
    mine = Q(author__member_id=viewer.pk)
    met = ~Q(author__in=_blocked_by(viewer))
    return posts.filter((Q(hidden_at__isnull=True) & met) | mine | kept)


def visible_places(topic_id: int, *, blocker_id: int) -> QuerySet[Post]:
    """Every place of a topic: removed posts too, whose words only some may read, but nobody whom the member with
    this id blocked. Whoever may read what was removed meets everybody, and gives no id (0)."""
    return Post.objects.filter(topic_id=topic_id).exclude(author__blocked_by__blocker_id=blocker_id)


def visible_waiting(viewer: Viewer) -> QuerySet[Post]:
    """First posts that wait for somebody who looks after the group, as the viewer does."""
    return Post.objects.filter(waits=True, topic__group__in=groups_policy.moderated_groups(viewer))


def visible_drafts(viewer: Viewer) -> QuerySet[Draft]:
    """What the viewer is writing; nobody else ever sees it."""
    if not viewer.is_authenticated:
        return Draft.objects.none()
    return Draft.objects.filter(author__member_id=viewer.pk)


def _blocked_by(viewer: Viewer) -> QuerySet[Membership]:
    return Membership.objects.filter(blocked_by__blocker_id=viewer.pk)


def can_start_topic(face: Membership | None, group: Group) -> Verdict:
    return groups_policy.can_speak_in(face, group)


def can_speak_without_name(face: Membership | None, topic: Topic) -> Verdict:
    """May this everyday face reply without its name?"""
    verdict = can_reply(face, topic)
    return groups_policy.can_speak_without_name(face, topic.group) if verdict else verdict


def is_newcomer_without_name(group: Group) -> bool:
    """Whether a face for one topic alone begins there as every newcomer does: without links and pictures."""
    return bool(group.first_days or group.first_posts)


def can_settle(face: Membership | None, post: Post) -> Verdict:
    """May this face say of a first post whether it is shown?"""
    if not post.waits:
        return no(_("Somebody has already looked at this post."))
    return groups_policy.can_moderate(face, post.topic.group)


def can_reply(face: Membership | None, topic: Topic) -> Verdict:
    if topic.waits:
        return no(_("Somebody who looks after the group reads this topic first. Then you can go on."))
    if topic.is_declined:
        return _was_not_let_through()
    if topic.hidden_at:
        return no(_("This topic was removed by the moderators."))
    if topic.closed_at:
        return no(_("This topic is closed to new replies."))
    return groups_policy.can_speak_in(face, topic.group)


def _was_not_let_through() -> Verdict:
    return no(_("Those who look after the group did not let this through. You can write something new."))


def can_react(face: Membership | None, topic: Topic) -> Verdict:
    """May this face put a sign under posts of the topic?"""
    if topic.is_declined:
        return _was_not_let_through()
    if topic.hidden_at:
        return no(_("This topic was removed by the moderators."))
    return groups_policy.can_speak_in(face, topic.group)


def can_watch(face: Membership | None, topic: Topic) -> Verdict:
    if face is None or face.group_id != topic.group_id or not face.is_active:
        return no(_("Only members of the group can be told about replies."))
    return yes()


def is_editable(*, created_at: datetime, hidden_at: datetime | None) -> bool:
    """Whether these facts of a post leave it to its author to change; whether they may write at all is asked apart."""
    return hidden_at is None and created_at > timezone.now() - EDITING_TIME


def can_edit_post(face: Membership | None, post: Post) -> Verdict:
    if face is None or post.author_id != face.pk:
        return no(_("Only the author can change a post."))
    if post.waits:
        return no(_("Somebody is about to read this post. You can change it once it is shown."))
    if post.is_declined:
        return _was_not_let_through()
    if post.hidden_at:
        return no(_("This post was removed by the moderators."))
    if not is_editable(created_at=post.created_at, hidden_at=post.hidden_at):
        return no(_("A post can be changed for 24 hours. Write a new reply instead."))
    return can_reply(face, post.topic)


def can_close(face: Membership | None, topic: Topic) -> Verdict:
    """May this face close the topic or open it again?"""
    return groups_policy.can_moderate(face, topic.group)


def can_pin(face: Membership | None, topic: Topic) -> Verdict:
    return groups_policy.can_moderate(face, topic.group)


def can_read_removed(face: Membership | None, group: Group) -> Verdict:
    """May this face read what moderators removed, besides its own?"""
    return groups_policy.can_moderate(face, group)
