"""Assignments: sign, refuse, rule, report, urge, ask, propose a step, take a result back. Each names matter and unit."""

from ninja import Router

from duban.api import acting, serializers
from duban.api.schemas.bodies import (
    Acceptance,
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
def accept(request, no: str, unit: str, given: Acceptance):
    """Sign for an assignment."""
    access.require(request.user, "accept_assignment")
    return _change(request, no, unit, given, assignments.accept_assignment)


@router.post(f"{_AT}/refusal", operation_id="refuse_assignment", summary="拒签")
def refuse(request, no: str, unit: str, given: Refusal):
    """Refuse to sign, with reasons."""
    access.require(request.user, "accept_assignment")
    proper = acting.unit_named(request.user, given.proper, "proper")
    return _change(request, no, unit, given, assignments.refuse_assignment, proper=proper)


@router.post(f"{_AT}/refusal-ruling", operation_id="rule_on_refusal", summary="裁定拒签")
def rule(request, no: str, unit: str, given: RefusalRuling):
    """Rule on a refusal: the matter passes on, or the unit must do it."""
    access.require(request.user, "rule_on_refusal")
    to = acting.unit_named(request.user, given.to, "to")
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = {"assignment": assignment, "by": request.by, "reason": given.reason}

    def act():
        if given.upheld:
            assignments.uphold_refusal(to=to, **words)
        else:
            assignments.reject_refusal(**words)

    acting.change(assignment, given.version, act)
    return acting.standing(assignment)


@router.post(f"{_AT}/reopening", operation_id="reopen_assignment", summary="重新办理")
def reopen(request, no: str, unit: str, given: Reason):
    """Take back the acceptance of a result that was found undone."""
    access.require(request.user, "close_matter")
    return _change(request, no, unit, given, matters.reopen_assignment)


@router.post(f"{_AT}/reports", operation_id="submit_report", summary="报送反馈", response=_MADE)
def report(request, no: str, unit: str, given: NewReport):
    """Hand in a report. Needs `Idempotency-Key`."""
    access.require(request.user, "submit_report")
    return _create(request, no, unit, given, reports.submit_report, "reports")


@router.post(f"{_AT}/urges", operation_id="urge_unit", summary="催办", response=_MADE)
def urge(request, no: str, unit: str, given: NewUrge):
    """Urge a unit. Needs `Idempotency-Key`."""
    access.require(request.user, "urge")
    return _create(request, no, unit, given, urges.urge_unit, "facts")


@router.post(f"{_AT}/extensions", operation_id="request_extension", summary="申请延期", response=_MADE)
def extend(request, no: str, unit: str, given: NewExtension):
    """Ask for a later due date. Needs `Idempotency-Key`."""
    access.require(request.user, "request_change")
    return _create(request, no, unit, given, proposals.request_extension, "proposals")


@router.post(f"{_AT}/write-offs", operation_id="request_write_off", summary="申请销号", response=_MADE)
def write_off(request, no: str, unit: str, given: Reason):
    """Ask that what cannot be done be struck off. Needs `Idempotency-Key`."""
    access.require(request.user, "request_change")
    return _create(request, no, unit, given, proposals.request_write_off, "proposals")


@router.post(f"{_AT}/transfers", operation_id="request_transfer", summary="申请变更责任单位", response=_MADE)
def transfer(request, no: str, unit: str, given: NewTransfer):
    """Ask that another unit take over. Needs `Idempotency-Key`."""
    access.require(request.user, "request_change")
    to = acting.unit_named(request.user, given.to, "to")
    return _create(request, no, unit, given, proposals.request_transfer, "proposals", to=to)


@router.post(f"{_AT}/steps", operation_id="propose_step", summary="提请督办措施", response=_MADE)
def propose_step(request, no: str, unit: str, given: NewStep):
    """Propose the ladder's next step. Needs `Idempotency-Key`."""
    access.require(request.user, "propose_step")
    return _create(request, no, unit, given, proposals.propose_step, "proposals")


def _change(request, no, unit, given, action, **named):
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = {**given.dict(exclude={"version"}), **named}
    acting.change(
        assignment,
        given.version,
        lambda: action(assignment=assignment, by=request.by, **words),
    )
    return acting.standing(assignment)


def _create(request, no, unit, given, action, shown_at, **named):
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = {**given.dict(exclude={"version"}), **named}

    def act():
        made = action(assignment=assignment, by=request.by, **words)
        key = made.seq if shown_at == "facts" else made.pk
        return key, f"/api/{shown_at}/{key}"

    return acting.create(request, act, of=assignment, version=given.version)
