"""Messages say what they are about, and no longer on which page; going down, what was written since becomes a page again."""

from django.db import migrations

_PAGES = {
    "account_changes": "account-changes",
    "selfinspection": "self-inspections",
    "waiting": "proposals?tab=waiting",
    "desk": "desk",
    "sessions": "sessions",
}


def to_paths(apps, schema_editor):
    """Make pages of kinds and keys, as 0.1.0 knows them."""
    message = apps.get_model("ledger", "Message")
    for each in message.objects.exclude(about="").exclude(about__startswith="/").iterator(chunk_size=1000):
        kind, _, key = each.about.partition(":")
        page = _PAGES.get(kind, f"{kind}s")
        message.objects.filter(pk=each.pk).update(about=f"/{page}/{key}" if key else f"/{page}")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0010_one_word_for_one_thing")]

    operations = [
        migrations.RenameField("message", "path", "about"),
        migrations.RunPython(migrations.RunPython.noop, to_paths),
    ]
