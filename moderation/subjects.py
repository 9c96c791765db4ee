"""What can be reported, and how to act on each kind: one entry a kind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.chat import actions as chat_actions
from community.chat import policy as chat_policy
from community.chat.models import Entry
from community.forum import actions as forum_actions
from community.forum import policy as forum_policy
from community.forum.models import Post, Topic
from groups import policy as groups_policy
from groups.models import Group, Membership
from people.models import Viewer


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing. `hide` and `restore` belong to the room that owns it; a kind without them stays visible.

    Of what `is_private` those who look after a group get the copy that was reported, and never the place it stands in.
    """

    name: str | Promise
    model: type[Model]
    visible: Callable[[Viewer], QuerySet[Any]]
    related: tuple[str, ...]
    group_of: Callable[[Any], Group]
    author_of: Callable[[Any], Membership]
    words_of: Callable[[Any], str]
    address_of: Callable[[Any], str]
    hide: Callable[..., Any] | None = None
    restore: Callable[..., Any] | None = None
    is_private: Callable[[Any], bool] = field(default=lambda thing: False)
    private_name: str | Promise = ""

    def name_of(self, thing: Any) -> str | Promise:
        """What people call it; `thing` is None once it is gone."""
        return self.private_name if thing is not None and self.is_private(thing) else self.name

    def seen_by(self, viewer: Viewer) -> QuerySet[Any]:
        """What of this kind the viewer may see, and therefore report."""
        return self.visible(viewer).select_related(*self.related)

    def find(self, key: str) -> Any | None:
        """The thing itself, hidden or not, for those who may see its review; None once it is gone."""
        return self.model._default_manager.select_related(*self.related).filter(key=key).first()


def _group_of_post(post: Post) -> Group:
    return post.topic.group


def _group_of_entry(entry: Entry) -> Group:
    return entry.room.group


def _is_in_private_talk(entry: Entry) -> bool:
    return entry.room.is_private


def _group(thing: Topic | Membership) -> Group:
    return thing.group


def _author(thing: Post | Topic | Entry) -> Membership:
    return thing.author


def _itself(face: Membership) -> Membership:
    return face


def _body(thing: Post | Entry) -> str:
    return thing.body


def _words_of_topic(topic: Topic) -> str:
    """Its title, and its first post unless that one was removed by itself."""
    first = topic.posts.filter(number=1, hidden_at__isnull=True).values_list("body", flat=True).first()
    return "\n\n".join(part for part in (topic.title, first) if part)


def _words_of_face(face: Membership) -> str:
    return "\n\n".join(part for part in (face.name, face.about) if part)


def _address_of_post(post: Post) -> str:
    return reverse("forum:post", args=[post.key])


def _address_of_topic(topic: Topic) -> str:
    return reverse("forum:topic", args=[topic.key])


def _address_of_entry(entry: Entry) -> str:
    return reverse("chat:entry", args=[entry.key])


def _address_of_face(face: Membership) -> str:
    return reverse("groups:face", args=[face.group.slug, face.key])


POST = "post"
SUBJECTS: dict[str, Subject] = {
    POST: Subject(
        _("post"),
        Post,
        forum_policy.visible_posts,
        ("topic__group", "author__member"),
        _group_of_post,
        _author,
        _body,
        _address_of_post,
        forum_actions.hide_post,
        forum_actions.restore_post,
    ),
    "topic": Subject(
        _("topic"),
        Topic,
        forum_policy.visible_topics,
        ("group", "author__member"),
        _group,
        _author,
        _words_of_topic,
        _address_of_topic,
        forum_actions.hide_topic,
        forum_actions.restore_topic,
    ),
    "entry": Subject(
        _("chat message"),
        Entry,
        chat_policy.visible_entries,
        ("room__group", "author__member"),
        _group_of_entry,
        _author,
        _body,
        _address_of_entry,
        chat_actions.hide_entry,
        chat_actions.restore_entry,
        _is_in_private_talk,
        _("private message"),
    ),
    "face": Subject(
        _("profile"),
        Membership,
        groups_policy.visible_faces,
        ("group", "member"),
        _group,
        _itself,
        _words_of_face,
        _address_of_face,
    ),
}
