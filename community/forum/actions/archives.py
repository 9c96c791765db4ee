"""Keeping what an archive holds: its people become faces without a member, its threads become topics."""

from base64 import b32encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from community.forum.actions import quotes
from community.forum.events import TopicImported
from community.forum.models import Post, Topic
from community.forum.reading import words_in
from groups.models import Group, Membership
from groups.names import name_key
from kit import markdown
from kit.events import announce

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class ArchivedAuthor:
    """Someone in an archive; without a name they get one that says nothing."""

    source_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class ArchivedPost:
    source_id: str
    author: ArchivedAuthor
    body: str
    html: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ArchivedTopic:
    """A thread in reading order; `posts` is never empty."""

    source_id: str
    title: str
    is_pinned: bool
    posts: list[ArchivedPost]


@dataclass(slots=True)
class Kept:
    """How much an import added."""

    topics: int = 0
    posts: int = 0
    faces: int = 0
    known_topics: int = 0


@dataclass(slots=True)
class _Faces:
    """The faces of an archive's people in one group; the same person gets the same face in every run."""

    group: Group
    kept: Kept
    by_source: dict[str, Membership] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    number: int = 0

    def __post_init__(self) -> None:
        self.taken = set(Membership.objects.filter(group=self.group).values_list("name_key", flat=True))

    def of(self, author: ArchivedAuthor) -> Membership:
        if author.source_id not in self.by_source:
            self.by_source[author.source_id] = self._known(author) or self._new(author)
        return self.by_source[author.source_id]

    def _key(self, author: ArchivedAuthor) -> str:
        """As random as any other key to whoever does not hold the site's secret."""
        digest = salted_hmac("forum.archives", f"{self.group.key}:{author.source_id}", algorithm="sha256").digest()
        return b32encode(digest[:10]).decode("ascii").lower()

    def _known(self, author: ArchivedAuthor) -> Membership | None:
        return Membership.objects.filter(group=self.group, key=self._key(author)).first()

    def _new(self, author: ArchivedAuthor) -> Membership:
        name = self._free_name(author.name)
        self.taken.add(name_key(name))
        self.kept.faces += 1
        return Membership.objects.create(
            key=self._key(author),
            group=self.group,
            member=None,
            name=name,
            name_key=name_key(name),
            state=Membership.State.LEFT,
        )

    def _free_name(self, wish: str) -> str:
        name = " ".join(wish.split())[:LONGEST_NAME]
        if name and name_key(name) and name_key(name) not in self.taken:
            return name
        if name and name_key(name):
            return self._numbered(f"{name[: LONGEST_NAME - 6]} %(number)d", first=2)
        name = self._numbered(_("Reader %(number)d"), first=self.number + 1)
        self.number += 1
        return name

    def _numbered(self, pattern: str, *, first: int) -> str:
        number = first
        while name_key(pattern.replace("%(number)d", str(number))) in self.taken:
            number += 1
        return pattern.replace("%(number)d", str(number))


@transaction.atomic
def keep_archive(group: Group, topics: Iterable[ArchivedTopic]) -> Kept:
    """All of an archive or nothing; what an earlier run kept is not kept again."""
    group = Group.objects.select_for_update().get(pk=group.pk)  # one import at a time
    kept = Kept()
    faces = _Faces(group, kept)
    for archived in topics:
        topic = Topic.objects.select_for_update().filter(group=group, source_id=archived.source_id).first()
        if topic is None:
            topic = _begin(group, archived, faces)
            kept.topics += 1
        else:
            kept.known_topics += 1
        added = _add_missing_posts(topic, archived, faces)
        kept.posts += added
        if added:
            announce(TopicImported(topic_id=topic.pk))
    return kept


def _begin(group: Group, archived: ArchivedTopic, faces: _Faces) -> Topic:
    first = archived.posts[0]
    return Topic.objects.create(
        group=group,
        author=faces.of(first.author),
        title=archived.title,
        created_at=first.created_at,
        last_post_at=first.created_at,
        pinned_at=first.created_at if archived.is_pinned else None,
        source_id=archived.source_id,
    )


def _add_missing_posts(topic: Topic, archived: ArchivedTopic, faces: _Faces) -> int:
    known = set(Post.objects.filter(topic=topic).values_list("source_id", flat=True)) if topic.post_count else set()
    missing = [post for post in archived.posts if post.source_id not in known]
    if not missing:
        return 0
    posts = [
        Post(
            topic=topic,
            author=faces.of(post.author),
            number=topic.post_count + place,
            change_number=topic.change_number + place,
            body=post.body,
            html=post.html,
            html_version=markdown.VERSION,
            created_at=post.created_at,
            source_id=post.source_id,
        )
        for place, post in enumerate(missing, start=1)
    ]
    Post.objects.bulk_create(posts, batch_size=500)
    quotes.keep_imported(topic, after=topic.post_count)
    topic.post_count += len(posts)
    topic.word_count += sum(words_in(post.body) for post in posts)
    topic.change_number += len(posts)
    topic.last_post_at = max(topic.last_post_at, *(post.created_at for post in posts))
    topic.save(update_fields=["post_count", "word_count", "change_number", "last_post_at"])
    return len(posts)
