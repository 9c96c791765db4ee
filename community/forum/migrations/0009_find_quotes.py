"""Quotes in posts that were there before are looked through like those to come."""

from collections import deque
from collections.abc import Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from kit import quoting

LOOKED_THROUGH = 500
TOPICS_AT_ONCE = 100


def find_quotes(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Each hundred topics in a transaction of their own, so that a large site goes on while they are looked through."""
    alias = editor.connection.alias
    posts = apps.get_model("forum", "Post").objects.using(alias)
    quotes = apps.get_model("forum", "Quote").objects.using(alias)
    with_quotes = posts.filter(html__contains=quoting.OPENING).order_by("topic_id")
    topics = list(with_quotes.values_list("topic_id", flat=True).distinct())
    for start in range(0, len(topics), TOPICS_AT_ONCE):
        found = [quotes.model(**row) for pk in topics[start : start + TOPICS_AT_ONCE] for row in _rows(posts, pk)]
        with transaction.atomic(using=alias):
            quotes.bulk_create(found, batch_size=500, ignore_conflicts=True)


def _rows(posts: Any, topic_id: int) -> Iterator[dict[str, int]]:
    said: deque[quoting.Said] = deque(maxlen=LOOKED_THROUGH)
    for pk, html in posts.filter(topic_id=topic_id).order_by("number").values_list("pk", "html").iterator():
        for place, sources in quoting.sources_of(html, list(reversed(said))).items():
            for source_id in sources:
                yield {"post_id": pk, "place": place, "source_id": source_id}
        said.append(quoting.Said(pk, html))


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("forum", "0008_quote")]

    operations = [migrations.RunPython(find_quotes, migrations.RunPython.noop)]
