"""A file that was put up wrongly is replaced by another version (更换附件): both are kept, the earlier one names the one that holds."""

from collections.abc import Iterable

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.models import Attachment
from duban.ledger.refusals import Refused, refuse_if

LONGEST = 200


@transaction.atomic
def replace_file(*, attachment: Attachment, name: str, chunks: Iterable[bytes], reason: str, by: By) -> Attachment:
    """Put another version in the place of a file; return it. Whatever lists the first says that it was replaced, when and why.

    Raises Forbidden for whose file it is not, Refused without a reason, for the same content, for what is ruled on already or is kept
    as it came (a ledger taken in, the document's text); Conflict where it was replaced before.
    """
    related = ("jurisdiction", "matter", "report__assignment", "finding__inspection", "inspection", "unit")
    found = Attachment.objects.select_for_update(of=("self",), no_key=True)
    held = found.select_related(*related).get(pk=attachment.pk)
    refuse_if(conditions.files.replacing(held, by.officer))
    if not reason.strip():
        raise Refused("请写明更换的理由", field="reason")
    if len(reason.strip()) > LONGEST:
        raise Refused(f"更换的理由最多 {LONGEST} 字", field="reason")
    made = attachments.add_file(
        jurisdiction=held.jurisdiction,
        name=name,
        chunks=chunks,
        by=by,
        matter=held.matter,
        report=held.report,
        unit=held.unit,
        inspection=held.inspection,
        finding=held.finding,
    )
    if made.sha256 == held.sha256:
        raise Refused("新文件与原文件内容相同", field="file")
    held.replaced_by, held.replaced_reason = made, reason.strip()
    held.save(update_fields=["replaced_by", "replaced_reason"])
    journal.record(
        "file.replaced",
        jurisdiction=held.jurisdiction,
        of=made,
        unit=held.unit,
        matter=held.matter if held.inspection_id is None else None,
        actor=by.officer,
        at=by.at,
        data={"sha256": made.sha256, "instead_of": held.pk, "reason": reason.strip()},
    )
    return made
