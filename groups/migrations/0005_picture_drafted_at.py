"""When a draft last named a picture, so that it stays as long as somebody may come back to the draft."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_look_alikes")]

    operations = [
        migrations.AddField(
            model_name="picture",
            name="drafted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
