"""Merging, splitting and abolishing units: what would move, the act, the record, and taking it back."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Page
from duban.api.schemas.bodies_of_people import AskedReorganisation, NewReorganisation, Revocation
from duban.ledger import access, conditions
from duban.ledger.actions.office import reorganisations
from duban.ledger.models import Assignment, Reorganisation
from duban.ledger.queries.office import reorganisations as known
from duban.ledger.queries.office import reorganising
from duban.ledger.queries.office.reorganising import Asked
from duban.ledger.refusals import Refused, refuse_if
from duban.people.models import Unit

router = Router(tags=["people"])
_MADE = {201: serializers.Created}


@router.post("/reorganisations/plan", operation_id="plan_reorganisation", summary="试列单位变更")
def plan(request: Request, given: AskedReorganisation) -> dict[str, Any]:
    """Say what would move, and write nothing."""
    access.require(request.user, "reorganise")
    asked = _asked(request, given)
    office = request.user.office
    refuse_if(conditions.reorganising.reorganising(office, asked.kind, asked.of, asked.to, asked.on, request.by.today))
    found = reorganising.plan_of(asked)
    return {
        "items": [
            {"kind": each.kind, "words": each.words, "to": each.to.code if each.to else None, "said": each.said}
            for each in found.entries
        ],
        "stays": [{"what": what, "count": count, "why": why} for what, count, why in found.stays],
        "rules": known.rules_of(asked.kind, asked.points),
    }


@router.post("/reorganisations", operation_id="reorganise_units", summary="办理单位变更", response=_MADE)
def reorganise(request: Request, given: NewReorganisation) -> HttpResponse:
    """Merge, split or abolish units, and pass on what is open. Needs `Idempotency-Key`."""
    access.require(request.user, "reorganise")

    def act() -> tuple[object, str]:
        made = reorganisations.reorganise(
            asked=_asked(request, given), paper=given.paper, number=given.number, by=request.by
        )
        return made.pk, f"/api/reorganisations/{made.pk}"

    return acting.create(request, act)


@router.get("/reorganisations", operation_id="list_reorganisations", summary="单位变更")
def index(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List the reorganisations, in the order in which they were made."""
    access.require(request.user, "see_reorganisations")
    found = access.office.reorganisations(request.user).select_related("made_by")
    return acting.page_of("reorganisations", found, asked, _row)


@router.get("/reorganisations/{pk}", operation_id="show_reorganisation", summary="一次单位变更")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one reorganisation with what moved; a unit reads by name what came to it."""
    return _shown(request, access.office.reorganisation_for(request.user, acting.key(pk)))


@router.post("/reorganisations/{pk}/revocation", operation_id="revoke_reorganisation", summary="撤回单位变更")
def revoke(request: Request, pk: int, given: Revocation) -> dict[str, Any]:
    """Take a reorganisation back: the units stand again, and what has not changed meanwhile goes back."""
    access.require(request.user, "reorganise")
    found = access.office.reorganisation_for(request.user, acting.key(pk))
    return _shown(request, reorganisations.revoke(reorganisation=found, reason=given.reason, by=request.by))


def _asked(request: Request, given: AskedReorganisation) -> Asked:
    units = {each.code: each for each in Unit.objects.filter(jurisdiction=request.user.office)}
    for field, codes in (("of", given.of), ("to", given.to), ("given", [each.unit for each in given.given])):
        for code in codes:
            if code not in units:
                raise Refused(f"没有代码为“{code}”的单位", field=field)
    of = tuple(units[code] for code in given.of)
    chosen = {each.matter: units[each.unit] for each in given.given}
    held = Assignment.objects.filter(unit__in=of, matter__no__in=chosen).values_list("pk", "matter__no")
    named = {pk: chosen[no] for pk, no in held}
    return Asked(given.kind, of, tuple(units[code] for code in given.to), given.on, given.points, given.accounts, named)


def _row(made: Reorganisation) -> dict[str, Any]:
    names = (
        "kind",
        "of",
        "to",
        "on",
        "paper",
        "number",
        "points",
        "accounts",
        "made_on",
        "revoked_on",
        "revoke_reason",
    )
    return {"id": made.pk, "made_by": made.made_by.username, **{name: getattr(made, name) for name in names}}


def _shown(request: Request, made: Reorganisation) -> dict[str, Any]:
    reads_all, own = request.user.role in access.READS_ALL, request.user.unit.code if request.user.unit else None
    rows = [
        {
            "kind": each["kind"],
            "words": each["words"] if reads_all or each["to"] == own else None,
            "to": each["to"] or None,
            "said": each.get("left") or each["said"],
        }
        for each in made.items
    ]
    return {**_row(made), "items": rows}
