"""Somebody is asked to take on a role, or a whole group, and says yes or no."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import kit.keys


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0007_ask_about_health"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoleOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=kit.keys.new_key, editable=False, max_length=16, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("member", "Member"), ("moderator", "Moderator"), ("host", "Host")], max_length=12
                    ),
                ),
                ("steps_down", models.BooleanField(default=False)),
                (
                    "is_heard",
                    models.BooleanField(
                        default=True,
                        help_text="No if the face only seems to belong, or its member keeps the asker away: no answer.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("taken_back", "Taken back"),
                            ("over", "Over"),
                        ],
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "ends_at",
                    models.DateTimeField(help_text="An answer must come before; not long after it the row goes."),
                ),
                (
                    "face",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="role_offers", to="groups.membership"
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="groups.membership"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")), fields=("face",), name="one_role_offer_at_a_time"
                    )
                ],
            },
        ),
    ]
