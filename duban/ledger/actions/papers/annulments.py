"""What becomes of numbers (文号): a paper is voided, corrected or recalled by another, a number is passed over; each once, with a reason."""

from django.db import transaction

from duban.ledger import conditions, journal, numbers
from duban.ledger.by import By
from duban.ledger.models import Annulment, Bulletin, Notice
from duban.ledger.models.annulments import Fate
from duban.ledger.queries.papers import numbering
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.storage import locking
from duban.people.models import Jurisdiction


@transaction.atomic
def annul(
    paper: Notice | Bulletin, fate: Fate, reason: str, by: By, *, successor: Notice | Bulletin | None = None
) -> Annulment:
    """Put on record that a paper that went out does not hold any more, and which one does; the paper itself stays as it was.

    Raises Refused without a reason, or for a paper without a number; Conflict where it was annulled before.
    """
    locking.hold_chain(paper.jurisdiction)
    refuse_if(conditions.papers.annulling(paper))
    if not reason.strip():
        raise Refused("请写明理由", field="reason")
    made = Annulment.objects.create(
        jurisdiction=paper.jurisdiction,
        series="notice" if isinstance(paper, Notice) else paper.series,
        year=paper.year or 0,
        serial=paper.serial or 0,
        fate=fate,
        notice=paper if isinstance(paper, Notice) else None,
        bulletin=paper if isinstance(paper, Bulletin) else None,
        by_notice=successor if isinstance(successor, Notice) else None,
        by_bulletin=successor if isinstance(successor, Bulletin) else None,
        reason=reason.strip(),
        decided_by=by.officer,
        decided_on=by.today,
    )
    journal.record(
        "paper.voided" if fate == Fate.VOIDED else "paper.annulled",
        jurisdiction=paper.jurisdiction,
        of=paper,
        unit=paper.unit if isinstance(paper, Notice) else None,
        matter=paper.matter if isinstance(paper, Notice) else None,
        actor=by.officer,
        at=by.at,
        data={"number": paper.number, "name": paper.name, "fate": fate.label, "reason": reason.strip()}
        | ({"instead": made.successor} if made.successor else {})
        | ({"audience": paper.audience} if isinstance(paper, Bulletin) else {}),
    )
    return made


@transaction.atomic
def void_paper(
    *, paper: Notice | Bulletin, reason: str, by: By, successor: Notice | Bulletin | None = None
) -> Annulment:
    """Void a paper that should not have gone out (作废), and say which later one stands in its place, where one does.

    Raises Refused as `annul` does, and for a successor that is the paper itself, older than it, another office's, or void too.
    """
    refuse_if(conditions.papers.succeeding(paper, successor), field="successor")
    return annul(paper, Fate.VOIDED, reason, by, successor=successor)


@transaction.atomic
def skip_number(*, jurisdiction: Jurisdiction, series: str, reason: str, by: By) -> Annulment:
    """Pass over the next number of a series (跳号), for a paper that was numbered by hand or a sheet that was spoilt.

    Raises Refused without a reason, or for a series that the office does not have.
    """
    if series not in numbering.series_of(jurisdiction):
        raise Refused("没有这个编号系列", field="series")
    if not reason.strip():
        raise Refused("请写明跳号的理由", field="reason")
    made = Annulment.objects.create(
        jurisdiction=jurisdiction,
        series=series,
        year=by.today.year,
        serial=numbers.take_number(jurisdiction=jurisdiction, series=series, year=by.today.year),
        fate=Fate.SKIPPED,
        reason=reason.strip(),
        decided_by=by.officer,
        decided_on=by.today,
    )
    said = {"number": numbering.number_of(jurisdiction, series, made.year, made.serial), "reason": reason.strip()}
    journal.record("number.skipped", jurisdiction=jurisdiction, of=made, actor=by.officer, at=by.at, data=said)
    return made
