from django.db import migrations


def name_who_entered(apps, schema_editor):
    """Backwards: before, every instruction had a leader with an account. Who wrote it stands in the text; who entered it stands for them."""
    instructions = apps.get_model("ledger", "Instruction").objects.filter(leader=None)
    for each in instructions.iterator():
        each.text = f"{each.superior_post}{each.superior_name}批示：{each.text}"
        each.superior_name = each.superior_post = each.superior_level = ""
        each.leader_id = each.reader_id = each.entered_by_id
        each.save()


class Migration(migrations.Migration):
    # Apart from the columns: PostgreSQL alters no table in the transaction that has just changed its rows.

    dependencies = [("ledger", "0027_superior_leaders")]

    operations = [migrations.RunPython(migrations.RunPython.noop, name_who_entered)]
