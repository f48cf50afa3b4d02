"""Due process: objections of units and rulings on them, what was imposed, praise that is claimed and verified."""

from collections.abc import Callable
from typing import Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Amendment, Page, Result
from duban.api.schemas.bodies_of_rights import Event, NewClaim, NewObjection, PaperCheck, Verdict
from duban.ledger import access
from duban.ledger.actions.process import consequences, interviews, objections
from duban.ledger.actions.scoring import claims
from duban.ledger.models import Claim, Consequence, Objection

router = Router(tags=["rights"])
_MADE = {201: serializers.Created}


class AskedObjections(Page):
    """`tab`: open or done."""

    tab: Literal["open", "done"] = "open"


class AskedConsequences(Page):
    """`kind` and `unit`: only these."""

    kind: str = Field("", max_length=20)
    unit: str = Field("", max_length=40)


class AskedClaims(Page):
    """`standing`: only these."""

    standing: Literal["", "open", "verified", "rejected", "withdrawn"] = ""


@router.get("/objections", operation_id="list_objections", summary="异议和申辩")
def index_objections(request: Request, asked: Query[AskedObjections]) -> dict[str, Any]:
    """List objections and pleas, oldest first: a unit sees its own."""
    access.require(request.user, "see_objections")
    found = access.process.objections(request.user).select_related(
        "unit", "line__matter", "deadline__assignment__matter"
    )
    found = found.filter(verdict="open") if asked.tab == "open" else found.exclude(verdict="open")
    return acting.page_of("objections", found, asked, serializers.objection)


@router.get("/objections/{pk}", operation_id="show_objection", summary="一项异议")
def show_objection(request: Request, pk: int) -> dict[str, Any]:
    """Show one objection."""
    access.require(request.user, "see_objections")
    return serializers.objection(access.process.objection_for(request.user, acting.key(pk)))


@router.post("/facts/{seq}/objections", operation_id="object_to_fact", summary="对记录提出异议", response=_MADE)
def object_to(request: Request, seq: int, given: NewObjection) -> HttpResponse:
    """Dispute a record that names one's unit, or give good reason for it. Needs `Idempotency-Key`."""
    access.require(request.user, "object")
    line = access.scoring.own_line_for(request.user, acting.key(seq))

    def act() -> tuple[object, str]:
        made = objections.object_to_fact(line=line, by=request.by, **given.dict())
        return made.pk, f"/api/objections/{made.pk}"

    return acting.create(request, act)


@router.post("/objections/{pk}/ruling", operation_id="rule_on_objection", summary="裁定异议")
def rule(request: Request, pk: int, given: Verdict) -> dict[str, Any]:
    """Decide; nobody decides on what they recorded themselves."""
    access.require(request.user, "rule_on_objection")
    objection = access.process.objection_for(request.user, acting.key(pk))
    objections.rule_on_objection(objection=objection, by=request.by, **given.dict())
    return serializers.objection(Objection.objects.select_related(*serializers.OBJECTION).get(pk=objection.pk))


@router.post("/objections/{pk}/withdrawal", operation_id="withdraw_objection", summary="撤回异议")
def withdraw_objection(request: Request, pk: int) -> dict[str, Any]:
    """Take an objection back before it is decided."""
    access.require(request.user, "object")
    objection = access.process.objection_for(request.user, acting.key(pk))
    objections.withdraw_objection(objection=objection, by=request.by)
    return serializers.objection(Objection.objects.select_related(*serializers.OBJECTION).get(pk=objection.pk))


@router.get("/consequences", operation_id="list_consequences", summary="处理结果")
def index_consequences(request: Request, asked: Query[AskedConsequences]) -> dict[str, Any]:
    """List what was imposed, oldest first: a unit sees its own, the discipline body what was handed over to it."""
    access.require(request.user, "see_consequences")
    found = access.process.consequences(request.user).select_related("unit", "matter")
    for name, value in (("kind", asked.kind), ("unit__code", asked.unit)):
        found = found.filter(**{name: value}) if value else found
    return acting.page_of("consequences", found, asked, serializers.consequence)


@router.get("/consequences/{pk}", operation_id="show_consequence", summary="一项处理")
def show_consequence(request: Request, pk: int) -> dict[str, Any]:
    """Show one consequence."""
    access.require(request.user, "see_consequences")
    return serializers.consequence(access.process.consequence_for(request.user, acting.key(pk)))


