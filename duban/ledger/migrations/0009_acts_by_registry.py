"""The acts of proposals are those that are registered: no row changes, and a new act needs no migration."""

from django.db import migrations, models

from duban.ledger.models import proposals


class Migration(migrations.Migration):
    dependencies = [("ledger", "0008_audit_events")]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="act",
            field=models.CharField(choices=proposals.acts, max_length=12, verbose_name="事由"),
        ),
    ]
