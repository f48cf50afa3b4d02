"""The desk: the first page, by role."""

import datetime
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import (
    Bulletin,
    Chain,
    Collection,
    Consequence,
    Instruction,
    Proposal,
    Question,
    RankingRequest,
    RegimeDraft,
)
from duban.ledger.models.assignments import Stage
from duban.ledger.models.proposals import START
from duban.ledger.queries import presences
from duban.ledger.queries.inspections import inspection_desks
from duban.ledger.queries.matters.dispatches import to_dispatch
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.ladders.overdue import overdue
from duban.ledger.queries.office import desks, first_steps, office_deadlines, vacancies
from duban.ledger.queries.process import rights
from duban.ledger.queries.reports import obligations
from duban.ledger.queries.reports import questions as question_lists
from duban.ledger.queries.reports.reports import to_review
from duban.ledger.queries.requests import batches
from duban.ledger.queries.requests.undoing import just_decided
from duban.ledger.queries.scoring import outstanding, own_marks, rankings
from duban.ledger.queries.sources import sources
from duban.people.models import Officer, Role, Unit
from duban.web.asked import unit_asked
from duban.web.http import Request

# So many rows with their act stand on a unit's desk; the tiles beside them lead to all.
_FIRST = 8
# So many rows of each kind stand on the office's.
_FEW = 4
# What a unit does, in this order.
_OWN = (("待签收", Stage.TO_ACCEPT), ("退回重报", Stage.RETURNED), ("待报送", Stage.IN_HAND))
_LATE, _SOON = ("超期", Filter(due="late")), ("七日内到期", Filter(due="soon"))


@require_safe
def show(request: Request) -> HttpResponse:
    """Show what needs this officer today."""
    officer = request.user
    if officer.is_office:
        return _office(request, officer)
    if officer.is_unit:
        return _unit(request, officer)
    if officer.is_leader:
        return _leader(request, officer)
    return _short(request, officer)


def _office(request: Request, officer: Officer) -> HttpResponse:
    today = request.today
    unit = unit_asked(request)
    governed = Governed.of(officer.office)
    filled = presences.filled_for(officer, request.today)
    to_do = [
        ("待交办", Filter(state="proposed")),
        ("待审核", Filter(stage="to_review")),
        ("拒签待裁定", Filter(stage="refused")),
        *([("群众关切待回访", Filter(mark="uncalled"))] if governed.clause("satisfaction") else []),
    ]
    waiting = [("单位未签收", Filter(stage="to_accept")), ("已退回待重报", Filter(stage="returned"))]
    # The month's two are counted with them, in one question.
    late, *tiles = desks.tiles(officer, [_LATE, *to_do, *waiting, *desks.OF_MONTH], today)
    context = {
        "inspecting": inspection_desks.desk_of(officer, today, filled),
        "to_do": tiles[: len(to_do)],
        **_rows(officer, *(tile.count for tile in tiles[:3])),
        "waiting": tiles[len(to_do) : len(to_do) + len(waiting)],
        **_asked(officer, today, filled),
        "waiting_sources": sources.waiting_for(officer, today, filled=filled),
        **_to_sign(officer, today, filled),
        "own_deadlines": office_deadlines.rows_of(officer.office, today, most=8),
        "late": late,
        "overdue": overdue(officer, today, most=8, filled=filled),
        "has_ladder": bool(governed.steps),
        "month": desks.month_of(officer, today),
        "unpublished": outstanding.unpublished(officer.office, today),
        "may_publish": access.may(officer, "publish_ranking"),
        "rights": rights.tiles_for(officer, today, filled),
        "reporting": obligations.tiles_for(officer, today, filled),
        "recent": desks.recent(officer, most=12, unit=unit, filled=filled),
        "vacant": vacancies.vacancies_of(officer, filled),
        "units": desks.units_of(officer, today),
        "unit": unit,
        # Whatever waits for a unit or came from one was sent out.
        "is_new": not (late.count or any(tile.count for tile in tiles[1:]) or first_steps.is_founded(officer.office)),
    }
    return render(request, "office/desks/office.html", context)


def _rows(officer: Officer, unsent: int, unread: int, refused: int) -> dict[str, Any]:
    """Return what the office does first today, each with its act, where there is any of it: to be reviewed, ruled on, sent out."""
    found: dict[str, list[Any]] = {
        "reviews": to_review(officer, _FEW) if unread and access.may(officer, "review_report") else [],
        "refusals": desks.own_assignments(officer, Stage.REFUSED, _FEW)
        if refused and access.may(officer, "rule_on_refusal")
        else [],
        "dispatches": to_dispatch(officer, _FEW) if unsent and access.may(officer, "dispatch_matter") else [],
    }
    return {**found, "first": sum(len(rows) for rows in found.values())}


def _asked(officer: Officer, today: datetime.date, filled: frozenset[type[Model]]) -> dict[str, int]:
    """Return how many proposals are on their way, wait for this officer, and are ready to be carried out."""
    tabs = {"going": "going", "mine": "waiting", "ready": "ready"}
    there = Proposal in filled
    return {word: desks.proposals_in(officer, tab, today) if there else 0 for word, tab in tabs.items()}


