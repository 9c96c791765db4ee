from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="group",
            name="has_quick_exit",
            field=models.BooleanField(default=True, verbose_name="button to leave quickly"),
        ),
    ]
