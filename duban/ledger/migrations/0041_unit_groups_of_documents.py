"""Under each adopted document every unit has its own group."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0040_decisions_and_questions")]

    operations = [
        migrations.AddField(
            model_name="adoption",
            name="groups",
            field=models.JSONField(blank=True, default=dict, verbose_name="单位类别"),
        ),
    ]
