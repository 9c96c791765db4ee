"""A reply or a topic that is sent twice stands once; a draft knows under which key it will be sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0009_find_quotes"),
    ]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="client_key",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="post",
            name="sent_as",
            field=models.CharField(blank=True, editable=False, help_text="See kit.once.", max_length=32, null=True),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(fields=("sent_as",), name="post_sent_once"),
        ),
    ]
