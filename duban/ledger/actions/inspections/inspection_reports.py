"""The report on an inspection: drafted from what the team recorded, then edited, signed and issued as any bulletin."""

from django.db import transaction

from duban.ledger import journal
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Bulletin, Inspection
from duban.ledger.models.bulletins import Phase as Standing
from duban.ledger.models.inspections import BEFORE, Phase
from duban.ledger.refusals import Conflict, Refused
from duban.ledger.storage import locking
from duban.ledger.wordings import figures, inspection_reports
from duban.papers.writing import records


@transaction.atomic
def draft_report(*, inspection: Inspection, form: str, by: By) -> Bulletin:
    """Draft the report on an inspection in a form that the regime knows. Raises Refused before it began, Conflict where one is in work."""
    inspection = locking.hold_inspection(inspection)
    if (inspection.phase in BEFORE and not inspection.is_received) or inspection.phase == Phase.CANCELLED:
        raise Refused("督查还没有开始")
    try:
        made = inspection_reports.form_named(Governed.of(inspection.jurisdiction).document, form)
    except KeyError:
        raise Refused("办法里没有这种文书", field="form") from None
    going = inspection.bulletins.filter(kind=made.id).exclude(phase__in=(Standing.ISSUED, Standing.DROPPED))
    if going.exists():
        raise Conflict(f"这次督查的{made.name}已经起草", possible="请在“通报”里继续修改。")
    today = by.today
    paper = inspection_reports.report_of(inspection, made, today)
    bulletin = Bulletin.objects.create(
        jurisdiction=inspection.jurisdiction,
        kind=made.id,
        paper=made.paper,
        name=made.name,
        clause=made.clause,
        from_on=inspection.from_on,
        to_on=inspection.to_on,
        audience=made.audience,
        inspection=inspection,
        words=records.as_json(paper),
        figures=figures.figures_of(paper),
        prepared_by=by.officer,
        prepared_on=today,
    )
    data = {"name": made.name, "from": str(inspection.from_on), "to": str(inspection.to_on)}
    journal.record(
        "bulletin.drafted", jurisdiction=inspection.jurisdiction, of=bulletin, actor=by.officer, at=by.at, data=data
    )
    return bulletin
