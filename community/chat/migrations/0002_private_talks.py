"""Two faces of a group talk alone: a request, and a room of each of the two."""

import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.db import migrations, models

import kit.keys


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0001_initial"),
        ("groups", "0009_face_welcomes_talks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Talk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=kit.keys.new_key, editable=False, max_length=16, unique=True)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_waiting", models.BooleanField(default=True)),
                ("is_to_answer", models.BooleanField(default=True)),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="room",
            name="room_name_once_a_group",
        ),
        migrations.AddField(
            model_name="room",
            name="other",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="groups.membership",
            ),
        ),
        migrations.AddField(
            model_name="room",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sides",
                to="groups.membership",
            ),
        ),
        migrations.AlterField(
            model_name="room",
            name="name",
            field=models.CharField(blank=True, max_length=80, verbose_name="name"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(
                condition=models.Q(("owner", None)), fields=("group", "name"), name="room_name_once_a_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.UniqueConstraint(fields=("owner", "other"), name="one_side_a_pair"),
        ),
        migrations.AddConstraint(
            model_name="room",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("other", None), ("owner", None)),
                    models.Q(("other__isnull", False), ("owner__isnull", False)),
                    _connector="OR",
                ),
                name="a_side_has_two_faces",
            ),
        ),
        migrations.AddField(
            model_name="talk",
            name="asked",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="talks_asked_of", to="groups.membership"
            ),
        ),
        migrations.AddField(
            model_name="talk",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="talks_asked_for", to="groups.membership"
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("asked_by", "asked"),
                django.db.models.functions.comparison.Greatest("asked_by", "asked"),
                name="one_talk_a_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_by", models.F("asked")), _negated=True), name="a_talk_has_two_faces"
            ),
        ),
    ]
