"""What follows from changes in topics: open pages hear that something changed, watchers get a notice."""

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from community.forum import events
from community.forum.models import Post, Topic, Watch
from groups import policy as groups_policy
from groups.models import Membership
from groups.quiet import rings_at
from kit import live, markdown
from kit.events import on
from kit.prepared import Prepared
from people import actions as people_actions
from people import queries as people_queries
from people.models import Member
from people.muting import without_muting


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
    """The notice says that there is a reply, never by whom or what about: it may be read over a shoulder.

    One notice stands for a topic until it is read, and leads to the first reply that its reader has not seen.
    """
    post = _post(event.post_id)
    if post is None or post.number == 1 or post.hidden_at or post.topic.hidden_at:
        return
    spoken_to = {member.pk for member in _spoken_to_in(post)}
    source = f"topic:{post.topic.key}:"
    watchers = [member for member in _watchers_of(post) if member.pk not in spoken_to]
    watchers = people_queries.without_unread_notice(watchers, kind="reply", source_begins=source)
    for member in without_muting(watchers, markdown.plain(post.body)) if watchers else ():
        people_actions.tell_in_their_language(
            member,
            kind="reply",
            source=f"{source}{post.key}",
            text=gettext_lazy("There is a new reply in a topic you follow."),
            url=reverse("forum:post", args=[post.key]),
            rings_at=rings_at(post.topic.group),
        )


@on(events.PostPublished)
def notify_those_spoken_to(event: events.PostPublished) -> None:
    """Whoever is named in a post with an @ hears that, unless they block any face of its author."""
    post = _post(event.post_id)
    if post is None or post.hidden_at or post.topic.hidden_at:
        return
    spoken_to = _spoken_to_in(post)
    for member in without_muting(spoken_to, markdown.plain(post.body)) if spoken_to else ():
        people_actions.tell_in_their_language(
            member,
            kind="mention",
            source=f"post:{post.key}",
            text=gettext_lazy("Somebody spoke to you by name in a topic."),
            url=reverse("forum:post", args=[post.key]),
            rings_at=rings_at(post.topic.group),
        )


def _spoken_to_in(post: Post) -> list[Member]:
    """Those who still belong, did not mute the topic, and block no face of the author, who is not one of them."""
    if "@" not in post.body:
        return []
    author_id = post.author.member_id
    named = Membership.objects.filter(mentions__post=post, state=Membership.State.ACTIVE).exclude(member=author_id)
    blocking = Q(blocks__blocked__member_id=author_id) if author_id else Q(blocks__blocked=post.author_id)
    mute = Q(muted_topics__topic=post.topic_id)
    return list(Member.objects.filter(pk__in=named.values("member")).exclude(blocking).exclude(mute))


@on(events.PostHeld)
def tell_keepers(event: events.PostHeld) -> None:
    post = _post(event.post_id)
    if post is None or not post.waits:
        return
    group = post.topic.group
    for keeper in groups_policy.keepers_of(group).select_related("member"):
        if keeper.member is not None:
            people_actions.tell_in_their_language(
                keeper.member,
                kind="waiting",
                source=f"post:{post.key}",
                text=gettext_lazy("The first post of somebody waits for one of you in a group that you look after."),
                url=reverse("forum:waiting", args=[group.slug]),
                rings_at=rings_at(group),
            )


@on(events.PostLetThrough)
def tell_author_of_shown_post(event: events.PostLetThrough) -> None:
    post = _post(event.post_id)
    if post is None or post.author.member is None or post.hidden_at or post.topic.hidden_at:
        return
    people_actions.tell_in_their_language(
        post.author.member,
        kind="shown",
        source=f"post:{post.key}",
        text=gettext_lazy("A post of yours was looked at, and is shown now."),
        url=reverse("forum:post", args=[post.key]),
        rings_at=rings_at(post.topic.group),
    )


@on(events.PostDeclined)
def tell_author_of_declined_post(event: events.PostDeclined) -> None:
    """Who is known to have declined it decided about it: then moderation writes to the author."""
    post = _post(event.post_id)
    if post is None:
        return
    live.tell(f"topic:{post.topic.key}", "change")
    if event.decliner_id is not None or post.author.member is None:
        return
    people_actions.tell_in_their_language(
        post.author.member,
        kind="declined",
        source=f"post:{post.key}",
        text=gettext_lazy("A post of yours was not let through. Read why, and what you can do."),
        url=reverse("forum:post", args=[post.key]),
        rings_at=rings_at(post.topic.group),
    )


def _watchers_of(post: Post) -> list[Member]:
    """Those who follow the topic and did not mute it, still belong, are not the author under any face, and want to
    meet this face and the one that began the topic. Its other faces they meet: a silence there would name them."""
    return WATCHERS.rows(
        topic_id=post.topic_id,
        author_id=post.author_id,
        starter_id=post.topic.author_id,
        member_id=post.author.member_id or 0,
    )


def _watchers(*, topic_id: int, author_id: int, starter_id: int, member_id: int) -> QuerySet[Member]:
    watches = Watch.objects.filter(topic=topic_id, watcher__state=Membership.State.ACTIVE)
    met = ~Q(blocks__blocked__in=[author_id, starter_id])
    hears = ~Q(muted_topics__topic=topic_id) & ~Q(pk=member_id)
    return Member.objects.filter(met, hears, pk__in=watches.values("watcher__member"))


WATCHERS = Prepared(_watchers)
POST = Prepared(lambda *, post_id: Post.objects.filter(pk=post_id).select_related("topic__group", "author"))


def _post(pk: int) -> Post | None:
    post: Post | None = POST.first(post_id=pk)
    return post
