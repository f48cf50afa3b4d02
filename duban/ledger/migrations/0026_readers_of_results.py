from django.db import migrations, models


def let_leaders_read(apps, schema_editor):
    """Whoever wrote an instruction reads its result, until they hand over their post."""
    apps.get_model("ledger", "Instruction").objects.filter(reader=None).update(reader=models.F("leader"))


class Migration(migrations.Migration):
    # Apart from the column: PostgreSQL alters no table in the transaction that has just filled it.

    dependencies = [("ledger", "0025_successions")]

    operations = [migrations.RunPython(let_leaders_read, migrations.RunPython.noop)]
