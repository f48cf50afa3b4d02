"""Who may take back what was pressed or joined by mistake: one table for pages and programs, by kind of record and its key.

A key is a matter's number for a suggestion's answer, an appeal's number, else the number of the record; a milestone's is the matter's number,
a colon and its own, a quarterly list's the portfolio's, a colon and the list's own.
"""

from collections.abc import Callable
from typing import Any

from duban.ledger.access import findings, inspections, office, public, reports, sources
from duban.ledger.access.rules import NotFound, one, require
from duban.ledger.models import Milestone, QuarterlyList, Visit
from duban.ledger.refusals import Forbidden
from duban.people.models import Officer, Portfolio

_NOBODY = "没有这条记录，或者您无权查看"
_LARGEST = 2**63


def record_for(officer: Officer, what: str, key: str) -> Any:
    """Return the record of that kind and key, for who may take it back. Raises NotFound for another kind or key, Forbidden for others."""
    if what not in TAKEN_BACK:
        raise NotFound(_NOBODY)
    verb, find = TAKEN_BACK[what]
    require(officer, verb)
    return find(officer, key)


def number_of(key: str) -> int:
    """Return the number that a key is. Raises NotFound where it is none that a database holds."""
    if not (key.isascii() and key.isdigit()) or not 0 < int(key[:20]) < _LARGEST or len(key) > 19:
        raise NotFound(_NOBODY)
    return int(key)


def portfolio_for(officer: Officer, pk: int) -> Portfolio:
    """Return a portfolio of the officer's office. Raises NotFound for another's."""
    return one(Portfolio.objects.filter(jurisdiction=officer.office).select_related("jurisdiction"), pk=pk)


def _by_number(found: Callable[[Officer, int], Any]) -> Callable[[Officer, str], Any]:
    return lambda officer, key: found(officer, number_of(key))


def _milestone(officer: Officer, key: str) -> Milestone:
    no, _, pk = key.partition(":")
    return reports.milestone_for(officer, no, number_of(pk))


def _quarterly(officer: Officer, key: str) -> QuarterlyList:
    pk, _, own = key.partition(":")
    portfolio = office.portfolio_for(officer, number_of(pk))
    found = sources.quarterly_lists(officer).filter(portfolio=portfolio).select_related("portfolio")
    return one(found, pk=number_of(own))


def _visit(officer: Officer, pk: int) -> Visit:
    visit = inspections.visit_for(officer, pk)
    if not inspections.carries_out(officer, visit.inspection):
        raise Forbidden("由督查组办理")
    return visit


# What → the right, and how the record is found.
TAKEN_BACK: dict[str, tuple[str, Callable[[Officer, str], Any]]] = {
    "instruction_joined": ("sort_instruction", _by_number(sources.instruction_for)),
    "decision_joined": ("record_meeting", _by_number(sources.decision_for)),
    "appeal_decided": ("see_appeals", public.appeal_for),
    "rating": ("rate_matter", _by_number(public.rating_for)),
    "suggestion_answer": ("register_suggestion", sources.suggestion_for),
    "quarterly_list": ("decide_quarterly", _quarterly),
    "finding_closed": ("see_inspections", _by_number(findings.checked_finding_for)),
    "inspection_start": ("keep_team", _by_number(inspections.inspection_for)),
    "inspection_closed": ("keep_team", _by_number(inspections.inspection_for)),
    "arrival": ("go_out", _by_number(_visit)),
    "self_inspection": ("draft_inspection", _by_number(inspections.self_inspection_for)),
    "milestone": ("plan_milestones", _milestone),
    "portfolio": ("manage_people", _by_number(portfolio_for)),
}
