"""Make room for what is sealed of who wrote an appeal and what was written; the rows are sealed by a later migration, in steps."""

from django.db import migrations, models

SEALED = {"person": "反映人", "contact": "联系方式", "text": "内容", "reply": "答复"}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only"), ("people", "0002_sealed_address")]
    operations = [
        migrations.AddField("appeal", "masked_text", models.TextField("略去姓名号码的内容", blank=True, default="")),
        migrations.AddField("appeal", "sender_keys", models.TextField("反映人摘要", blank=True, default="")),
        migrations.AddField("appeal", "erased_on", models.DateField("身份信息清除日期", null=True, blank=True)),
        migrations.AddField("attachment", "erased_on", models.DateField("内容清除日期", null=True, blank=True)),
        # Plain text in between: what is sealed must not be read while it is not yet.
        *[migrations.AlterField("appeal", name, models.TextField(label, blank=name != "text")) for name, label in SEALED.items()],
    ]
