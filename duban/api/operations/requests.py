"""Proposals: list, show, sign, withdraw, carry out."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import ConfigDict, Field

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.batches import NewStarts, SignMany, UndoMany
from duban.api.schemas.bodies import Change, Execution, Sign, Summons
from duban.api.schemas.bodies_of_rights import CarryingOut
from duban.ledger import access, acts
from duban.ledger.actions.process import interviews
from duban.ledger.actions.requests import batches, proposals, undoing
from duban.ledger.by import By
from duban.ledger.models import Proposal
from duban.ledger.models.proposals import STEP
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.refusals import Conflict, Refused

router = Router(tags=["proposals"])


class AskedProposals(Schema):
    """`tab`: waiting (for the asker's signature), ready, going or done; `after`: the last id of the page before."""

    model_config = ConfigDict(extra="forbid")
    tab: str = "going"
    after: int = Field(0, ge=0, le=2_000_000_000)
    limit: int = Field(50, ge=1, le=100)


@router.get("/proposals", operation_id="list_proposals", summary="报批")
def index(request: Request, asked: Query[AskedProposals]) -> dict[str, Any]:
    """List proposals, oldest first."""
    access.require(request.user, "see_matters")
    if asked.tab not in cards.TABS:
        raise Refused("没有这样的筛选条件", field="tab")
    found = cards.list_of(request.user, asked.tab, request.today).order_by("id").filter(pk__gt=asked.after)
    related = ("assignment__unit", "assignment__matter", "to_unit")
    page = list(found.select_related(*related).prefetch_related("signatures__officer")[: asked.limit + 1])
    more, page = len(page) > asked.limit, page[: asked.limit]
    return {"proposals": [_told(each) for each in page], "next": page[-1].pk if more else None}


@router.get("/proposals/{pk}", operation_id="show_proposal", summary="一项报批")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one proposal with its signatures."""
    access.require(request.user, "see_matters")
    return _told(access.requests.proposal_for(request.user, acting.key(pk)))


@router.post("/proposals/{pk}/signature", operation_id="sign_proposal", summary="签批")
def sign(request: Request, pk: int, given: Sign) -> dict[str, Any]:
    """Agree or refuse, as the signer whose turn it is."""
    access.require(request.user, "sign")
    return _change(request, pk, given, proposals.sign_proposal)


@router.post("/signatures", operation_id="sign_proposals", summary="一并签批")
def sign_together(request: Request, given: SignMany) -> dict[str, Any]:
    """Give one signature to many proposals, all or none of them, each still as it was read."""
    access.require(request.user, "sign")
    versions = {each.id: each.version for each in given.proposals}
    found = access.requests.proposals(request.user).filter(pk__in=versions).order_by("id")
    chosen = list(found.select_related("jurisdiction", "assignment__matter__jurisdiction", "assignment__unit"))
    if len(chosen) != len(versions):
        raise access.NotFound("没有这条记录，或者您无权查看")
    with transaction.atomic():
        for each in chosen:
            acting.change(each, versions[each.pk], lambda: None)
        batches.sign_each(chosen=chosen, agree=given.agree, reason=given.reason, by=request.by)
    return {"signed": [each.pk for each in chosen]}


@router.post("/signatures/undoing", operation_id="undo_signatures", summary="撤销签批")
def undo(request: Request, given: UndoMany) -> dict[str, Any]:
    """Undo one's own decision on these requests within a minute, all or none, before anything was built on it or a paper was numbered."""
    access.require(request.user, "sign")
    found = access.requests.proposals(request.user).filter(pk__in=given.proposals)
    chosen = list(found.select_related("assignment__matter__jurisdiction"))
    if len(chosen) != len(set(given.proposals)):
        raise access.NotFound("没有这条记录，或者您无权查看")
    return {"undone": sorted(each.pk for each in undoing.undo_decisions(proposals=chosen, by=request.by))}


@router.post(
    "/start-proposals", operation_id="request_starts", summary="提请立项审批", response={201: serializers.Created}
)
def request_starts(request: Request, given: NewStarts) -> HttpResponse:
    """Ask the leader to approve that these matters start, all or none of them, each on a proposal of its own. Needs `Idempotency-Key`."""
    access.require(request.user, "request_start")
    found = [access.matters.matter_for(request.user, no) for no in given.matters]

    def act() -> tuple[object, str]:
        made = batches.ask_starts(matters=found, reason=given.reason, by=request.by)
        return " ".join(str(each.pk) for each in made), "/api/proposals?tab=going"

    return acting.create(request, act)


@router.post("/proposals/{pk}/withdrawal", operation_id="withdraw_proposal", summary="撤回")
def withdraw(request: Request, pk: int, given: Change) -> dict[str, Any]:
    """Take a proposal back before it is decided."""
    access.require(request.user, "see_matters")
    return _change(request, pk, given, proposals.withdraw_proposal)


@router.post("/proposals/{pk}/execution", operation_id="carry_out_step", summary="实施督办措施")
def execute(request: Request, pk: int, given: Execution) -> dict[str, Any]:
    """Carry out an approved step."""
    access.require(request.user, "carry_out_step")
    return _change(request, pk, given, _carry_out)


@router.post("/proposals/{pk}/summons", operation_id="summon_unit", summary="制发约谈通知")
def summon(request: Request, pk: int, given: Summons) -> dict[str, Any]:
    """Summon the unit to the interview of an approved step, led by whom the document names; said again, it is put off."""
    access.require(request.user, "carry_out_step")
    return _change(request, pk, given, interviews.summon)


@router.post("/proposals/{pk}/carrying-out", operation_id="carry_out_proposal", summary="实施已批准的报批")
def carry_out(request: Request, pk: int, given: CarryingOut) -> dict[str, Any]:
    """Carry out what was approved and is no step: a sanction, an outcome, an experience. A member that this one does not ask for is refused."""
    access.require(request.user, "carry_out_step")
    return _change(request, pk, given, _carry_out_act)


def _carry_out_act(*, proposal: Proposal, by: By, **words: Any) -> Proposal:
    if proposal.act == STEP:
        raise Conflict("督办措施不能这样实施", possible="用 carry_out_step 实施。")
    names = [each.name for each in acts.of(proposal).execution_fields(proposal)]
    given = {name: value for name, value in words.items() if value}
    for name in given:
        if name not in names:
            told = f"可以填写：{'、'.join(names)}。" if names else "只填写 version。"
            raise Refused("这项报批没有这一项", possible=told, field=name)
    return proposals.carry_out(proposal=proposal, by=by, **given)


def _carry_out(*, proposal: Proposal, by: By, **words: Any) -> Proposal:
    if proposal.act != STEP:
        raise Conflict("这项报批不是督办措施，不能这样实施", possible="用 carry_out_proposal 实施。")
    return proposals.carry_out(proposal=proposal, by=by, **words)


def _change(request: Request, pk: int, given: Change, action: Callable[..., object]) -> dict[str, Any]:
    proposal = access.requests.proposal_for(request.user, acting.key(pk))
    words = given.dict(exclude={"version"})
    acting.change(
        proposal,
        given.version,
        lambda: action(proposal=proposal, by=request.by, **words),
    )
    return _told(
        access.requests.proposals(request.user)
        .select_related("assignment__unit", "assignment__matter", "to_unit")
        .get(pk=proposal.pk)
    )


def _told(proposal: Proposal) -> dict[str, Any]:
    return {**serializers.proposal(proposal), "matter": proposal.assignment.matter.no}
