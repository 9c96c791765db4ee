from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TOPICS_AT_ONCE = 500


def count_words(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Topics that were there before the counter get theirs."""
    topics = apps.get_model("forum", "Topic").objects.using(editor.connection.alias)
    posts = apps.get_model("forum", "Post").objects.using(editor.connection.alias)
    reached = 0
    while keys := list(topics.filter(pk__gt=reached).order_by("pk").values_list("pk", flat=True)[:TOPICS_AT_ONCE]):
        words = dict.fromkeys(keys, 0)
        seen = posts.filter(topic_id__in=keys, hidden_at__isnull=True).order_by()
        for topic_id, body in seen.values_list("topic_id", "body").iterator():
            words[topic_id] += len(body.split())
        topics.bulk_update([topics.model(pk=pk, word_count=count) for pk, count in words.items()], ["word_count"])
        reached = keys[-1]


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0002_topic_word_count"),
    ]

    operations = [
        migrations.RunPython(count_words, migrations.RunPython.noop),
    ]
