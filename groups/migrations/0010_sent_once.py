"""A group that is founded twice by one form stands once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0009_face_welcomes_talks"),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="sent_as",
            field=models.CharField(blank=True, editable=False, help_text="See kit.once.", max_length=32, null=True),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(fields=("sent_as",), name="group_sent_once"),
        ),
    ]
