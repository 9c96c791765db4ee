"""What the index hears, many events at once: a change of it costs nearly the same for one post and for a hundred.

The posts are read as they are now, so hearing twice or late does no harm.
"""

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
from kit.events import gather
from search import index
from search.documents import documents_of, findable

PostEvent = PostPublished | PostEdited | PostHidden | PostRestored
TopicEvent = TopicHidden | TopicRestored | TopicImported


@gather(PostPublished, PostEdited, PostHidden, PostRestored)
def index_posts(events: list[PostEvent]) -> None:
    _bring_up_to_date(Post.objects.filter(pk__in={event.post_id for event in events}))


@gather(TopicHidden, TopicRestored, TopicImported)
def index_topics(events: list[TopicEvent]) -> None:
    _bring_up_to_date(Post.objects.filter(topic__in={event.topic_id for event in events}))


def _bring_up_to_date(posts: QuerySet[Post]) -> None:
    documents = list(documents_of(posts & findable()))
    found = {document.key for document in documents}
    index.put(documents)
    index.remove([key for key in posts.values_list("key", flat=True) if key not in found])
