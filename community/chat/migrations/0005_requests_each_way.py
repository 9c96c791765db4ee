"""Each of two may have asked the other; only one of these requests is there to be answered."""

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0004_find_quotes"),
        ("groups", "0009_face_welcomes_talks"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="talk",
            name="one_talk_a_pair",
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(fields=("asked_by", "asked"), name="one_request_each_way"),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("asked_by", "asked"),
                django.db.models.functions.comparison.Greatest("asked_by", "asked"),
                condition=models.Q(("is_to_answer", True)),
                name="one_request_to_answer_a_pair",
            ),
        ),
    ]
