"""The audit log, and triggers by which the database itself refuses to change, delete or empty it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "ledger_auditevent"


def protect(apps, schema_editor):
    """Create triggers that refuse UPDATE, DELETE and, where there is such a statement, TRUNCATE."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for verb in ("UPDATE", "DELETE", "TRUNCATE") if on_postgresql else ("UPDATE", "DELETE"):
        name = f"{TABLE}_no_{verb.lower()}"
        if on_postgresql:
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{TABLE} is append-only'; END $$"
            )
            each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} FOR EACH {each} EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {TABLE} "
                f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
            )


def unprotect(apps, schema_editor):
    """Drop the triggers again."""
    for verb in ("update", "delete", "truncate"):
        name = f"{TABLE}_no_{verb}"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0007_seal_rows'),
        ('people', '0005_second_factor'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField(unique=True, verbose_name='序号')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时刻')),
                ('event', models.CharField(max_length=40, verbose_name='事件')),
                ('address', models.CharField(max_length=60, verbose_name='地址')),
                ('target', models.CharField(max_length=300, verbose_name='对象')),
                ('details', models.CharField(max_length=300, verbose_name='说明')),
                ('result', models.CharField(choices=[('done', '成功'), ('refused', '被拒'), ('failed', '失败')], max_length=10, verbose_name='结果')),
                ('status', models.PositiveIntegerField(verbose_name='状态码')),
                ('request', models.CharField(max_length=40, verbose_name='请求编号')),
                ('algorithm', models.CharField(max_length=10, verbose_name='摘要算法')),
                ('previous', models.CharField(max_length=64, verbose_name='前一行摘要')),
                ('digest', models.CharField(max_length=64, verbose_name='摘要')),
                ('jurisdiction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.jurisdiction', verbose_name='辖区')),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
            ],
            options={
                'verbose_name': '审计日志',
                'indexes': [models.Index(fields=['jurisdiction', 'seq'], name='audit_jurisdiction'), models.Index(fields=['event', 'target'], name='audit_event_target')],
            },
        ),
        migrations.RunPython(protect, unprotect),
    ]
