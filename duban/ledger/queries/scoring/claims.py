"""Claims: what a unit may claim, what stands against it, who waits for whose word, and the register."""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from duban.ledger import access, scored_facts
from duban.ledger.governed import Governed
from duban.ledger.models import Claim, Matter
from duban.ledger.models.claims import Standing
from duban.people.models import Jurisdiction, Officer, Unit

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


def list_of(officer: Officer, tab: str) -> QuerySet[Claim]:
    """Return the claims of a tab that the officer may see: the open ones oldest first, the others newest first."""
    related = ("unit", "matter", "made_by", "ruled_by", "file", "line")
    found = access.scoring.claims(officer).filter(standing__in=_OF_TAB[tab]).select_related(*related)
    return found.prefetch_related("line__amendments").order_by(*(("made_on", "id") if tab == "open" else ("-id",)))


def rows_of(jurisdiction: Jurisdiction, claims: list[Claim]) -> list[Row]:
    """Return claims as a list shows them, without a query for each."""
    praise = {each.kind: each for each in scored_facts.praise_of(jurisdiction)}
    clause = scored_facts.own_units_clause(Governed.of(jurisdiction).document)
    return [_row(claim, praise.get(claim.kind), clause) for claim in claims]


def waiting(officer: Officer) -> int:
    """Return how many claims wait for the office's word, as the list says that the tile leads to."""
    return list_of(officer, "open").order_by().count()


def alike(officer: Officer, claim: Claim) -> list[Claim]:
    """Return the unit's other claims of the same thing that stand and that the officer may see: of the same occasion, or of the same paper."""
    standing = (Standing.OPEN, Standing.VERIFIED)
    others = access.scoring.claims(officer).filter(unit=claim.unit, standing__in=standing).exclude(pk=claim.pk)
    same = others.filter(document=claim.document)
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


def _row(claim: Claim, praise: scored_facts.Praise | None, own_clause: str) -> Row:
    worth = praise.worth_of(claim.authority) if praise else None
    why, clause = "", ""
    if claim.line is not None and any(each.verb == "fact.withdrawn" for each in claim.line.amendments.all()):
        worth, why = None, "记录已撤销"
    elif worth is None:
        why = "本制度不计分"
    elif not claim.unit.ranked:
        worth, why, clause = None, "不参加积分的单位，只作记录", own_clause
    elif worth.points is None and not worth.depends:
        why, clause = "只作登记，不计分", worth.clause
    return Row(claim, praise.word if praise else scored_facts.PRAISE.get(claim.kind, claim.kind), worth, why, clause)
