"""Findings of inspections and what comes of them: put right by their units, checked, concluded on, reviewed."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Body, Change, Page, Words
from duban.ledger import access, conditions
from duban.ledger.actions.inspections import rectifications, reviews
from duban.ledger.models import Conclusion, Finding, Review
from duban.ledger.queries.inspections import findings as lists

router = Router(tags=["inspections"])
_MADE = {201: serializers.Created}


class AskedFindings(Page):
    """`show`: only these."""

    show: Literal["", "open", "late", "reported", "pleas", "noted", "struck"] = ""


class Plan(Change):
    """What the unit will do, who answers for it, until when."""

    measures: Words
    responsible: Annotated[str, Field(max_length=60)]
    promised_on: date


class RectificationResult(Body):
    """What was put right. The proof is handed in on the page of the finding."""

    result: Words


class Check(Body):
    """What was seen when it was looked at again."""

    note: Words


class Return(Body):
    """What is not put right yet, and a new limit if any."""

    reason: Words
    redo_by: date | None = None


class Plea(Body):
    """What the unit says."""

    text: Words


@router.get("/findings", operation_id="list_findings", summary="督查问题")
def index(request: Request, asked: Query[AskedFindings]) -> dict[str, Any]:
    """List findings, oldest first: a unit sees its own, once they were handed over."""
    access.require(request.user, "see_inspections")
    found = lists.list_of(request.user, lists.Asked(show=asked.show), request.today).select_related("became")
    return acting.page_of("findings", found, asked, _finding)


@router.get("/findings/{pk}", operation_id="show_finding", summary="一条督查问题")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one finding with its plan, its report and what came of it."""
    access.require(request.user, "see_inspections")
    return _finding(access.findings.finding_for(request.user, acting.key(pk)))


@router.post("/findings/{pk}/plan", operation_id="plan_rectification", summary="报送整改方案")
def plan(request: Request, pk: int, given: Plan) -> dict[str, Any]:
    """Hand in the unit's plan for one finding."""
    return _own(request, pk, given, rectifications.plan_rectification)


@router.post("/findings/{pk}/result", operation_id="report_rectification", summary="报送整改结果")
def report(request: Request, pk: int, given: RectificationResult) -> dict[str, Any]:
    """Report that a finding is put right, once proof was handed in."""
    return _own(request, pk, given, rectifications.report_rectification)


@router.post("/findings/{pk}/plea", operation_id="plead_force_majeure", summary="说明不可抗力")
def plead(request: Request, pk: int, given: Plea) -> dict[str, Any]:
    """Say why the limit cannot be kept without the unit's fault."""
    return _own(request, pk, given, rectifications.plead_force_majeure)


@router.post("/findings/{pk}/striking-off", operation_id="strike_off", summary="问题销号")
def strike(request: Request, pk: int, given: Check) -> dict[str, Any]:
    """Strike a finding off after it was looked at again."""
    return _checked(request, pk, given, rectifications.strike_off)


@router.post("/findings/{pk}/return", operation_id="return_rectification", summary="退回整改")
def send_back(request: Request, pk: int, given: Return) -> dict[str, Any]:
    """Send a report back because the finding still stands."""
    return _checked(request, pk, given, rectifications.return_rectification)


@router.get("/conclusions", operation_id="list_conclusions", summary="督查结论")
def index_conclusions(request: Request, asked: Query[Page]) -> dict[str, Any]:
    """List conclusions, oldest first: before delivery to those alone who work on them, and never with their words."""
    access.require(request.user, "see_inspections")
    found = access.findings.conclusions(request.user).select_related("inspection", "unit")
    return acting.page_of("conclusions", found, asked, _heading)


@router.get("/conclusions/{pk}", operation_id="show_conclusion", summary="一份督查结论")
def show_conclusion(request: Request, pk: int) -> dict[str, Any]:
    """Show a conclusion; before delivery its words only to who opened it on record, on its page."""
    access.require(request.user, "see_inspections")
    found = access.findings.conclusion_for(request.user, acting.key(pk))
    words = (
        {name: getattr(found, name) for name in conditions.conclusions.PARTS}
        if conditions.conclusions.has_opened(found, request.user)
        else {}
    )
    return {**_heading(found), **words}


@router.post("/conclusions/{pk}/reviews", operation_id="request_review", summary="申请复核", response=_MADE)
def ask(request: Request, pk: int, given: Plea) -> HttpResponse:
    """Apply for the review of a conclusion on one's unit. Needs `Idempotency-Key`."""
    access.require(request.user, "request_review")
    conclusion = access.findings.own_conclusion_for(request.user, acting.key(pk))

    def act() -> tuple[object, str]:
        made = reviews.request_review(conclusion=conclusion, text=given.text, by=request.by)
        return made.pk, f"/api/reviews/{made.pk}"

    return acting.create(request, act)


@router.get("/reviews/{pk}", operation_id="show_review", summary="一项结论复核")
def show_review(request: Request, pk: int) -> dict[str, Any]:
    """Show a review: what the unit says, until when it is decided, and how."""
    access.require(request.user, "see_inspections")
    return _review(access.findings.review_for(request.user, acting.key(pk)))


def _own(request: Request, pk: int, given: Schema, action: Callable[..., object]) -> dict[str, Any]:
    access.require(request.user, "rectify")
    return _act(request, access.findings.own_finding_for(request.user, acting.key(pk)), given, action)


def _checked(request: Request, pk: int, given: Schema, action: Callable[..., object]) -> dict[str, Any]:
    access.require(request.user, "see_inspections")
    return _act(request, access.findings.checked_finding_for(request.user, acting.key(pk)), given, action)


def _act(request: Request, finding: Finding, given: Schema, action: Callable[..., object]) -> dict[str, Any]:
    action(finding=finding, by=request.by, **given.dict())
    return _finding(Finding.objects.select_related("inspection", "unit", "matter", "became").get(pk=finding.pk))


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "id": found.pk,
        "version": found.version,
        "inspection": found.inspection.no,
        "unit": found.unit.code,
        "matter": found.matter.no if found.matter else None,
        "order": found.order,
        "nature": found.nature,
        "text": found.text,
        "told": found.order_text,
        "progress": found.progress,
        "rectify_by": found.rectify_by,
        "measures": found.measures,
        "responsible": found.responsible,
        "promised_on": found.promised_on,
        "result": found.result,
        "reported_on": found.reported_on,
        "returned": found.returned,
        "check_note": found.check_note,
        "excused": found.excused,
        "became": found.became.no if found.became else None,
    }


def _heading(found: Conclusion) -> dict[str, Any]:
    return {
        "id": found.pk,
        "inspection": found.inspection.no,
        "unit": found.unit.code,
        "step": found.step,
        "delivered_on": found.delivered_on,
        "revised_on": found.revised_on,
    }


def _review(found: Review) -> dict[str, Any]:
    return {
        "id": found.pk,
        "conclusion": found.conclusion_id,
        "unit": found.conclusion.unit.code,
        "text": found.text,
        "clause": found.clause,
        "made_on": found.made_on,
        "due_on": found.due_on,
        "ruling": found.ruling,
        "reason": found.reason,
        "ruled_on": found.ruled_on,
    }
