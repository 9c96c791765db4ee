"""A face says whether it may be asked for private talks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0008_role_offers"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="welcomes_talks",
            field=models.BooleanField(default=True, verbose_name="others may ask to talk privately with me"),
        ),
    ]
