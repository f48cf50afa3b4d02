"""An instruction entered and made a matter on one page, with what will follow from it beside what is being written."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import lazy

from duban.ledger import access, conditions
from duban.ledger.actions.sources import instruction_orders, instructions
from duban.ledger.actions.sources.instruction_orders import Then
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.queries.matters.dispatches import objections_until
from duban.ledger.queries.matters.foretelling import foretold
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.sources import registering
from duban.web.acting import act_by
from duban.web.forms.sources.registering import STANDARD, InstructionOrderForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken

_JOINS = "join:"


@form_page("sort_instruction")
def register(request: Request) -> HttpResponse:
    """Enter an instruction, make it a matter, and send it out or put it up for its approval, with one press."""
    form = _form(request)
    then = request.POST.get("then", "")

    made: list[Matter] = []

    def perform(**words: Any) -> Matter:
        made.append(carry(**words))
        return made[0]

    def carry(**words: Any) -> Matter:
        if then.startswith(_JOINS):
            return _join(request, form, then.removeprefix(_JOINS))
        return instruction_orders.register_at_once(
            jurisdiction=request.user.office,
            given=form.given(),
            order=form.order(),
            date_reason=words.get("date_reason", ""),
            then=then if then in Then.values else Then.KEEP,
            accept_by=words.get("accept_by"),
            by=request.by,
        )

    return act_by(
        request,
        form,
        perform,
        said=lazy(lambda: _said(made[0], then), str)(),
        to=lambda made: reverse("matter", args=[made.no]),
        template="sources/register.html",
        **_around(request, form),
    )


@form_taken("sort_instruction")
def preview(request: Request) -> HttpResponse:
    """Say, while the form is filled in, what its words suggest and what will follow; nothing is written."""
    form = _form(request)
    form.is_valid()
    given_on = form.cleaned_data.get("given_on") or request.today
    text = form.cleaned_data.get("text") or ""
    read = prefills.prefill_of(request.user.office, text, given_on) if text else None
    names = {unit.pk: unit.name for unit in form.offered_units.records.values()}
    context = {
        "form": form,
        "title": prefills.task_of(text) if text else "",
        "read": read,
        "ruled": form.due_by_rule(given_on),
        "lead": "、".join(names[pk] for pk in read.lead if pk in names) if read else "",
        "support": "、".join(names[pk] for pk in read.support if pk in names) if read else "",
        **_around(request, form),
    }
    return render(request, "sources/preview.html", context)


def _said(made: Matter, then: str) -> str:
    """Say what became of it: its number, and to whom which paper went."""
    if then.startswith(_JOINS):
        return f"批示已并入 {made.no}"
    if then == Then.ASK:
        return f"已登记为 {made.no}，并提请立项审批"
    if then != Then.DISPATCH:
        return f"已登记为 {made.no}，尚未交办"
    paper = Governed.of(made).paper("dispatch")
    # Who leads is named first.
    orders = sorted(
        made.assignments.select_related("unit").order_by("unit__order", "id"), key=lambda each: not each.is_lead
    )
    units = "、".join(each.unit.name for each in orders)
    return f"已登记为 {made.no} 并交办，{f'《{paper.name}》' if paper else '交办通知'}已发{units}，待签收"


def _join(request: Request, form: InstructionOrderForm, no: str) -> Matter:
    """Enter the instruction as a further one on a matter that is in hand."""
    matter = access.matters.matter_for(request.user, no[:20])
    given = form.given()
    instructions.give_instruction(
        jurisdiction=request.user.office,
        leader=given.leader,
        text=given.text,
        given_on=given.given_on,
        superior=given.superior,
        scan=given.scan,
        matter=matter,
        by=request.by,
    )
    return matter


def _form(request: Request) -> InstructionOrderForm:
    officer, sent = request.user, request.method == "POST"
    governed = Governed.of(officer.office)
    form = InstructionOrderForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        jurisdiction=officer.office,
        regime=governed.document,
        calendar=governed.calendar,
        parents=access.matters.matters(officer),
        officer=officer,
        today=request.today,
    )
    leader, level = registering.used_last(officer)
    form.preset("leader", leader.pk if leader else None, "上次所用")
    form.preset("level", level if level in governed.document.levels else "", "上次所用")
    form.preset("given_on", request.today, "今天")
    form.preset("standard", STANDARD, "通用写法，可改")
    until = objections_until(governed, request.today)
    if until is not None:
        form.preset("accept_by", *until)
    ruled = form.due_by_rule(request.today)
    if ruled is not None:
        form.preset("due_on", ruled.due, f"按〔{ruled.clause}〕计算")
    return form


def _around(request: Request, form: InstructionOrderForm) -> dict[str, Any]:
    """Return what stands beside the form: what happens after it is sent, when what is due, and what may be the same matter."""
    governed = Governed.of(request.user.office)
    words = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else {}
    leads, support = words.get("lead") or [], words.get("support") or []
    due = words.get("due_on") or (None if form.is_bound else form.initial.get("due_on"))
    matter = Matter(
        jurisdiction=request.user.office,
        registered_on=request.today,
        document_id=request.user.office.document or None,
        regime=governed.document.id,
        due_on=due if due and due >= request.today else None,
        level=words.get("level") or form.initial.get("level", ""),
        category=words.get("category") or "",
    )
    events = foretold(
        governed, matter, leads, on=request.today, cycle=words.get("cycle"), accept_by=words.get("accept_by")
    )
    title = words.get("title") or ""
    return {
        "events": events,
        "paper": governed.paper("dispatch"),
        "approval": governed.approval("start"),
        "units": [*leads, *support],
        "unreachable": conditions.office.unreachable([*leads, *support]),
        "same": registering.likely_same(request.user, title, leads),
        "clause": governed.clause("instructions"),
        "back": reverse("instructions"),
    }
