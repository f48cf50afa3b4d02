"""Assignments: sign, refuse, rule, report, urge, ask, propose a step, take a result back. Each names matter and unit."""

import inspect
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import (
    Acceptance,
    Change,
    NewReport,
    NewUrge,
    Refusal,
    RefusalRuling,
    Reopening,
    body_of,
)
from duban.api.schemas.bodies_of_people import Receipt
from duban.ledger import access, acts
from duban.ledger.actions.matters import assignments, matters, urges
from duban.ledger.actions.reports import reports
from duban.ledger.actions.requests import proposals
from duban.ledger.acts import About, Act, Kind
from duban.ledger.by import By
from duban.ledger.models import Assignment, Proposal
from duban.ledger.models.reports import What

router = Router(tags=["assignments"])
_AT = "/matters/{no}/units/{unit}"
_MADE = {201: serializers.Created}


@router.post(f"{_AT}/acceptance", operation_id="accept_assignment", summary="签收")
def accept(request: Request, no: str, unit: str, given: Acceptance) -> dict[str, Any]:
    """Sign for an assignment."""
    access.require(request.user, "accept_assignment")
    return _change(request, no, unit, given, assignments.accept_assignment)


@router.post(f"{_AT}/receipt", operation_id="record_receipt", summary="登记纸质签收")
def receive(request: Request, no: str, unit: str, given: Receipt) -> dict[str, Any]:
    """Note that a unit without an account signed on paper."""
    access.require(request.user, "record_receipt")
    return _change(request, no, unit, given, assignments.record_receipt)


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
def reopen(request: Request, no: str, unit: str, given: Reopening) -> dict[str, Any]:
    """Take back the acceptance of a result that was found undone."""
    access.require(request.user, "close_matter")
    return _change(request, no, unit, given, matters.reopen_assignment)


@router.post(f"{_AT}/reports", operation_id="submit_report", summary="报送反馈", response=_MADE)
def report(request: Request, no: str, unit: str, given: NewReport) -> HttpResponse:
    """Hand in a report. Needs `Idempotency-Key`."""
    access.require(request.user, "submit_report")
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = reports.Words(**given.dict(exclude={"version", "what", "follows"}))

    def act() -> tuple[object, str]:
        # The version is compared by the act itself, under its lock.
        made = reports.submit_report(
            assignment=assignment, what=What(given.what), words=words, by=request.by, follows=given.follows, version=given.version
        )  # fmt: skip
        return made.pk, f"/api/reports/{made.pk}"

    return acting.create(request, act)


@router.post(f"{_AT}/urges", operation_id="urge_unit", summary="催办", response=_MADE)
def urge(request: Request, no: str, unit: str, given: NewUrge) -> HttpResponse:
    """Urge a unit. Needs `Idempotency-Key`."""
    access.require(request.user, "urge")
    return _create(request, no, unit, given, urges.urge_unit, "facts")


def _asking(act: Act) -> Callable[..., HttpResponse]:
    """Return the operation by which an act is asked for: its body has what the act's fields say."""

    def ask(request: Request, no: str, unit: str, given: Change) -> HttpResponse:
        access.require(request.user, act.right)
        units = [each.name for each in act.fields if each.kind == Kind.UNIT]
        named = {name: acting.unit_named(request.user, getattr(given, name), name) for name in units}
        return _create(request, no, unit, given, make, "proposals", **named)

    def make(*, assignment: Assignment, by: By, **words: Any) -> Proposal:
        return proposals.ask(act.name, of=assignment, by=by, **words)

    ask.__annotations__["given"] = body_of(act)
    ask.__doc__ = f"{inspect.getdoc(type(act))} Needs `Idempotency-Key`."
    return ask


for _act in acts.every():
    if _act.operation and _act.about == About.ASSIGNMENT:
        _router = router.post(f"{_AT}/{_act.path}", operation_id=_act.operation, summary=_act.button, response=_MADE)
        _router(_asking(_act))


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
