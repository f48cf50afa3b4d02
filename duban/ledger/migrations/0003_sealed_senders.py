"""Seal who wrote an appeal and what was written; key the digests by which it is found. Backwards all of it is plain again."""

import hashlib
import re
import unicodedata

from django.db import migrations, models

from duban.ledger import privacy
from duban.people import sealing

SEALED = {"person": "反映人", "contact": "联系方式", "text": "内容", "reply": "答复"}


def seal(apps, schema_editor):
    """Seal every appeal, and put beside it what is searched in."""
    appeals = apps.get_model("ledger", "Appeal").objects
    for row in appeals.values("pk", *SEALED).iterator(chunk_size=500):
        kept = {name: sealing.seal(row[name]) if row[name] else "" for name in SEALED}
        appeals.filter(pk=row["pk"]).update(
            **kept,
            masked_text=privacy.masked(row["text"], person=row["person"], contact=row["contact"]),
            text_key=privacy.key_of_text(row["text"]),
            contact_key=privacy.key_of_contact(row["contact"]),
            sender_keys=privacy.keys_of_sender(row["person"], row["contact"]),
        )


def unseal(apps, schema_editor):
    """Make every appeal plain, with the digests that 0.1.0 knew."""
    appeals = apps.get_model("ledger", "Appeal").objects
    for row in appeals.values("pk", *SEALED).iterator(chunk_size=500):
        plain = {name: sealing.unseal(row[name]) if row[name] else "" for name in SEALED}
        appeals.filter(pk=row["pk"]).update(
            **plain,
            text_key=_digest("".join(sign for sign in _plain(plain["text"]) if sign.isalnum())),
            contact_key=_key_of_contact(plain["contact"]),
        )


def _key_of_contact(contact):
    plain = _plain(contact)
    digits = re.sub(r"\D", "", plain)
    known = digits.removeprefix("86") if len(digits) > 6 else plain
    return _digest(known) if known else ""


def _plain(text):
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).casefold()


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _alter(field):
    return [migrations.AlterField("appeal", name, field(label, blank=name != "text")) for name, label in SEALED.items()]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only"), ("people", "0002_sealed_address")]
    operations = [
        migrations.AddField("appeal", "masked_text", models.TextField("略去姓名号码的内容", blank=True, default="")),
        migrations.AddField("appeal", "sender_keys", models.TextField("反映人摘要", blank=True, default="")),
        migrations.AddField("appeal", "erased_on", models.DateField("身份信息清除日期", null=True, blank=True)),
        migrations.AddField("attachment", "erased_on", models.DateField("内容清除日期", null=True, blank=True)),
        # Plain text in between: what is sealed must not be read while it is not yet.
        *_alter(models.TextField),
        migrations.RunPython(seal, unseal),
        *_alter(sealing.SealedField),
    ]
