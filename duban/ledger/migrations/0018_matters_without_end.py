"""Matters without end date (长期), and rhythms of reports by any day that offices name, with what becomes of rest days."""

import datetime

from django.db import migrations, models

# What stands for "no end" where a date is wanted: on the way back, so that nothing becomes late by it.
NEVER = datetime.date(9999, 12, 30)


# Rhythms that earlier versions do not know, by the nearest that they know.
NEAREST = {
    "weeks": lambda number: ("days", number // 10 * 7),
    "weekday": lambda number: ("month", 0),
    "quarter_day": lambda number: ("quarter", 0),
    "half_year": lambda number: ("quarter", 0),
    "half_year_day": lambda number: ("quarter", 0),
    "year": lambda number: ("year_day", 1231),
}


def give_an_end(apps, editor):
    """On the way back every matter has an end date again, and every rhythm is one that was known."""
    alias = editor.connection.alias
    for name in ("Matter", "Assignment"):
        apps.get_model("ledger", name).objects.using(alias).filter(due_on=None).update(due_on=NEVER)
    for found in apps.get_model("ledger", "Recurrence").objects.using(alias).filter(every__in=NEAREST):
        found.every, found.number = NEAREST[found.every](found.number)
        found.save(update_fields=["every", "number"])


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0017_units_enter_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='draft',
            name='endless',
            field=models.BooleanField(default=False, verbose_name='长期'),
        ),
        migrations.AddField(
            model_name='draft',
            name='rhythm',
            field=models.CharField(blank=True, max_length=60, verbose_name='定期报送'),
        ),
        migrations.AddField(
            model_name='recurrence',
            name='rest',
            field=models.CharField(blank=True, max_length=10, verbose_name='遇休息日'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='期限'),
        ),
        migrations.AlterField(
            model_name='matter',
            name='due_on',
            field=models.DateField(blank=True, null=True, verbose_name='办结期限'),
        ),
        migrations.AlterField(
            model_name='recurrence',
            name='every',
            field=models.CharField(choices=[('week', '每周'), ('weeks', '每几周'), ('month', '每月最后一个工作日'), ('quarter', '每季度最后一个工作日'), ('days', '每隔若干天'), ('month_day', '每月某日'), ('workday', '每月第几个工作日'), ('weekday', '每月第几个星期几'), ('quarter_day', '每季度某月某日'), ('half_year', '每半年最后一个工作日'), ('half_year_day', '每半年某月某日'), ('year', '每年最后一个工作日'), ('year_day', '每年某日'), ('once', '一次'), ('once_days', '一次（按日）'), ('once_month', '一次（按月）')], max_length=20, verbose_name='周期'),
        ),
        migrations.RunPython(migrations.RunPython.noop, give_an_end),
    ]
