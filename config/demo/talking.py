"""Topics and chat of the demo, in bulk: numbers without gaps, changes in the order in which they happened."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from community.chat.models import Entry, Room
from community.forum.models import Post, Reaction, Topic, Watch
from community.forum.reading import words_in
from config.demo.written import WrittenPost, WrittenRoom, WrittenTopic
from groups.models import Area, Group, Membership
from kit import markdown
from kit.keys import new_key

Faces = dict[str, Membership]
BETWEEN_SIGNS = timedelta(minutes=11)


def fill_topics(written: list[WrittenTopic], group: Group, faces: Faces, step: Callable[[int], object]) -> None:
    ordered = sorted(written, key=lambda topic: topic.posts[0].at)
    areas = {area.name: area for area in group.areas.all()} | {"": None}
    topics = Topic.objects.bulk_create(_topic(topic, group, faces, areas[topic.area]) for topic in ordered)
    posts: list[tuple[WrittenPost, Post]] = []
    for told, row in zip(ordered, topics, strict=True):
        changes = changes_of(told)
        posts += [(post, _post(post, row, faces[post.author], changes[post.number])) for post in told.posts]
        step(len(told.posts))
    posts.sort(key=lambda pair: pair[0].at)
    Post.objects.bulk_create(row for _post_told, row in posts)
    Reaction.objects.bulk_create(sign for told, row in posts for sign in _signs(told, row, faces))
    Watch.objects.bulk_create(_watches(posts))


def changes_of(written: WrittenTopic) -> dict[int, int]:
    """The change number that each post bears in the end; 0 stands for the topic's own last one."""
    moments: list[tuple[datetime, int]] = [(post.at, post.number) for post in written.posts]
    for post in written.posts:
        moments += [(at, post.number) for at in (post.edited_at, post.hidden_at) if at]
    moments += [(at, 0) for at in (written.pinned_at, written.closed_at) if at]
    changes = {number: change for change, (_at, number) in enumerate(sorted(moments), start=1)}
    return changes | {0: len(moments)}


def _topic(written: WrittenTopic, group: Group, faces: Faces, area: Area | None) -> Topic:
    return Topic(
        key=written.key,
        group=group,
        author=faces[written.posts[0].author],
        area=area,
        title=written.title,
        created_at=written.posts[0].at,
        last_post_at=written.posts[-1].at,
        post_count=len(written.posts),
        word_count=sum(words_in(post.body) for post in written.posts if not post.hidden_at),
        change_number=changes_of(written)[0],
        pinned_at=written.pinned_at,
        closed_at=written.closed_at,
    )


def _post(written: WrittenPost, topic: Topic, author: Membership, change: int) -> Post:
    return Post(
        topic=topic,
        author=author,
        number=written.number,
        change_number=change,
        body=written.body,
        html=markdown.render(written.body),
        html_version=markdown.VERSION,
        created_at=written.at,
        edited_at=written.edited_at,
        hidden_at=written.hidden_at,
        hidden_reason=written.hidden_reason,
    )


def _signs(written: WrittenPost, post: Post, faces: Faces) -> list[Reaction]:
    """Each some minutes after the last, by people who belonged by then, and never later than now."""
    signs = []
    at = written.at
    for kind, names in written.signs.items():
        for name in names:
            at = min(max(at, faces[name].joined_at) + BETWEEN_SIGNS, timezone.now())
            signs.append(Reaction(post=post, author=faces[name], kind=kind, created_at=at))
    return signs


def _watches(posts: list[tuple[WrittenPost, Post]]) -> list[Watch]:
    """Whoever writes in a topic is told about replies from then on."""
    firsts: dict[tuple[int, int], Watch] = {}
    for told, row in posts:
        watch = Watch(topic=row.topic, watcher=row.author, created_at=told.at)
        firsts.setdefault((row.topic.pk, row.author.pk), watch)
    return list(firsts.values())


def fill_room(written: WrittenRoom, group: Group, faces: Faces, step: Callable[[int], object]) -> None:
    count = len(written.entries)
    room = Room.objects.create(
        group=group, name=written.name, created_at=written.opened_at, last_number=count, change_number=count
    )
    Entry.objects.bulk_create(
        Entry(
            room=room,
            author=faces[entry.author],
            number=number,
            change_number=number,
            client_key=new_key(),
            body=entry.body,
            html=markdown.render(entry.body),
            html_version=markdown.VERSION,
            created_at=entry.at,
        )
        for number, entry in enumerate(written.entries, start=1)
    )
    step(count)
