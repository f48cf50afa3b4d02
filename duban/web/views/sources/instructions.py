"""Instructions: a leader writes one, the office makes it a matter and reports the result back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions
from duban.ledger.actions.sources import instructions
from duban.ledger.governed import Governed
from duban.ledger.models import Instruction
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.sources import sources
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.forms.sources.sources import InstructionForm, NumberForm, ResultForm, SourceOrderForm
from duban.web.ordering import Origin, order_by
from duban.web.requests import Request
from duban.web.submitting import carry_out
from duban.web.views.sources.meetings import listed


@require_safe
def index(request: Request) -> HttpResponse:
    """List the instructions: a leader sees their own."""
    access.require(request.user, "see_sources")
    context = listed(request, "instructions", sources.instructions_of)
    context["may_give"] = access.may(request.user, "give_instruction")
    return render(request, "sources/instructions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Write an instruction: for a leader one box, for the office also whose it is and when; on a matter, a further one."""
    access.require(request.user, "give_instruction")
    no = request.GET.get("matter", "")
    matter = access.matters.matter_for(request.user, no) if no else None
    made = []

    def perform(words: dict[str, Any]) -> None:
        words = {"leader": request.user, "given_on": request.today, **words}
        made.append(
            instructions.give_instruction(jurisdiction=request.user.office, matter=matter, by=request.by, **words)
        )

    form = InstructionForm(request.POST or None, initial={"given_on": request.today}, officer=request.user)
    return act_by(
        request,
        form,
        perform,
        said="批示已记入" if matter else "批示已送督查室",
        to=lambda: reverse("matter", args=[no]) if matter else reverse("instruction", args=[made[0].pk]),
        title=f"对 {no} 再作批示" if matter else "写批示",
        button="记入" if matter or request.user.is_office else "送督查室",
        matter=matter,
        back=reverse("instructions"),
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show an instruction, what became of it, and the result."""
    access.require(request.user, "see_sources")
    instruction = access.sources.instruction_for(request.user, pk)
    context = {
        "instruction": instruction,
        "may_sort": access.may(request.user, "sort_instruction"),
        "is_own": instruction.leader_id == request.user.pk and access.may(request.user, "read_instruction"),
        "clause": Governed.of(instruction.jurisdiction).clause("instructions"),
    }
    return render(request, "sources/instruction.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, pk: int) -> HttpResponse:
    """Make a matter out of an instruction."""
    access.require(request.user, "sort_instruction")
    instruction = access.sources.instruction_for(request.user, pk)
    jurisdiction = instruction.jurisdiction
    found = prefills.prefill_of(jurisdiction, instruction.text, instruction.given_on)
    rules = {rule.name for rule in Governed.of(jurisdiction).deadlines}
    return order_by(
        request,
        lambda form: instructions.register_instruction(
            instruction=instruction,
            order=form.order(),
            date_reason=form.cleaned_data["date_reason"],
            by=request.by,
        ),
        initial={
            "title": found.title,
            "requirement": instruction.text,
            "categories": ("instruction", "leader_order", "key_work", "superior_supervised"),
            "source": "instruction",
            "source_text": f"{instruction.leader} {instruction.given_on} 批示",
            "instructed_by": instruction.leader_id,
            "due_on": found.due_on,
            "due_rule": "instruction" if "instruction" in rules else "",
            "lead": found.lead,
            "support": found.support,
        },
        form_class=SourceOrderForm,
        title="批示立项",
        back=reverse("instruction", args=[pk]),
        back_word="批示",
        origin=Origin(
            "批示", instruction.text, (("领导", str(instruction.leader)), ("日期", str(instruction.given_on)))
        ),
        refusal=_sorted(instruction),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def append(request: Request, pk: int) -> HttpResponse:
    """Add an instruction to a matter that is there already."""
    access.require(request.user, "sort_instruction")
    instruction = access.sources.instruction_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        instructions.append_instruction(instruction=instruction, by=request.by, **words)

    here = reverse("instruction", args=[pk])
    return act_by(
        request,
        NumberForm(request.POST or None, matters=access.matters.matters(request.user)),
        perform,
        said="已并入事项",
        to=here,
        title="并入已有事项",
        button="并入",
        back=here,
        note=instruction.text,
        refusal=_sorted(instruction),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request, pk: int) -> HttpResponse:
    """Report the result back to the leader."""
    access.require(request.user, "sort_instruction")
    instruction = access.sources.instruction_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        instructions.report_instruction(instruction=instruction, by=request.by, **words)

    here = reverse("instruction", args=[pk])
    words = instruction.result or (sources.reported_words(instruction.matter_id) if instruction.matter_id else "")
    return act_by(
        request,
        ResultForm(request.POST or None, initial={"result": words}),
        perform,
        said=f"已报告{instruction.leader}",
        to=here,
        title=f"向{instruction.leader}报告办理结果",
        button="报告",
        back=here,
        note=f"批示：{instruction.text}",
        refusal=conditions.sources.reporting_back(instruction),
    )


@require_POST
def read(request: Request, pk: int) -> HttpResponse:
    """Note that the leader has read the result."""
    access.require(request.user, "read_instruction")
    instruction = access.sources.instruction_for(request.user, pk)

    def act() -> str:
        instructions.read_instruction(instruction=instruction, by=request.by)
        desk = reverse("desk")
        return desk if request.POST.get("back") == desk else reverse("instruction", args=[pk])

    return carry_out(request, act, said="已阅知")


def _sorted(instruction: Instruction) -> Refused | None:
    return Refused(f"这条批示已经登记为 {instruction.matter.no}") if instruction.matter else None
