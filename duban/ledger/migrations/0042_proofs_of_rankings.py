"""What published rankings rest on moves to a table of its own, compressed; the database itself refuses to change it there too."""

import json
import zlib

import django.db.models.deletion
from django.db import migrations, models

from duban.ledger.storage.append_only import protect_rankings

TABLE = "ledger_rankingproof"


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


def move_out(apps, schema_editor):
    """Pack what each ranking rests on and its result into the new table, one ranking at a time."""
    ranking, proof = (apps.get_model("ledger", name) for name in ("Ranking", "RankingProof"))
    for pk in ranking.objects.order_by("pk").values_list("pk", flat=True):
        held = ranking.objects.values_list("snapshot", "result").get(pk=pk)
        packed = [zlib.compress(json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode(), 6) for each in held]
        proof.objects.create(ranking_id=pk, case=packed[0], result=packed[1])
    _settle(schema_editor)


def move_back(apps, schema_editor):
    """Unpack it again into the columns from before; the trigger of rankings stands aside for that."""
    ranking, proof = (apps.get_model("ledger", name) for name in ("Ranking", "RankingProof"))
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute("ALTER TABLE ledger_ranking DISABLE TRIGGER ledger_ranking_no_update")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS ledger_ranking_no_update")
    for pk in proof.objects.order_by("pk").values_list("pk", flat=True):
        held = proof.objects.values_list("case", "result").get(pk=pk)
        case, result = (json.loads(zlib.decompress(each)) for each in held)
        ranking.objects.filter(pk=pk).update(snapshot=case, result=result)
    _settle(schema_editor)
    if on_postgresql:
        schema_editor.execute("ALTER TABLE ledger_ranking ENABLE TRIGGER ledger_ranking_no_update")


def _settle(schema_editor):
    """Let PostgreSQL check what waits for the end of the transaction: it alters no table while anything waits."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0041_unit_groups_of_documents'),
    ]

    operations = [
        # Either way: SQLite makes the table anew, and its triggers are gone with the old one.
        migrations.RunPython(migrations.RunPython.noop, protect_rankings),
        migrations.CreateModel(
            name='RankingProof',
            fields=[
                ('ranking', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='proof', serialize=False, to='ledger.ranking', verbose_name='排名')),
                ('case', models.BinaryField(verbose_name='依据')),
                ('result', models.BinaryField(verbose_name='结果')),
            ],
            options={
                'verbose_name': '排名依据',
            },
        ),
        # So that there is something in them on the way back, until they are filled.
        migrations.AlterField('ranking', 'snapshot', models.JSONField(default=dict, verbose_name='依据')),
        migrations.AlterField('ranking', 'result', models.JSONField(default=dict, verbose_name='结果')),
        migrations.RunPython(move_out, move_back),
        migrations.RemoveField('ranking', 'snapshot'),
        migrations.RemoveField('ranking', 'result'),
        migrations.RunPython(protect_rankings, migrations.RunPython.noop),
        migrations.RunPython(protect, unprotect),
    ]
