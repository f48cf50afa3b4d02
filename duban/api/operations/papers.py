"""Papers and ledgers that come in: read, answered, registered, compared with what stands."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Page
from duban.api.schemas.papers import (
    LedgerDefaults,
    LedgerUpdates,
    NewLedger,
    NewPaper,
    PaperAnswer,
    Registration,
)
from duban.ledger import access
from duban.ledger.actions.papers import answers, drafts, imports, ledger_updates
from duban.ledger.actions.papers.imports import Defaults, Plan
from duban.ledger.models import Attachment, Draft, SourcePaper
from duban.ledger.queries.papers.papers import Matcher
from duban.ledger.queries.papers.questions import questions_of
from duban.ledger.refusals import Refused
from duban.people.models import Unit

router = Router(tags=["papers"])
_MADE = {201: serializers.Created}


@router.get("/papers", operation_id="list_papers", summary="来文")
def index(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List the papers that were read in."""
    access.require(request.user, "read_paper")
    return acting.page_of("papers", access.papers.papers(request.user), asked, _paper)


@router.get("/papers/{pk}", operation_id="show_paper", summary="一份来文")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show a paper with its drafts, what was not read as a task, and the questions that its drafts leave open."""
    access.require(request.user, "read_paper")
    paper = access.papers.paper_for(request.user, acting.key(pk))
    found = list(paper.drafts.select_related("matter").order_by("order"))
    asked = questions_of(paper, found, Matcher(paper.jurisdiction), request.today)
    return {
        **_paper(paper),
        "unparsed": paper.unparsed,
        "drafts": [_draft(each, request) for each in found],
        "questions": [
            {
                "kind": each.kind,
                "words": each.words,
                "orders": list(each.orders),
                "likely": [unit.code for unit in each.likely],
            }
            for each in asked
        ],
    }


@router.post("/papers", operation_id="read_paper", summary="读入文件", response=_MADE)
def read(request: Request, given: NewPaper) -> HttpResponse:
    """Read the tasks out of a paper as drafts; nothing becomes a matter yet. Needs `Idempotency-Key`."""
    access.require(request.user, "read_paper")
    if bool(given.text.strip()) == bool(given.content):
        raise Refused("text 和 content 二者选一", field="content")
    name = f"{given.name}.txt" if given.text and not given.name.endswith(".txt") else given.name
    data = given.text.encode() if given.text else _bytes(given.content)

    def act() -> tuple[object, str]:
        paper = drafts.read_paper(
            jurisdiction=request.user.office, name=name, data=data, year=given.year, by=request.by
        )
        return paper.pk, f"/api/papers/{paper.pk}"

    return acting.create(request, act)


@router.post("/papers/{pk}/answers", operation_id="answer_paper", summary="核对一批草稿")
def answer(request: Request, pk: int, given: PaperAnswer) -> dict[str, Any]:
    """Answer one question for all drafts of a paper. Answers which drafts it changed."""
    access.require(request.user, "read_paper")
    paper = access.papers.paper_for(request.user, acting.key(pk))
    meant = [name for name in type(given).model_fields if getattr(given, name) is not None]
    if len(meant) != 1:
        raise Refused("一次回答一项", possible="match、day、settle、lead、days、drop、basis 选一。", field="match")
    changed = _ANSWERS[meant[0]](request, paper, getattr(given, meant[0]))
    return {"orders": sorted(draft.order for draft in changed)}


@router.post("/papers/{pk}/matters", operation_id="register_drafts", summary="草稿登记为事项")
def register(request: Request, pk: int, given: Registration) -> dict[str, Any]:
    """Register drafts as proposed matters, all or none: those of `orders`, or all that have no open doubt."""
    access.require(request.user, "read_paper")
    paper = access.papers.paper_for(request.user, acting.key(pk))
    access.require(request.user, "register_matter")
    words = given.dict(exclude={"orders"})
    found = paper.drafts.filter(state="open")
    if given.orders is not None:
        chosen = list(found.filter(order__in=given.orders))
    else:
        chosen = [each for each in found if not drafts.trouble_with(each, request.today, given.due_on)]
    made = drafts.register_drafts(paper=paper, drafts=chosen, by=request.by, **words)
    return {"matters": [matter.no for matter in made]}


@router.post("/ledgers", operation_id="check_ledger", summary="核对台账")
def check(request: Request, given: NewLedger) -> dict[str, Any]:
    """Keep a ledger's file and say what it would register, change, and what is wrong with which cell. No matter arises."""
    access.require(request.user, "register_matter")
    file = imports.keep_ledger(
        jurisdiction=request.user.office, name=given.name, data=_bytes(given.content), by=request.by
    )
    return _plan(file, imports.plan_of(file, _defaults(given), request.today))


