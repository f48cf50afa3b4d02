"""Reports: show, accept, return. `version` is that of the assignment."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Change, Reason, ReportAcceptance, ReportReturn, body_of
from duban.ledger import access, acts
from duban.ledger.actions.reports import reports, taken_back_reports
from duban.ledger.actions.requests import proposals

router = Router(tags=["reports"])


@router.get("/reports/{pk}", operation_id="show_report", summary="反馈")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one report, with its matter and the assignment's version."""
    access.require(request.user, "see_matters")
    report = access.reports.report_for(request.user, acting.key(pk))
    held = report.assignment
    return {**serializers.report(report), "matter": held.matter.no, "version": held.version}


@router.post("/reports/{pk}/acceptance", operation_id="accept_report", summary="审核通过")
def accept(request: Request, pk: int, given: ReportAcceptance) -> dict[str, Any]:
    """Accept a report; a result thereby completes the unit's part."""
    return _rule(request, pk, given, reports.accept_report)


@router.post("/reports/{pk}/return", operation_id="return_report", summary="退回")
def send_back(request: Request, pk: int, given: ReportReturn) -> dict[str, Any]:
    """Send a report back to be done again."""
    return _rule(request, pk, given, reports.return_report)


@router.post("/reports/{pk}/taking-back", operation_id="take_back_report", summary="撤回反馈")
def take_back(request: Request, pk: int, given: Reason) -> dict[str, Any]:
    """Take a report back that nobody has ruled on; what it had answered is owed again."""
    access.require(request.user, "submit_report")
    return _change(request, pk, given, taken_back_reports.take_back_report)


_COMPLETION = acts.named("completion")


@router.post(
    f"/reports/{{pk}}/{_COMPLETION.path}",
    operation_id=_COMPLETION.operation,
    summary=_COMPLETION.button,
    response={201: serializers.Created},
)
def forward(request: Request, pk: int, given: body_of(_COMPLETION)) -> HttpResponse:  # type: ignore[valid-type]
    """Put a checked result before who approves its completion. Needs `Idempotency-Key`."""
    access.require(request.user, _COMPLETION.right)
    report = access.reports.report_for(request.user, acting.key(pk))
    words: dict[str, Any] = given.dict(exclude={"version"})

    def act() -> tuple[object, str]:
        made = proposals.ask(_COMPLETION.name, of=report, by=request.by, **words)
        return made.pk, f"/api/proposals/{made.pk}"

    return acting.create(request, act, of=report.assignment, version=given.version)


def _rule(request: Request, pk: int, given: Change, action: Callable[..., object]) -> dict[str, Any]:
    access.require(request.user, "review_report")
    return _change(request, pk, given, action)


def _change(request: Request, pk: int, given: Change, action: Callable[..., object]) -> dict[str, Any]:
    report = access.reports.report_for(request.user, acting.key(pk))
    words = given.dict(exclude={"version"})
    acting.change(
        report.assignment,
        given.version,
        lambda: action(report=report, by=request.by, **words),
    )
    return acting.standing(report.assignment)