@router.post("/consequences/{pk}/check", operation_id="check_paper", summary="核查材料")
def check(request: Request, pk: int, given: PaperCheck) -> dict[str, Any]:
    """Say whether what was handed in holds."""
    return _manage(request, pk, given, consequences.check_paper)


@router.post("/consequences/{pk}/event", operation_id="record_event", summary="记录约谈")
def hold(request: Request, pk: int, given: Event) -> dict[str, Any]:
    """Put on record that a talk took place."""
    return _manage(request, pk, given, interviews.record_event)


@router.post("/consequences/{pk}/result", operation_id="record_result", summary="登记约谈结果")
def follow(request: Request, pk: int, given: Result) -> dict[str, Any]:
    """Put on record what came of an interview; where the document has it reported to the principal leader, its paper goes out."""
    return _manage(request, pk, given, interviews.record_result)


@router.post("/consequences/{pk}/lifting", operation_id="lift_consequence", summary="解除处理")
def lift(request: Request, pk: int, given: Amendment) -> dict[str, Any]:
    """Lift what was imposed; it stays on record."""
    return _manage(request, pk, given, consequences.lift_consequence)


@router.get("/claims", operation_id="list_claims", summary="表彰和刊载登记")
def index_claims(request: Request, asked: Query[AskedClaims]) -> dict[str, Any]:
    """List praise that was claimed, oldest first: a unit sees its own."""
    access.require(request.user, "see_claims")
    found = access.scoring.claims(request.user).select_related("unit", "matter", "line")
    found = found.filter(standing=asked.standing) if asked.standing else found
    return acting.page_of("claims", found, asked, serializers.claim)


@router.get("/claims/{pk}", operation_id="show_claim", summary="一项申报")
def show_claim(request: Request, pk: int) -> dict[str, Any]:
    """Show one claim."""
    access.require(request.user, "see_claims")
    return serializers.claim(access.scoring.claim_for(request.user, acting.key(pk)))


@router.post("/claims", operation_id="make_claim", summary="申报表彰和刊载", response=_MADE)
def make_claim(request: Request, given: NewClaim) -> HttpResponse:
    """Claim praise with its proof, or enter what the document lets units enter; the office's own entry is verified at once. Needs `Idempotency-Key`."""
    access.require(request.user, "make_claim")
    officer = request.user
    words = {**given.dict(exclude={"unit", "evidence", "matter"}), "authority": given.authority or ""}

    def act() -> tuple[object, str]:
        made = claims.make_claim(
            jurisdiction=officer.office,
            unit=acting.unit_named(officer, given.unit, "unit"),
            praised=claims.Praised(
                matter=access.matters.matter_for(officer, given.matter) if given.matter else None, **words
            ),
            file=access.matters.attachment_for(officer, given.evidence) if given.evidence else None,
            by=request.by,
        )
        return made.pk, f"/api/claims/{made.pk}"

    return acting.create(request, act)


@router.post("/claims/{pk}/ruling", operation_id="rule_on_claim", summary="核实申报")
def rule_on_claim(request: Request, pk: int, given: Verdict) -> dict[str, Any]:
    """Verify a claim, by which it scores, or reject it with reasons."""
    access.require(request.user, "rule_on_claim")
    claim = access.scoring.claim_for(request.user, acting.key(pk))
    claims.rule_on_claim(claim=claim, verified=given.uphold, reason=given.reason, by=request.by)
    return serializers.claim(Claim.objects.select_related("unit", "matter", "line").get(pk=claim.pk))


@router.post("/claims/{pk}/withdrawal", operation_id="withdraw_claim", summary="撤回申报")
def withdraw_claim(request: Request, pk: int) -> dict[str, Any]:
    """Take a claim back before it is decided."""
    access.require(request.user, "make_claim")
    claim = access.scoring.claim_for(request.user, acting.key(pk))
    claims.withdraw_claim(claim=claim, by=request.by)
    return serializers.claim(Claim.objects.select_related("unit", "matter", "line").get(pk=claim.pk))


def _manage(request: Request, pk: int, given: Schema, action: Callable[..., object]) -> dict[str, Any]:
    access.require(request.user, "manage_consequences")
    found = access.process.consequence_for(request.user, acting.key(pk))
    action(consequence=found, by=request.by, **given.dict())
    return serializers.consequence(Consequence.objects.select_related("unit", "matter").get(pk=found.pk))
