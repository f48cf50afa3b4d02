"""Objections and pleas: said by the unit, decided by the office, seen by both."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.process import objections
from duban.ledger.governed import Governed
from duban.ledger.models import Deadline, JournalLine, Objection
from duban.ledger.models.objections import Ground
from duban.ledger.queries.matters import timelines
from duban.ledger.queries.process import objection_limits
from duban.ledger.queries.process import objections as known
from duban.web.acting import act_by
from duban.web.asked import one_of
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.process.process import ObjectionForm, PleaForm, VerdictForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page


@read_page("see_objections")
def index(request: Request) -> HttpResponse:
    """List the objections: open and decided."""
    tab = one_of(request, "tab", ("open", "done"), "open")
    page = page_of(request, known.list_of(request.user, tab), 30)
    return render(
        request,
        "process/objections/index.html",
        {"tab": tab, "tabs": known.TABS, "page": page, "abouts": known.abouts_of(page)},
    )


@read_page("see_objections")
def show(request: Request, pk: int) -> HttpResponse:
    """Show one objection: what it is against, what was said, and where it is open the two answers."""
    return render(
        request, "process/objections/show.html", _context(request, access.process.objection_for(request.user, pk))
    )


@form_page("object", access.scoring.own_line_for)
def make(request: Request, line: JournalLine) -> HttpResponse:
    """Dispute a record, or give good reason for it."""
    until = objection_limits.Limits.of(line).until(line)
    against = {each: conditions.process.objecting(line, each, on=request.today, until=until) for each in Ground}
    grounds = [each for each in Ground if against[each] is None]
    form = ObjectionForm(
        request.POST or None,
        grounds=grounds,
        initial={"ground": request.GET.get("ground") or (grounds[-1] if grounds else "")},
    )
    refusal = None if grounds else against[Ground.DISPUTE]
    limit = f"提出的期限是 {until.due}（{until.clause}）。" if until is not None else ""
    back = reverse("matter", args=[line.matter.no]) if line.matter else reverse("objections")
    return act_by(
        request, form, partial(objections.object_to_fact, line=line, by=request.by), said="已提出，等待裁定", to=reverse("objections"), matter=line.matter, back=back,
        entry=timelines.entries_of([line])[0], refusal=refusal, title="对记录提出意见", button="提出",
        note=f"{limit}由督查室里没有作出这项记录的人裁定，结果在这里和时间线上都能看到。",
    )  # fmt: skip


@form_page("object", access.process.own_deadline_for)
def plead(request: Request, deadline: Deadline) -> HttpResponse:
    """Give good reason for a date before it is missed."""
    return act_by(
        request, PleaForm, partial(objections.plead_reason, deadline=deadline, by=request.by), said="已提出，等待裁定", to=reverse("objections"),
        matter=deadline.assignment.matter, assignment=deadline.assignment, refusal=conditions.process.pleading(deadline, request.today),
        title="说明正当理由", button="提出",
        note=f"{deadline.get_what_display()}期限 {deadline.on}：认定成立的，到期未办不计。",
    )  # fmt: skip


@form_taken("rule_on_objection", access.process.objection_for)
def rule(request: Request, objection: Objection) -> HttpResponse:
    """Decide on an objection."""
    form = VerdictForm(request.POST)

    def perform(**words: Any) -> None:
        uphold = words["verdict"] == "uphold"
        objections.rule_on_objection(objection=objection, uphold=uphold, reason=words["reason"], by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="已裁定",
        to=reverse("objections"),
        template="process/objections/show.html",
        **_context(request, objection),
    )


@form_taken("object", access.process.objection_for)
def withdraw(request: Request, objection: Objection) -> HttpResponse:
    """Take an objection back."""
    form, to = EmptyForm(request.POST), reverse("objections")
    return act_by(
        request,
        form,
        partial(objections.withdraw_objection, objection=objection, by=request.by),
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
        "until": objection_limits.ruling_until(Governed.of(objection.jurisdiction), objection),
        "may_rule": access.may(request.user, "rule_on_objection") and objection.verdict == "open",
        "against": conditions.process.ruling(objection, request.user),
        "may_withdraw": request.user.unit_id == objection.unit_id and objection.verdict == "open",
    }
