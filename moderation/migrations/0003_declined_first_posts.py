"""A first post that was not let through has a decision as well: one, however often it is told of."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0002_sent_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="review",
            name="is_decline",
            field=models.BooleanField(
                default=False, help_text="Not reported by anybody: a first post that was not let through."
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_decline", True)),
                fields=("kind", "subject_key"),
                name="one_decline_a_thing",
            ),
        ),
    ]
