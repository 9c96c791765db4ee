"""Documents: what of a post is findable, read from the database as it is now."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from community.forum.models import Post
from kit import markdown
from search.engines import Document
from search.words import fold

BATCH = 500


def findable() -> QuerySet[Post]:
    """Posts that belong in the index, whoever may see them: neither they nor their topics are hidden."""
    return Post.objects.filter(hidden_at__isnull=True, topic__hidden_at__isnull=True)


def documents_of(posts: QuerySet[Post]) -> Iterator[Document]:
    """The title counts for the post that begins the topic; later ones are found by their own words, and what they
    quote by the post that it comes from."""
    columns = ("key", "number", "body", "created_at", "topic__title", "topic__group_id")
    rows = posts.order_by("pk").values_list(*columns)
    for key, number, body, created_at, title, group_id in rows.iterator(chunk_size=BATCH):
        yield Document(
            key=key,
            group_id=group_id,
            title=fold(title) if number == 1 else "",
            body=fold(markdown.plain(body, has_quotes=False)),
            created_at=created_at,
        )


def documents_with(keys: Sequence[str]) -> list[Document]:
    """Those of the keys that are findable now."""
    return list(documents_of(findable().filter(key__in=keys)))
