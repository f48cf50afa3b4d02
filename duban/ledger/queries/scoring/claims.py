"""Claims: what a unit may claim, what stands against it, who waits for whose word, and the register."""

import datetime
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.engine.recording import telling
from duban.engine.recording.names import body_of
from duban.ledger import access, documents, scored_facts
from duban.ledger.governed import Governed
from duban.ledger.models import Claim, Matter
from duban.ledger.models.claims import Standing
from duban.people.models import Jurisdiction, Officer, Unit

_UNKNOWN = "本制度不计分"
TABS = {"open": "待核实", "verified": "已核实", "rejected": "未认定"}
_OF_TAB = {
    "open": (Standing.OPEN,),
    "verified": (Standing.VERIFIED,),
    "rejected": (Standing.REJECTED, Standing.WITHDRAWN),
}


@dataclass(frozen=True)
class Row:
    """One claim in a list: what kind in words, and what it earns; `why` says so where it earns nothing."""

    claim: Claim
    word: str
    worth: scored_facts.Worth | None
    why: str
    why_clause: str
    authority: str = ""
    details: tuple[tuple[str, str], ...] = ()


def list_of(officer: Officer, tab: str) -> QuerySet[Claim]:
    """Return the claims of a tab that the officer may see: the open ones oldest first, the others newest first."""
    related = ("unit", "matter", "made_by", "ruled_by", "file", "line")
    found = access.scoring.claims(officer).filter(standing__in=_OF_TAB[tab]).select_related(*related)
    return found.prefetch_related("line__amendments").order_by(*(("made_on", "id") if tab == "open" else ("-id",)))


def rows_of(jurisdiction: Jurisdiction, claims: list[Claim]) -> list[Row]:
    """Return claims as a list shows them, without a query for each."""
    praise = {each.kind: each for each in scored_facts.praise_of(jurisdiction)}
    governed = Governed.of(jurisdiction)
    clause = scored_facts.own_units_clause(governed.document)
    rows = [_row(claim, praise.get(claim.kind), clause) for claim in claims]
    known = documents.ByDay(jurisdiction)
    return [_in_words(row, governed, known.on(row.claim.happened_on)) for row in rows]


def verifier_of(claim: Claim) -> str:
    """Return who has to verify a claim where the document names somebody else than the office; empty otherwise."""
    document = Governed.of(claim.jurisdiction, claim.happened_on).document
    event = document.words.events.get(claim.kind)
    by = event.verified_by if event else None
    return "" if by in (None, "office") else body_of(document, by)


def waiting(officer: Officer) -> int:
    """Return how many claims wait for the office's word, as the list says that the tile leads to."""
    return list_of(officer, "open").order_by().count()


def alike(officer: Officer, claim: Claim) -> list[Claim]:
    """Return the unit's other claims of the same thing that stand and that the officer may see: of the same occasion, or of the same paper."""
    standing = (Standing.OPEN, Standing.VERIFIED)
    others = access.scoring.claims(officer).filter(unit=claim.unit, standing__in=standing).exclude(pk=claim.pk)
    same = others.filter(document=claim.document) if claim.document else others.none()
    if claim.occasion:
        same = same | others.filter(occasion=claim.occasion)
    return list(same.select_related("matter").order_by("happened_on", "id")[:20])


def occasions_of(officer: Officer) -> list[str]:
    """Return the occasions that the officer's claims have named, the latest first."""
    found = access.scoring.claims(officer).exclude(occasion="").order_by("-id").values_list("occasion", flat=True)
    return list(dict.fromkeys(found[:200]))[:30]


def matters_of(officer: Officer, unit: Unit | None, today: datetime.date) -> list[Matter]:
    """Return the matters that went out to the officer's unit (or to any, for the office), the newest first."""
    found = access.matters.matters(officer).filter(assignments__dispatched_on__lte=today)
    if unit is not None:
        found = found.filter(assignments__unit=unit)
    return list(found.distinct().order_by("-dispatched_on", "-id")[:500])


def _in_words(row: Row, governed: Governed, document: Regime) -> Row:
    """Put authority and fields of a claim into words, and what an event of the document's own is called and does."""
    claim = row.claim
    authority = naming.of_value(document, (), "authority", claim.authority) if claim.authority else ""
    details = tuple(telling.details_of(document, claim.kind, claim.fields)) if claim.fields else ()
    event = document.words.events.get(claim.kind)
    is_figure = claim.kind in ("sheet", "figure")
    if not is_figure and (event is None or not event.is_own):
        return replace(row, authority=authority, details=details)
    known = governed.recordable.get(claim.kind)
    why, clause = row.why, row.why_clause
    if row.why == _UNKNOWN:
        is_scored = known is not None and known.is_scored
        why, clause = "按制度计分" if is_scored else "不直接计分", known.clause if known else ""
    return Row(claim, telling.name_of(document, claim.kind, {}), None, why, clause, authority, details)


def _row(claim: Claim, praise: scored_facts.Praise | None, own_clause: str) -> Row:
    worth = praise.worth_of(claim.authority) if praise else None
    why, clause = "", ""
    if claim.line is not None and any(each.verb == "fact.withdrawn" for each in claim.line.amendments.all()):
        worth, why = None, "记录已撤销"
    elif worth is None:
        why = _UNKNOWN
    elif not claim.unit.ranked:
        worth, why, clause = None, "不参加积分的单位，只作记录", own_clause
    elif worth.points is None and not worth.depends:
        why, clause = "只作登记，不计分", worth.clause
    return Row(claim, praise.word if praise else scored_facts.PRAISE.get(claim.kind, claim.kind), worth, why, clause)
