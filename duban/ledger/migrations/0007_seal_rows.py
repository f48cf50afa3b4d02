"""Seal who wrote an appeal and what was written; key the digests by which it is found. Backwards all of it is plain again.

Some hundred rows at a time, each lot a transaction of its own: nobody waits for the whole, and what broke off is gone on with.
"""

import hashlib
import re
import unicodedata

from django.db import migrations, transaction

from duban.ledger import privacy
from duban.people import sealing

SEALED = {"person": "反映人", "contact": "联系方式", "text": "内容", "reply": "答复"}
_LOT = 500


def seal(apps, schema_editor):
    """Seal every appeal that is not sealed yet, and put beside it what is searched in."""
    _rewrite(apps, schema_editor, _sealed)


def unseal(apps, schema_editor):
    """Make every appeal plain that is sealed, with the digests that 0.1.0 knew."""
    _rewrite(apps, schema_editor, _unsealed)


def _sealed(row):
    if _is_sealed(row["text"]):
        return None
    return {
        **{name: sealing.seal(row[name]) if row[name] else "" for name in SEALED},
        "masked_text": privacy.masked(row["text"], person=row["person"], contact=row["contact"]),
        "text_key": privacy.key_of_text(row["text"]),
        "contact_key": privacy.key_of_contact(row["contact"]),
        "sender_keys": privacy.keys_of_sender(row["person"], row["contact"]),
    }


def _unsealed(row):
    if not _is_sealed(row["text"]):
        return None
    plain = {name: sealing.unseal(row[name]) if row[name] else "" for name in SEALED}
    return {
        **plain,
        "text_key": _digest("".join(sign for sign in _plain(plain["text"]) if sign.isalnum())),
        "contact_key": _key_of_contact(plain["contact"]),
    }


def _rewrite(apps, schema_editor, change):
    appeals = apps.get_model("ledger", "Appeal").objects
    last = 0
    while lot := list(appeals.filter(pk__gt=last).order_by("pk").values("pk", *SEALED)[:_LOT]):
        last = lot[-1]["pk"]
        with transaction.atomic(using=schema_editor.connection.alias):
            for row in lot:
                if (new := change(row)) is not None:
                    appeals.filter(pk=row["pk"]).update(**new)


def _is_sealed(text):
    """Return whether a text is a token of this installation: one that merely looks like it cannot be read with the key."""
    try:
        return bool(sealing.unseal(text)) if text.startswith("gAAAA") else False
    except (sealing.WrongKey, ValueError):
        return False


def _key_of_contact(contact):
    plain = _plain(contact)
    digits = re.sub(r"\D", "", plain)
    known = digits.removeprefix("86") if len(digits) > 6 else plain
    return _digest(known) if known else ""


def _plain(text):
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).casefold()


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ledger", "0006_no_truncation")]
    operations = [
        migrations.RunPython(seal, unseal, atomic=False),
        *[migrations.AlterField("appeal", name, sealing.SealedField(label, blank=name != "text")) for name, label in SEALED.items()],
    ]