def _to_sign(officer: Officer, today: datetime.date, filled: frozenset[type[Model]]) -> dict[str, Any]:
    """Return the circulars and rankings that wait for this officer's signature, and the drafts of documents to be checked or adopted."""
    asked = access.scoring.rankings_to_sign(officer, today).select_related("asked_by", "corrects", "jurisdiction")
    return {
        "bulletins": access.papers.bulletins_to_sign(officer) if Bulletin in filled else [],
        "rankings": asked if RankingRequest in filled else [],
        "drafts": access.office.regime_drafts_waiting(officer) if RegimeDraft in filled else [],
    }


def _unit(request: Request, officer: Officer) -> HttpResponse:
    today = request.today
    filled = presences.filled_for(officer, request.today)
    late, soon, *tiles = desks.tiles(
        officer, [_LATE, _SOON, *((word, Filter(stage=each)) for word, each in _OWN)], today
    )
    # What a tile counts none of is not asked for.
    found = [
        desks.own_assignments(officer, each) if tile.count else [] for tile, (_, each) in zip(tiles, _OWN, strict=True)
    ]
    reporting = obligations.tiles_for(officer, today, filled)
    rows = [each for rows in found for each in rows][:_FIRST]
    questions = list(access.reports.questions_waiting(officer)[:_FIRST]) if Question in filled else []
    context = {
        "rows": rows,
        "questions": questions,
        "to_do": len(rows) + len(questions),
        "inspecting": inspection_desks.desk_of(officer, today, filled),
        "lists": list(zip(tiles, found, strict=True)),
        "is_idle": not any(found) and not any(tile.count for tile in reporting[:2]),
        "late": late,
        "overdue": overdue(officer, today, most=5, filled=filled),
        "soon": soon,
        "requests": _asked(officer, today, filled)["going"],
        "rights": rights.tiles_for(officer, today, filled),
        "owed": rights.owed_papers(officer, today) if Consequence in filled else [],
        "reporting": reporting,
        "standing": desks.standing_of(officer, today),
        "recent": desks.recent(officer, most=6, filled=filled),
    }
    return render(request, "office/desks/unit.html", context)


def _leader(request: Request, officer: Officer) -> HttpResponse:
    filled = presences.filled_for(officer, request.today)
    cards = desks.cards(officer, request.today) if Proposal in filled else []
    together = batches.together(officer, request.today) if Proposal in filled else []
    starts = next((count for act, _, count in together if act == START), 0)
    context = {
        "inspecting": inspection_desks.desk_of(officer, request.today, filled),
        # Where several matters wait to be started, they are one card with its list.
        "cards": [card for card in cards if not starts or card.proposal.act != START],
        "starts": [card for card in cards if starts and card.proposal.act == START],
        "starts_waiting": starts,
        "together": [each for each in together if each[0] != START],
        "decided": just_decided(officer, request.at) if Proposal in filled else None,
        "asked": question_lists.asked_on(officer, cards) if Question in filled else {},
        "back": "desk",
        **_to_sign(officer, request.today, filled),
        "mine": _asked(officer, request.today, filled)["mine"],
        "gives_marks": own_marks.asks_anything(officer, request.today),
        "answers": sources.unread_results(officer) if Instruction in filled else [],
        "blank_slips": sources.blank_slips_of(officer) if Collection in filled else [],
        "pictures": desks.pictures(officer, request.today),
        "late": desks.tile(officer, "超期", Filter(due="late"), request.today),
        "worst": overdue(officer, request.today, most=5, of_own=officer.role == Role.LEADER, filled=filled),
    }
    return render(request, "office/desks/leader.html", context)


def _short(request: Request, officer: Officer) -> HttpResponse:
    """The desks of those who read, keep the accounts or watch; an administrator meets no matter here."""
    jurisdiction = officer.office
    context = {}
    if access.may(officer, "see_matters"):
        filled = presences.filled_for(officer, request.today)
        context = {
            "inspecting": inspection_desks.desk_of(officer, request.today, filled),
            "late": desks.tile(officer, "超期", Filter(due="late"), request.today),
            "overdue": overdue(officer, request.today, most=8, filled=filled),
            "waiting_sources": sources.waiting_for(officer, request.today, filled=filled),
            "month": desks.month_of(officer, request.today),
            "mine": desks.proposals_in(officer, "waiting", request.today) if Proposal in filled else 0,
            "signs": access.may(officer, "sign"),
        }
    elif officer.role == Role.ADMINISTRATOR:
        context = {
            "officers": Officer.objects.filter(jurisdiction=jurisdiction, is_active=True).count(),
            "units": Unit.objects.filter(jurisdiction=jurisdiction).count(),
            "chain": Chain.objects.filter(jurisdiction=jurisdiction).first(),
            "is_new": not first_steps.is_founded(jurisdiction),
        }
    elif officer.role == Role.AUDITOR:
        context = {"chain": Chain.objects.filter(jurisdiction=jurisdiction).first()}
    elif officer.role == Role.DISCIPLINE:
        context = {"handed_over": rights.handed_over(officer)}
    elif access.may(officer, "see_scores"):
        context = {"published": rankings.published_list(jurisdiction)}
    return render(request, "office/desks/short.html", context)
