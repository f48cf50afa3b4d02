"""What runs beside the final deadline: recurring reports, and the clock that stands still."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Amendment, Change, Note, Reason
from duban.api.schemas.bodies_of_matters import NewRecurrence
from duban.ledger import access
from duban.ledger.actions.matters import pauses
from duban.ledger.actions.reports import recurrences

router = Router(tags=["recurrences"])
_AT = "/matters/{no}/units/{unit}"


@router.post(f"{_AT}/suspension", operation_id="suspend_assignment", summary="中止办理")
def suspend(request: Request, no: str, unit: str, given: Reason) -> dict[str, Any]:
    """Stop the clock of a unit: nothing falls due until it is resumed."""
    access.require(request.user, "suspend_assignment")
    return _change(request, no, unit, given, pauses.suspend_assignment)


@router.post(f"{_AT}/resumption", operation_id="resume_assignment", summary="恢复办理")
def resume(request: Request, no: str, unit: str, given: Note) -> dict[str, Any]:
    """Let the clock run on with the working days that were left."""
    access.require(request.user, "suspend_assignment")
    return _change(request, no, unit, given, pauses.resume_assignment)


@router.post(
    f"{_AT}/recurrences", operation_id="set_recurrence", summary="设定定期报送", response={201: serializers.Created}
)
def set_up(request: Request, no: str, unit: str, given: NewRecurrence) -> HttpResponse:
    """Let a unit report again and again. Needs `Idempotency-Key`."""
    access.require(request.user, "set_recurrence")
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = given.dict(exclude={"version"})

    def act() -> tuple[object, str]:
        made = recurrences.set_recurrence(assignment=assignment, by=request.by, **words)
        return made.pk, f"/api/recurrences/{made.pk}"

    return acting.create(request, act, of=assignment, version=given.version)


@router.get("/recurrences/{pk}", operation_id="show_recurrence", summary="一项定期报送")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one recurring report with its dates."""
    access.require(request.user, "see_obligations")
    return serializers.recurrence(access.reports.recurrence_for(request.user, acting.key(pk)))


@router.post("/recurrences/{pk}/end", operation_id="end_recurrence", summary="终止定期报送")
def end(request: Request, pk: int, given: Amendment) -> dict[str, Any]:
    """Ask for no more of these reports; missed dates stay."""
    access.require(request.user, "set_recurrence")
    found = access.reports.recurrence_for(request.user, acting.key(pk))
    recurrences.end_recurrence(recurrence=found, reason=given.reason, by=request.by)
    found.refresh_from_db()
    return serializers.recurrence(found)


def _change(request: Request, no: str, unit: str, given: Change, action: Callable[..., object]) -> dict[str, Any]:
    assignment = access.matters.assignment_for(request.user, no, unit)
    words = given.dict(exclude={"version"})
    acting.change(
        assignment,
        given.version,
        lambda: action(assignment=assignment, by=request.by, **words),
    )
    return acting.standing(assignment)
