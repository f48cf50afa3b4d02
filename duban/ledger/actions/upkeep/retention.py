"""Erasing what was kept long enough: each identity and each file is a line of its own."""

import datetime

from django.db import transaction
from django.utils import timezone

from duban.ledger import journal
from duban.ledger.models import Attachment
from duban.ledger.storage import files
from duban.people.models import Officer

ERASED = "已到保存期限、内容已清除的附件"


@transaction.atomic
def erase_file(*, attachment: Attachment, actor: Officer | None, at: datetime.datetime) -> Attachment:
    """Erase content and name of an attachment; its row and digest stay. The bytes go with the commit, unless another row names them."""
    held = (
        Attachment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("jurisdiction", "matter")
        .get(pk=attachment.pk)
    )
    if held.erased_on is not None:
        return held
    held.name, held.erased_on = ERASED, timezone.localdate(at)
    held.save(update_fields=["name", "erased_on"])
    journal.record(
        "file.erased", jurisdiction=held.jurisdiction, of=held, unit=held.unit, matter=held.matter, actor=actor, at=at,
        data={"sha256": held.sha256, "size": held.size},
    )  # fmt: skip
    transaction.on_commit(lambda: files.drop_erased(held.sha256))
    return held
