"""Words of a draft that were written elsewhere and would otherwise be lost under newer ones."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0005_glance")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="earlier",
            field=models.TextField(blank=True, help_text="What was written elsewhere meanwhile."),
        ),
    ]
