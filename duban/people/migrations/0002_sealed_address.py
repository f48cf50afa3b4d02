"""Seal the mail addresses of officers; backwards they are plain again, and as long as they were."""

from django.db import migrations, models

from duban.people import sealing


def _rewrite(apps, change):
    officers = apps.get_model("people", "Officer").objects
    for pk, email in officers.exclude(email="").values_list("pk", "email").iterator(chunk_size=500):
        officers.filter(pk=pk).update(email=change(email))


def seal(apps, schema_editor):
    """Seal every address."""
    _rewrite(apps, sealing.seal)


def unseal(apps, schema_editor):
    """Make every address plain."""
    _rewrite(apps, sealing.unseal)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        # Plain text in between: what is sealed must not be read while it is not yet.
        migrations.AlterField("officer", "email", models.TextField("邮件地址", blank=True, default="")),
        migrations.RunPython(seal, unseal),
        migrations.AlterField("officer", "email", sealing.SealedField("邮件地址", blank=True, default="")),
    ]
