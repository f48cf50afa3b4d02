"""Units enter what their document lets them; kinds of facts are named by documents, at more length."""

import django.db.models.deletion
from django.db import migrations, models


def widen_kinds(apps, editor):
    """Let the kind of a line be longer. SQLite holds no text to a length; the table and its triggers are left as they are."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE ledger_journalline ALTER COLUMN kind TYPE varchar(60)")


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0016_dates_and_levels_of_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="fields",
            field=models.JSONField(blank=True, default=dict, verbose_name="内容"),
        ),
        migrations.AlterField(
            model_name="claim",
            name="authority",
            field=models.CharField(blank=True, max_length=30, verbose_name="作出机关"),
        ),
        migrations.AlterField(
            model_name="claim",
            name="document",
            field=models.CharField(blank=True, max_length=100, verbose_name="文号或刊物"),
        ),
        migrations.AlterField(
            model_name="claim",
            name="file",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="ledger.attachment",
                verbose_name="证明材料",
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="kind",
            field=models.CharField(max_length=60, verbose_name="种类"),
        ),
        migrations.SeparateDatabaseAndState(
            # Backwards too: a longer column holds what a shorter one held.
            database_operations=[migrations.RunPython(widen_kinds, migrations.RunPython.noop)],
            state_operations=[
                migrations.AlterField(
                    model_name="journalline",
                    name="kind",
                    field=models.CharField(blank=True, max_length=60, verbose_name="事实种类"),
                ),
            ],
        ),
    ]
