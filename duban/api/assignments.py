"""Assignments: sign, refuse, rule, report, urge, ask, propose a step, take a result back. Each names matter and unit."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from duban.api import acting, serializers
from duban.api.requests import Request
from duban.api.schemas.bodies import (
    Acceptance,
    Change,
    NewExtension,
    NewReport,
    NewStep,
    NewTransfer,
    NewUrge,
    Reason,
    Refusal,
    RefusalRuling,
)
from duban.ledger import access
from duban.ledger.actions.matters import assignments, matters, urges
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals

router = Router(tags=["assignments"])
_AT = "/matters/{no}/units/{unit}"
_MADE = {201: serializers.Created}


@router.post(f"{_AT}/acceptance", operation_id="accept_assignment", summary="签收")
def accept(request: Request, no: str, unit: str, given: Acceptance) -> dict[str, Any]:
    """Sign for an assignment."""
    access.require(request.user, "accept_assignment")
    return _change(request, no, unit, given, assignments.accept_assignment)


@router.post(f"{_AT}/refusal", operation_id="refuse_assignment", summary="拒签")
def refuse(request: Request, no: str, unit: str, given: Refusal) -> dict[str, Any]:
    """Refuse to sign, with reasons."""
    access.require(request.user, "accept_assignment")
    proper = acting.unit_named(request.user, given.proper, "proper")
    return _change(request, no, unit, given, assignments.refuse_assignment, proper=proper)


@router.post(f"{_AT}/refusal-ruling", operation_id="rule_on_refusal", summary="裁定拒签")
def rule(request: Request, no: str, unit: str, given: RefusalRuling) -> dict[str, Any]:
    """Rule on a refusal: the matter passes on, or the unit must do it."""
    access.require(request.user, "rule_on_refusal")
    to = acting.unit_named(request.user, given.to, "to")
    assignment = access.matters.assignment_for(request.user, no, unit)

    def act() -> None:
        if given.upheld:
            assignments.uphold_refusal(assignment=assignment, to=to, reason=given.reason, by=request.by)
        else:
            assignments.reject_refusal(assignment=assignment, reason=given.reason, by=request.by)

    acting.change(assignment, given.version, act)
    return acting.standing(assignment)


@router.post(f"{_AT}/reopening", operation_id="reopen_assignment", summary="重新办理")
def reopen(request: Request, no: str, unit: str, given: Reason) -> dict[str, Any]:
    """Take back the acceptance of a result that was found undone."""
    access.require(request.user, "close_matter")
    return _change(request, no, unit, given, matters.reopen_assignment)


@router.post(f"{_AT}/reports", operation_id="submit_report", summary="报送反馈", response=_MADE)
def report(request: Request, no: str, unit: str, given: NewReport) -> HttpResponse:
    """Hand in a report. Needs `Idempotency-Key`."""
    access.require(request.user, "submit_report")
    return _create(request, no, unit, given, reports.submit_report, "reports")


@router.post(f"{_AT}/urges", operation_id="urge_unit", summary="催办", response=_MADE)
def urge(request: Request, no: str, unit: str, given: NewUrge) -> HttpResponse:
    """Urge a unit. Needs `Idempotency-Key`."""
    access.require(request.user, "urge")
    return _create(request, no, unit, given, urges.urge_unit, "facts")


@router.post(f"{_AT}/extensions", operation_id="request_extension", summary="申请延期", response=_MADE)
def extend(request: Request, no: str, unit: str, given: NewExtension) -> HttpResponse:
    """Ask for a later due date. Needs `Idempotency-Key`."""
    access.require(request.user, "request_change")
    return _create(request, no, unit, given, proposals.request_extension, "proposals")


@router.post(f"{_AT}/write-offs", operation_id="request_write_off", summary="申请销号", response=_MADE)
def write_off(request: Request, no: str, unit: str, given: Reason) -> HttpResponse:
    """Ask that what cannot be done be struck off. Needs `Idempotency-Key`."""
    access.require(request.user, "request_change")
    return _create(request, no, unit, given, proposals.request_write_off, "proposals")


@router.post(f"{_AT}/transfers", operation_id="request_transfer", summary="申请变更责任单位", response=_MADE)
def transfer(request: Request, no: str, unit: str, given: NewTransfer) -> HttpResponse:
    """Ask that another unit take over. Needs `Idempotency-Key`."""
    access.require(request.user, "request_change")
    to = acting.unit_named(request.user, given.to, "to")
    return _create(request, no, unit, given, proposals.request_transfer, "proposals", to=to)


@router.post(f"{_AT}/steps", operation_id="propose_step", summary="提请督办措施", response=_MADE)
def propose_step(request: Request, no: str, unit: str, given: NewStep) -> HttpResponse:
    """Propose the ladder's next step. Needs `Idempotency-Key`."""
    access.require(request.user, "propose_step")
    return _create(request, no, unit, given, proposals.propose_step, "proposals")


def _change(
    request: Request, no: str, unit: str, given: Change, action: Callable[..., object], **named: object
) -> dict[str, Any]:
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = {**given.dict(exclude={"version"}), **named}
    acting.change(
        assignment,
        given.version,
        lambda: action(assignment=assignment, by=request.by, **words),
    )
    return acting.standing(assignment)


def _create(
    request: Request, no: str, unit: str, given: Change, action: Callable[..., Any], shown_at: str, **named: object
) -> HttpResponse:
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = {**given.dict(exclude={"version"}), **named}

    def act() -> tuple[object, str]:
        made = action(assignment=assignment, by=request.by, **words)
        key = made.seq if shown_at == "facts" else made.pk
        return key, f"/api/{shown_at}/{key}"

    return acting.create(request, act, of=assignment, version=given.version)
