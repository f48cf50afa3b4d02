"""The text of a regime: the office head attaches the document itself, to be read beside our gist."""

from collections.abc import Iterable

from django.db import transaction

from duban.engine.packs import loading
from duban.ledger import documents, journal
from duban.ledger.actions.matters import attachments
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import RegimeText
from duban.ledger.queries.office.regime_texts import aligned
from duban.ledger.refusals import Refused
from duban.ledger.storage import files as kept
from duban.papers.reading import UnreadablePaper
from duban.papers.reading.texts.regulations import regulation_text, split_regulation
from duban.people.models import Jurisdiction


@transaction.atomic
def attach_regime_text(
    *, jurisdiction: Jurisdiction, regime: str, name: str, chunks: Iterable[bytes], by: By
) -> RegimeText:
    """Keep the official text of a regime (.docx, .txt, or .pdf with text) and split it into clauses; the one before is kept and no longer shown.

    Raises Refused for a regime that there is not, a file that cannot be read, and a text in which not one clause of the regime is found.
    """
    pack = Governed.of(jurisdiction).document
    if regime != pack.id:
        earlier = documents.adopted_as(jurisdiction, regime)
        if earlier is None and regime not in loading.regime_ids():
            raise Refused("没有这个办法", field="file")
        pack = earlier or loading.load_regime(regime)
    attachment = attachments.add_file(jurisdiction=jurisdiction, name=name, chunks=chunks, by=by)
    try:
        text = regulation_text(kept.path_of(attachment.sha256).read_bytes(), attachment.name)
    except UnreadablePaper as error:
        raise Refused(str(error), field="file") from error
    passages = [[each.clause, each.words, each.heads] for each in split_regulation(text)]
    made = RegimeText(
        jurisdiction=jurisdiction,
        regime=regime,
        regime_version=pack.version,
        file=attachment,
        passages=passages,
        added_by=by.officer,
        added_on=by.today,
    )
    found = aligned(pack, made)
    if not found.originals:
        raise Refused(f"这份文件里没有{pack.name}的任何一条", possible="请上传办法的原文。", field="file")
    made.save()
    data = {
        "regime": regime,
        "version": pack.version,
        "sha256": attachment.sha256,
        "found": len(found.originals),
        "without": list(found.without),
        "lacking": [each.clause for each in found.lacking],
    }
    journal.record("regime_text.attached", jurisdiction=jurisdiction, of=made, actor=by.officer, at=by.at, data=data)
    return made
