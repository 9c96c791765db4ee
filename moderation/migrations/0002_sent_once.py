"""A report that is sent twice stands once, from visitors too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="sent_as",
            field=models.CharField(blank=True, editable=False, help_text="See kit.once.", max_length=32, null=True),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("sent_as",), name="report_sent_once"),
        ),
    ]
