"""When and how a face was removed, as whoever removed it knows it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0010_sent_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="removed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="removed_for_good",
            field=models.BooleanField(default=False),
        ),
    ]
