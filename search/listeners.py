"""What the index hears: every listener reads the post as it is now, so hearing twice or late does no harm."""

from django.db.models import QuerySet

from community.forum.events import (
    PostEdited,
    PostHidden,
    PostPublished,
    PostRestored,
    TopicHidden,
    TopicImported,
    TopicRestored,
)
from community.forum.models import Post
from kit.events import on
from search import index
from search.documents import documents_of, findable


@on(PostPublished, PostEdited, PostHidden, PostRestored)
def index_post(event: PostPublished | PostEdited | PostHidden | PostRestored) -> None:
    _bring_up_to_date(Post.objects.filter(pk=event.post_id))


@on(TopicHidden, TopicRestored, TopicImported)
def index_topic(event: TopicHidden | TopicRestored | TopicImported) -> None:
    _bring_up_to_date(Post.objects.filter(topic=event.topic_id))


def _bring_up_to_date(posts: QuerySet[Post]) -> None:
    documents = list(documents_of(posts & findable()))
    found = {document.key for document in documents}
    index.put(documents)
    index.remove([key for key in posts.values_list("key", flat=True) if key not in found])
