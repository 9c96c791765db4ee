"""What follows from changes in topics: open pages hear that something changed, watchers get a notice."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from community.forum import events
from community.forum.models import Post, Topic, Watch
from groups.models import Membership
from kit import live
from kit.events import on
from kit.prepared import Prepared
from people import actions as people_actions
from people.models import Member


@on(events.PostPublished)
def refresh_pages_with_new_post(event: events.PostPublished) -> None:
    post = _post(event.post_id)
    if post is None:
        return
    live.tell(f"topic:{post.topic.key}", "reply")
    live.tell(f"group:{post.topic.group.key}", "topic" if post.number == 1 else "reply")


@on(events.PostEdited, events.PostHidden, events.PostRestored)
def refresh_pages_with_changed_post(
    event: events.PostEdited | events.PostHidden | events.PostRestored,
) -> None:
    post = _post(event.post_id)
    if post is not None:
        live.tell(f"topic:{post.topic.key}", "change")


@on(events.TopicClosed, events.TopicReopened, events.TopicPinned, events.TopicHidden, events.TopicRestored)
def refresh_pages_with_changed_topic(
    event: events.TopicClosed | events.TopicReopened | events.TopicPinned | events.TopicHidden | events.TopicRestored,
) -> None:
    topic = Topic.objects.select_related("group").filter(pk=event.topic_id).first()
    if topic is None:
        return
    live.tell(f"topic:{topic.key}", "change")
    live.tell(f"group:{topic.group.key}", "topic")


@on(events.TopicImported)
def refresh_lists_with_imported_topic(event: events.TopicImported) -> None:
    topic = Topic.objects.select_related("group").filter(pk=event.topic_id).first()
    if topic is not None:
        live.tell(f"group:{topic.group.key}", "topic")


@on(events.PostPublished)
def notify_watchers(event: events.PostPublished) -> None:
    """The notice says that there is a reply, never by whom or what about: it may be read over a shoulder."""
    post = _post(event.post_id)
    if post is None or post.number == 1 or post.hidden_at or post.topic.hidden_at:
        return
    for member in _watchers_of(post):
        with translation.override(member.language or settings.LANGUAGE_CODE):
            text = _("There is a new reply in a topic you follow.")
        people_actions.tell(
            member, kind="reply", source=f"post:{post.key}", text=text, url=reverse("forum:post", args=[post.key])
        )


def _watchers_of(post: Post) -> list[Member]:
    """Those who follow the topic, still belong, are not the author and want to meet the author."""
    return WATCHERS.rows(topic_id=post.topic_id, author_id=post.author_id, starter_id=post.topic.author_id)


def _watchers(*, topic_id: int, author_id: int, starter_id: int) -> QuerySet[Member]:
    watches = Watch.objects.filter(topic=topic_id, watcher__state=Membership.State.ACTIVE)
    met = ~Q(blocks__blocked__in=[author_id, starter_id])
    return Member.objects.filter(met, pk__in=watches.exclude(watcher=author_id).values("watcher__member"))


WATCHERS = Prepared(_watchers)
POST = Prepared(lambda *, post_id: Post.objects.filter(pk=post_id).select_related("topic__group", "author"))


def _post(pk: int) -> Post | None:
    post: Post | None = POST.first(post_id=pk)
    return post
