"""What a finding leads to besides being put right: an order to correct, a report to the discipline body, criticism, praise, a matter."""

import datetime
from collections.abc import Sequence

from django.db import transaction

from duban.engine.clauses import Regime
from duban.ledger import conditions
from duban.ledger.actions.inspections.rectifications import record, save_finding
from duban.ledger.actions.matters import matters
from duban.ledger.actions.matters.orders import Order
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import consequences
from duban.ledger.actions.process.consequences import Imposition
from duban.ledger.actions.requests import proposals
from duban.ledger.by import By
from duban.ledger.governed import clause_naming
from duban.ledger.models import Assignment, Finding, Matter, Notice, Proposal
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.models.consequences import Kind
from duban.ledger.models.findings import Progress
from duban.ledger.queries.process import consequences as known
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking


@transaction.atomic
def order_correction(*, finding: Finding, order: str, limit_on: datetime.date | None, by: By) -> Notice:
    """Order correction (责令改正) by a numbered paper; the finding is thereby handed over with that limit.

    Raises Refused for any other finding, without words or a day, and where the document knows no such order.
    """
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.correcting(held) or conditions.findings.unannounced_to(held.inspection, held.unit))
    today = by.today
    clause = clause_naming(conditions.findings.regime_of(held), "correction_orders")
    if not order.strip():
        raise Refused("请写明责令改正什么", clause=clause, field="order")
    if limit_on is None or limit_on < today:
        raise Refused("请限定改正的日期，不早于今天", clause=clause, field="limit_on")
    refuse_classified(order, field="order")
    held.order_text, held.clause, held.rectify_by = order.strip(), clause, limit_on
    if held.progress == Progress.NOTED:
        held.progress, held.handed_on = Progress.HANDED, today
    save_finding(held, "order_text", "clause", "rectify_by", "progress", "handed_on")
    notice = notices.issue_notice(
        of=held,
        act="correction",
        unit=held.unit,
        clause=clause,
        limit_on=limit_on,
        words={"found": held.text, "order": held.order_text},
        by=by,
    )
    record(
        "finding.ordered",
        held,
        by,
        reason=held.order_text,
        clause=clause,
        limit=limit_on.isoformat(),
        number=notice.number,
    )
    return notice


@transaction.atomic
def report_breach(*, finding: Finding, note: str, by: By, stopped: str = "", persons: Sequence[str] = ()) -> Notice:
    """Report a grave breach in writing to the discipline body: it is on its desk and on record, and the unit is not told.

    `stopped` says what was stopped on the spot. Raises Refused for any other finding, and where the document provides for no such report.
    """
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.telling_discipline(held))
    if not note.strip():
        raise Refused("请写明违规违纪的事实和请求", field="note")
    refuse_classified(note, stopped, field="note")
    jurisdiction = held.inspection.jurisdiction
    clause = conditions.findings.breach_clause(conditions.findings.regime_of(held))
    for person in persons or [""]:
        imposed = Imposition(Kind.HANDOVER, clause, f"{held.text}\n{note.strip()}", person=person)
        held.consequence = consequences.impose(
            imposed, jurisdiction=jurisdiction, unit=held.unit, matter=held.matter, by=by
        )
    # What was said on the spot the unit has heard; what is written here for the first time would show it the finding.
    held.order_text, held.clause = (stopped.strip() or held.order_text) if held.order_text else "", clause
    save_finding(held, "consequence", "order_text", "clause")
    notice = notices.issue_notice(
        of=held,
        act="discipline_handover",
        unit=None,
        clause=clause,
        words={
            "unit": held.unit.name,
            "found": held.text,
            "order": stopped.strip() or held.order_text,
            "persons": list(persons),
            "note": note.strip(),
        },
        by=by,
    )
    record("breach.reported", held, by, clause=clause, number=notice.number)
    return notice


@transaction.atomic
def propose_criticism(*, finding: Finding, reason: str, by: By, matter: Matter | None = None) -> Proposal:
    """Propose that a unit be criticised in a circular for a falsehood that was proven, on the matter that it is about.

    Raises Refused for any other finding, without a matter of the unit, and where the document provides for no criticism.
    """
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.criticising(held))
    assignment = _assignment(held, matter)
    kinds = criticism_of(conditions.findings.regime_of(held))
    if not kinds:
        raise Refused("本办法没有通报批评的规定", possible="可以作为问题交办整改。")
    held.proposal = proposals.ask("sanction", of=assignment, kinds=[kinds[0].kind], reason=reason, by=by)
    held.matter = assignment.matter
    save_finding(held, "proposal", "matter")
    record("finding.proposed", held, by)
    return held.proposal


@transaction.atomic
def recommend_finding(*, finding: Finding, reason: str, by: By, matter: Matter | None = None) -> Proposal:
    """Put experience that was found before the leader, to be told to all and praised. Raises Refused for any other finding, or without a matter."""
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.recommending(held))
    assignment = _assignment(held, matter)
    held.proposal = proposals.ask("experience", of=assignment, reason=reason, by=by)
    held.matter = assignment.matter
    save_finding(held, "proposal", "matter")
    record("finding.proposed", held, by)
    return held.proposal


@transaction.atomic
def register_finding(*, finding: Finding, order: Order, by: By) -> Matter:
    """Make a finding a matter of the ledger; it stays on the list of findings too. Raises Refused where it is one already."""
    held = locking.hold_finding(finding)
    refuse_if(conditions.findings.registering(held))
    held.became = matters.register_matter(jurisdiction=held.inspection.jurisdiction, order=order, by=by)
    save_finding(held, "became")
    record("finding.registered", held, by, said=held.became.no)
    return held.became


def criticism_of(regime: Regime) -> list[known.Measure]:
    """Return the document's ways to criticise in public, that for falsehoods first."""
    listed_first = sorted(
        (each for each in regime.lists if each.id.startswith("sanctions")),
        key=lambda each: each.id != "sanctions_falsehood",
    )
    words = {kind.label: kind for kind in (Kind.CRITICISM, Kind.EXPOSURE)}
    return [known.Measure(words[word], each.clause) for each in listed_first for word in each.items if word in words]


def _assignment(finding: Finding, matter: Matter | None) -> Assignment:
    """Return the unit's assignment of the matter that a finding is about, its matter locked first. Raises Refused without one."""
    matter = matter or finding.matter or finding.became
    if matter is None:
        raise Refused("请写明这条问题涉及哪件事项", possible="还没有立项的，先把问题立为督办事项。", field="matter")
    matter = locking.hold_matter(matter)
    found = Assignment.objects.filter(matter=matter, unit=finding.unit, dispatched_on__isnull=False)
    held = found.exclude(stage__in=GONE_STAGES).select_related("unit__portfolio__leader").order_by("-id").first()
    if held is None:
        raise Refused(f"事项 {matter.no} 没有交办给{finding.unit}", field="matter")
    held.matter = matter
    return held
