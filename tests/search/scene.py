"""Posts to find, in groups of every visibility."""

from django.test import Client

from community.forum.models import Post
from groups.models import Group, Membership
from kit.events import deliver_due
from people.models import Member
from search import queries
from tests import make


def written(group: Group, body: str, *, title: str = "A question", author: Membership | None = None) -> Post:
    """A topic whose first post says `body`, and the index has heard of it."""
    topic = make.topic(author or make.host_of(group), title=title, body=body)
    deliver_due()
    return topic.posts.get(number=1)


def found(viewer: object, words: str, *, group: Group | None = None) -> list[Post]:
    return [hit.post for hit in queries.find(viewer, words, group=group).hits]


def browser_of(member: Member | None = None) -> Client:
    client = Client()
    if member is not None:
        client.force_login(member)
    return client
