"""What is handed out of one person as one file: person.json, and the files that they uploaded."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from duban.ledger.models import Attachment
from duban.ledger.storage import files


def package_of_person(known: Mapping[str, Any], attachments: Iterable[Attachment] = ()) -> bytes:
    """Return a zip with what is known as readable JSON, and the attachments whose bytes are there."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("person.json", json.dumps(known, ensure_ascii=False, indent=2))
        for each in attachments:
            path = files.path_of(each.sha256)
            if path.is_file():
                packed.write(path, f"附件/{each.pk}-{each.name}")
    return out.getvalue()
