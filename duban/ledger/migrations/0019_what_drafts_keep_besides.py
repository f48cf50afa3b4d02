"""Drafts keep who guides, what comes round again and what else the paper says."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0018_matters_without_end'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='guide',
            field=models.JSONField(default=list, verbose_name='指导'),
        ),
        migrations.AddField(
            model_name='draft',
            name='notes',
            field=models.JSONField(default=list, verbose_name='其他内容'),
        ),
        migrations.AddField(
            model_name='draft',
            name='recurrence',
            field=models.CharField(blank=True, max_length=200, verbose_name='周期'),
        ),
    ]
