from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_letter"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="is_low_energy",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="member",
            name="theme",
            field=models.CharField(
                choices=[
                    ("system", "As my device"),
                    ("light", "Light"),
                    ("dark", "Dark"),
                    ("contrast", "High contrast"),
                ],
                default="system",
                max_length=12,
            ),
        ),
    ]
