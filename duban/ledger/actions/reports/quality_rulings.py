"""Quality rulings (报告质量认定): the office rules that a report is poor, or untrue."""

from django.db import transaction

from duban.ledger import conditions
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Report
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking


@transaction.atomic
def rule_on_quality(*, report: Report, kind: str, by: By, reason: str, defect: str = "") -> Report:
    """Rule that a report is poor, or untrue: fact `poor_report` or `false_report` with its defect, open to objection.

    Raises Refused twice for one report, without a reason, or with a defect that the regime's list does not name.
    """
    if kind not in conditions.reports.qualities_of(Governed.of(report.assignment.matter.jurisdiction)):
        raise Refused("请选择认定的种类", field="kind")
    assignment = locking.hold_assignment(report.assignment)
    listed = Governed.of(assignment.matter.jurisdiction).words(f"{kind}_defects")
    if listed and defect not in listed:
        raise Refused(
            "请从办法所列的情形中选定",
            clause=Governed.of(assignment.matter).list_clause(f"{kind}_defects"),
            field="defect",
        )
    refuse_if(conditions.reports.ruling(report, kind))
    facts.record_fact(
        jurisdiction=assignment.matter.jurisdiction,
        kind=kind,
        unit=assignment.unit,
        fact={"defect": defect} if defect else {},
        matter=assignment.matter,
        by=by,
        on=by.today,
        reason=reason,
        proof=report,
    )
    return report
