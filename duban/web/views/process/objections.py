"""Objections and pleas: said by the unit, decided by the office, seen by both."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions
from duban.ledger.actions.process import objections
from duban.ledger.models import Objection
from duban.ledger.models.objections import Ground
from duban.ledger.queries.matters import timelines
from duban.ledger.queries.process import objections as known
from duban.web.acting import act_by
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.process.process import ObjectionForm, PleaForm, VerdictForm
from duban.web.requests import Request


@require_safe
def index(request: Request) -> HttpResponse:
    """List the objections: open and decided."""
    access.require(request.user, "see_objections")
    tab = "done" if request.GET.get("tab") == "done" else "open"
    page = Paginator(known.list_of(request.user, tab), 30).get_page(request.GET.get("page"))
    return render(request, "process/objections/index.html", {"tab": tab, "tabs": known.TABS, "page": page})


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show one objection: what it is against, what was said, and where it is open the two answers."""
    access.require(request.user, "see_objections")
    return render(
        request, "process/objections/show.html", _context(request, access.process.objection_for(request.user, pk))
    )


@require_http_methods(["GET", "HEAD", "POST"])
def make(request: Request, seq: int) -> HttpResponse:
    """Dispute a record, or give good reason for it."""
    access.require(request.user, "object")
    line = access.scoring.own_line_for(request.user, seq)
    grounds = [each for each in Ground if conditions.process.objecting(line, each) is None]
    form = ObjectionForm(
        request.POST or None,
        grounds=grounds,
        initial={"ground": request.GET.get("ground") or (grounds[-1] if grounds else "")},
    )

    def perform(words: dict[str, Any]) -> None:
        objections.object_to_fact(line=line, by=request.by, **words)

    refusal = None if grounds else conditions.process.objecting(line, Ground.DISPUTE)
    back = reverse("matter", args=[line.matter.no]) if line.matter else reverse("objections")
    return act_by(
        request, form, perform, said="已提出，等待裁定", to=reverse("objections"), matter=line.matter, back=back,
        entry=timelines.entries_of([line])[0], refusal=refusal, title="对记录提出意见", button="提出",
        note="由督查室里没有作出这项记录的人裁定，结果在这里和时间线上都能看到。",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def plead(request: Request, pk: int) -> HttpResponse:
    """Give good reason for a date before it is missed."""
    access.require(request.user, "object")
    deadline = access.process.own_deadline_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        objections.plead_reason(deadline=deadline, by=request.by, **words)

    return act_by(
        request, PleaForm(request.POST or None), perform, said="已提出，等待裁定", to=reverse("objections"),
        matter=deadline.assignment.matter, assignment=deadline.assignment, refusal=conditions.process.pleading(deadline, request.today),
        title="说明正当理由", button="提出",
        note=f"{deadline.get_what_display()}期限 {deadline.on}：认定成立的，到期未办不计。",
    )  # fmt: skip


@require_POST
def rule(request: Request, pk: int) -> HttpResponse:
    """Decide on an objection."""
    access.require(request.user, "rule_on_objection")
    objection = access.process.objection_for(request.user, pk)
    form = VerdictForm(request.POST)

    def perform(words: dict[str, Any]) -> None:
        uphold = words["verdict"] == "uphold"
        objections.rule_on_objection(objection=objection, uphold=uphold, reason=words["reason"], by=request.by)

    to = reverse("objections")
    return act_by(
        request,
        form,
        perform,
        said="已裁定",
        to=to,
        template="process/objections/show.html",
        **_context(request, objection),
    )


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take an objection back."""
    access.require(request.user, "object")
    objection = access.process.objection_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        objections.withdraw_objection(objection=objection, by=request.by)

    form, to = EmptyForm(request.POST), reverse("objections")
    return act_by(
        request,
        form,
        perform,
        said="已撤回",
        to=to,
        template="process/objections/show.html",
        **_context(request, objection),
    )


def _context(request: Request, objection: Objection) -> dict[str, object]:
    line, deadline = objection.line, objection.deadline
    return {
        "objection": objection,
        "matter": line.matter if line else deadline and deadline.assignment.matter,
        "entry": timelines.entries_of([line])[0] if line else None,
        "may_rule": access.may(request.user, "rule_on_objection") and objection.verdict == "open",
        "against": conditions.process.ruling(objection, request.user),
        "may_withdraw": request.user.unit_id == objection.unit_id and objection.verdict == "open",
    }
