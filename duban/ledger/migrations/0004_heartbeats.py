"""Heartbeats of what runs by itself, and why a daily run broke off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_sealed_senders")]
    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(choices=[("schedule", "每日自动处理"), ("daily", "日切")], max_length=20, unique=True, verbose_name="名称"),
                ),
                ("at", models.DateTimeField(verbose_name="时刻")),
            ],
            options={"verbose_name": "心跳"},
        ),
        migrations.AddField("chain", "daily_failed_at", models.DateTimeField(blank=True, null=True, verbose_name="日切中断时刻")),
        migrations.AddField("chain", "daily_failure", models.CharField(blank=True, max_length=300, verbose_name="日切中断原因", default=""), preserve_default=False),
    ]
