"""Facts that the office records by hand: what may be recorded, record, show, excuse, withdraw."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Amendment, Award, NewFact
from duban.api.schemas.bodies_of_rights import NewSheet, NewStandard, OwnMarks
from duban.engine import wording
from duban.engine.recording.kinds import Recordable
from duban.ledger import access
from duban.ledger.actions.scoring import facts, grade_standards, matter_sheets, own_marks, withdrawals
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring import periods
from duban.ledger.refusals import Refused

router = Router(tags=["facts"])


@router.post("/facts", operation_id="record_fact", summary="记录情况", response={201: serializers.Created})
def record(request: Request, given: NewFact) -> HttpResponse:
    """Record what happened to a unit. Needs `Idempotency-Key`."""
    access.require(request.user, "record_fact")
    officer = request.user

    def act() -> tuple[object, str]:
        line = facts.record_fact(
            jurisdiction=officer.office,
            kind=given.kind,
            unit=acting.unit_named(officer, given.unit, "unit"),
            fact=dict(given.fields),
            on=given.on,
            reason=given.reason,
            matter=access.matters.matter_for(officer, given.matter) if given.matter else None,
            by=request.by,
            proof=access.matters.attachment_for(officer, given.evidence) if given.evidence else None,
        )
        return line.seq, f"/api/facts/{line.seq}"

    return acting.create(request, act)


@router.post(
    "/matters/{no}/units/{unit}/sheet",
    operation_id="enter_sheet",
    summary="逐件评分",
    response={201: serializers.Created},
)
def enter_sheet(request: Request, no: str, unit: str, given: NewSheet) -> HttpResponse:
    """Fill in the scoring sheet of one matter of a unit for a period. Needs `Idempotency-Key`."""
    access.require(request.user, "record_fact")
    assignment = access.matters.assignment_for(request.user, no, unit)
    span = _span(request, given)
    entries = {mark.of: mark.points for mark in given.marks}

    def act() -> tuple[object, str]:
        matter_sheets.enter_sheet(assignment=assignment, span=span, entries=entries, reason=given.reason, by=request.by)
        return assignment.matter.no, f"/api/matters/{assignment.matter.no}"

    return acting.create(request, act)


@router.post("/marks", operation_id="give_marks", summary="领导评价", response={201: serializers.Created})
def give_marks(request: Request, given: OwnMarks) -> HttpResponse:
    """Give the figures that the document asks of the caller's post, for units of a period. Needs `Idempotency-Key`."""
    access.require(request.user, "give_marks")
    span = _span(request, given)
    entries = {(mark.unit, mark.of): mark.points for mark in given.marks}

    def act() -> tuple[object, str]:
        made = own_marks.give_marks(span=span, entries=entries, reason=given.reason, by=request.by)
        return made, f"/api/rankings?{span.query}"

    return acting.create(request, act)


@router.post("/standards", operation_id="set_standard", summary="制定评价标准", response={201: serializers.Created})
def set_standard(request: Request, given: NewStandard) -> HttpResponse:
    """Put the standard of one class of tasks in force from a day on. Needs `Idempotency-Key`."""
    access.require(request.user, "record_fact")

    def act() -> tuple[object, str]:
        made = grade_standards.set_standard(jurisdiction=request.user.office, by=request.by, **given.dict())
        return made.pk, "/api/kinds"

    return acting.create(request, act)


@router.get("/kinds", operation_id="show_kinds", summary="可登记的情况")
def kinds(request: Request) -> dict[str, Any]:
    """Show which kinds of facts the document of this office knows, with the fields that `record_fact` takes for each."""
    access.require(request.user, "see_regime")
    governed = Governed.of(request.user.office)
    document = governed.document
    return {
        "regime": document.id,
        "version": document.version,
        "kinds": [_kind(known) for known in governed.recordable.values()],
    }


def _kind(known: Recordable) -> dict[str, Any]:
    event = known.event
    return {
        "kind": known.id,
        "label": known.label,
        "of": event.of,
        "entered_by": event.entered_by,
        "verified_by": event.verified_by,
        "proof": event.proof,
        "clause": known.clause,
        "scored": known.is_scored,
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "type": field.type,
                "optional": field.optional,
                "values": [{"value": value, "label": label} for value, label in field.words.items()],
                "least": None if field.least is None else wording.plain(field.least),
                "most": None if field.most is None else wording.plain(field.most),
                "unit": field.unit,
            }
            for field in known.asked
        ],
    }


@router.get("/facts/{seq}", operation_id="show_fact", summary="一条事实")
def show(request: Request, seq: int) -> dict[str, Any]:
    """Show one fact as the journal has it."""
    access.require(request.user, "record_fact")
    return serializers.line(access.scoring.fact_line_for(request.user, acting.key(seq)))


@router.post("/facts/{seq}/excuse", operation_id="excuse_fact", summary="认定正当理由")
def excuse(request: Request, seq: int, given: Amendment) -> dict[str, Any]:
    """Rule that the unit had good reason: the fact stays and scores nothing."""
    return _amend(request, seq, given, facts.excuse_fact)


@router.post("/facts/{seq}/withdrawal", operation_id="withdraw_fact", summary="撤销记录")
def withdraw(request: Request, seq: int, given: Amendment) -> dict[str, Any]:
    """Take back what the office recorded, urged, carried out or sent back in error; all lines stay."""
    return _amend(request, seq, given, withdrawals.withdraw_record)


@router.post("/facts/{seq}/points", operation_id="award_points", summary="更正认定分值")
def award(request: Request, seq: int, given: Award) -> dict[str, Any]:
    """Put right with how many points a result was accepted."""
    access.require(request.user, "excuse_fact")
    line = access.scoring.fact_line_for(request.user, acting.key(seq))
    made = withdrawals.award_points(line=line, points=given.points, reason=given.reason, by=request.by)
    return serializers.line(made)


def _amend(request: Request, seq: int, given: Amendment, action: Callable[..., JournalLine]) -> dict[str, Any]:
    access.require(request.user, "excuse_fact")
    line = access.scoring.fact_line_for(request.user, acting.key(seq))
    return serializers.line(action(line=line, reason=given.reason, by=request.by))


def _span(request: Request, given: NewSheet | OwnMarks) -> periods.Span:
    known = periods.kinds_of(Governed.of(request.user.office, given.from_on).document)
    if given.kind not in known:
        raise Refused("办法没有这种期别", field="kind", possible=f"可以填的期别：{'、'.join(known)}。")
    span = periods.Span.named(request.user.office, given.kind, given.from_on, given.to_on)
    if not span.is_whole:
        raise Refused(
            "期间不是完整的一期", field="to_on", possible="请填一期的首日和末日，例如 2026-03-01 至 2026-03-31。"
        )
    return span
