from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_member_look"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="has_quick_exit",
            field=models.BooleanField(default=True),
        ),
    ]