@router.post("/ledgers/{pk}/matters", operation_id="import_ledger", summary="导入台账")
def take(request: Request, pk: int, given: LedgerDefaults) -> dict[str, Any]:
    """Register every new row of a checked ledger, all or none."""
    access.require(request.user, "register_matter")
    file = access.papers.ledger_file_for(request.user, acting.key(pk))
    made = imports.import_ledger(file=file, defaults=_defaults(given), by=request.by)
    return {"matters": [matter.no for matter in made]}


@router.post("/ledgers/{pk}/updates", operation_id="update_by_ledger", summary="按台账更新事项")
def update(request: Request, pk: int, given: LedgerUpdates) -> dict[str, Any]:
    """Take over changed rows, all or none: what is not out is edited, an order that is out is put up for correction."""
    access.require(request.user, "register_matter")
    file = access.papers.ledger_file_for(request.user, acting.key(pk))
    changes = imports.plan_of(file, _defaults(given), request.today).changes
    done = ledger_updates.take_over(
        file=file, changes=changes, chosen=set(given.numbers), reason=given.reason, by=request.by
    )
    return {"matters": [matter.no for matter in done]}


def _units(request: Request, codes: list[str]) -> list[Unit]:
    return [acting.unit_named(request.user, code, "units") for code in codes]


def _set_basis(request: Request, paper: SourcePaper, given: Any) -> list[Draft]:
    answers.set_basis(paper=paper, by=request.by, **given.dict())
    return []


_ANSWERS: dict[str, Callable[[Request, SourcePaper, Any], list[Draft]]] = {
    "match": lambda request, paper, given: answers.match_name(
        paper=paper, name=given.name, units=_units(request, given.units), remember=given.remember, by=request.by
    ),
    "day": lambda request, paper, given: answers.set_day(paper=paper, by=request.by, **given.dict()),
    "settle": lambda request, paper, given: answers.settle_doubts(paper=paper, by=request.by, **given.dict()),
    "lead": lambda request, paper, given: answers.set_leads(
        paper=paper, orders=given.orders, lead=_units(request, given.units), by=request.by
    ),
    "days": lambda request, paper, given: answers.set_days(paper=paper, by=request.by, **given.dict()),
    "drop": lambda request, paper, given: answers.drop_drafts(paper=paper, orders=given, by=request.by),
    "basis": _set_basis,
}


def _bytes(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        raise Refused("文件内容不是 base64", field="content") from None


def _defaults(given: LedgerDefaults) -> Defaults:
    words = {name: getattr(given, name) for name in LedgerDefaults.model_fields}
    return Defaults(**{**words, "separate": frozenset(words["separate"])})


def _paper(paper: SourcePaper) -> dict[str, Any]:
    return {
        "id": paper.pk,
        "name": paper.name,
        "read_on": paper.read_on,
        "basis": paper.basis,
        "basis_no": paper.basis_no,
        "basis_on": paper.basis_on,
    }


def _draft(draft: Draft, request: Request) -> dict[str, Any]:
    return {
        "order": draft.order,
        "no": draft.no,
        "text": draft.text,
        "lead": draft.lead,
        "support": draft.support,
        "due_on": draft.due_on,
        "endless": draft.endless,
        "doubts": draft.doubts,
        "trouble": drafts.trouble_with(draft, request.today) if draft.state == "open" else "",
        "state": draft.state,
        "matter": draft.matter.no if draft.matter else None,
    }


def _plan(file: Attachment, plan: Plan) -> dict[str, Any]:
    return {
        "id": file.pk,
        "rows": len(plan.ledger.rows),
        "new": [order.title for order in plan.orders],
        "known": [number for _, number in plan.known],
        "changed": [
            {
                "matter": each.there.no,
                "sheet": each.row.sheet,
                "row": each.row.row,
                "differences": [
                    {"name": one.name, "before": one.before, "after": one.after} for one in each.differences
                ],
            }
            for each in plan.changes
        ],
        "gone": [each.no for each in plan.gone],
        "faults": [
            {"sheet": each.sheet, "cell": each.cell, "why": each.message, "grave": each.grave}
            for each in plan.ledger.faults
        ],
        "left_out": list(plan.ledger.left_out),
    }
