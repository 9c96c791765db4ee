from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="word_count",
            field=models.PositiveIntegerField(default=0, help_text="Of the posts that readers see."),
        ),
    ]
