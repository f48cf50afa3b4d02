"""Instructions: a leader writes one, the office makes it a matter and reports the result back."""

from functools import partial
from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.sources import instructions
from duban.ledger.governed import Governed
from duban.ledger.models import Instruction, Matter
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.reports import pictures
from duban.ledger.queries.sources import sources
from duban.ledger.refusals import Refused
from duban.web.acting import act_by, act_here, led_back
from duban.web.forms.sources.sources import InstructionForm, NumberForm, ResultForm, ScanForm, SourceOrderForm
from duban.web.http import Request
from duban.web.ordering import Origin, order_by
from duban.web.pages import form_page, form_taken, read_page
from duban.web.submitting import carry_out
from duban.web.views.matters.attachments import handed_out
from duban.web.views.matters.pictures import shown
from duban.web.views.sources.meetings import listed


@read_page("see_sources")
def index(request: Request) -> HttpResponse:
    """List the instructions: a leader sees their own."""
    context = listed(request, "instructions", sources.instructions_of)
    context["may_give"] = access.may(request.user, "give_instruction")
    return render(request, "sources/instructions.html", context)


@form_page("give_instruction")
def new(request: Request) -> HttpResponse:
    """Write an instruction: for a leader one box, for the office also whose it is and when; on a matter, a further one."""
    no = request.GET.get("matter", "")
    matter = access.matters.matter_for(request.user, no) if no else None

    def perform(**words: Any) -> object:
        # A leader writes their own; the office says whose it is.
        own: dict[str, Any] = {"leader": request.user, "given_on": request.today} if request.user.is_leader else {}
        return instructions.give_instruction(
            jurisdiction=request.user.office, matter=matter, by=request.by, **own, **_worded(words)
        )

    form = InstructionForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"given_on": request.today, "text": _urging(request, matter)},
        officer=request.user,
    )
    return act_by(
        request,
        form,
        perform,
        said="批示已记入" if matter else "批示已送督查室",
        to=lambda made: reverse("matter", args=[no]) if matter else reverse("instruction", args=[made.pk]),
        title=f"对 {no} 再作批示" if matter else "写批示",
        button="记入" if matter or request.user.is_office else "送督查室",
        matter=matter,
        back=reverse("instructions"),
        uploads=True,
    )


def _urging(request: Request, matter: Matter | None) -> str:
    """Return the words with which a leader has a unit urged (交督查室催办), to be changed or sent; empty where that is not asked."""
    code = request.GET.get("urge", "")[:40]
    held = access.matters.assignments(request.user).filter(matter=matter, unit__code=code) if code and matter else None
    found = held.select_related("unit").order_by("id").last() if held is not None else None
    return f"请督查室催办{found.unit}，三个工作日内报来进展和办结日期。" if found else ""


@read_page("see_sources", access.sources.instruction_for)
def show(request: Request, instruction: Instruction) -> HttpResponse:
    """Show an instruction, what became of it, and the result."""
    context = {
        "instruction": instruction,
        "may_sort": access.may(request.user, "sort_instruction"),
        "may_correct": access.may(request.user, "correct_instruction")
        and conditions.sources.correcting_instruction(instruction, request.user) is None,
        "is_own": instruction.reader_id == request.user.pk and access.may(request.user, "read_instruction"),
        "clause": Governed.of(instruction.jurisdiction).clause("instructions"),
        "may_read": access.may(request.user, "read_paper") and instruction.matter is None,
        "scan": pictures.split([instruction.scan])[0] if instruction.scan else [],
    }
    return render(request, "sources/instruction.html", context)


@read_page("see_sources", access.sources.instruction_for)
def scan(request: Request, instruction: Instruction) -> FileResponse:
    """Hand out the handwriting, to be saved."""
    if instruction.scan is None:
        raise access.NotFound("这条批示没有附原件")
    return handed_out(instruction.scan)


@read_page("see_sources", access.sources.instruction_for)
def scan_copy(request: Request, instruction: Instruction) -> HttpResponseBase:
    """Show the handwriting where it is a picture."""
    if instruction.scan is None:
        raise access.NotFound("这条批示没有附原件")
    return shown(instruction.scan, "preview")


@form_page("sort_instruction", access.sources.instruction_for)
def add_scan(request: Request, instruction: Instruction) -> HttpResponse:
    """Add the handwriting to an instruction, or replace it."""
    here = reverse("instruction", args=[instruction.pk])
    return act_here(
        request,
        ScanForm(request.POST if request.method == "POST" else None, request.FILES or None),
        lambda scan: instructions.add_scan(
            instruction=instruction, scan=instructions.Scan(scan.name, scan.chunks()), by=request.by
        ),
        here,
        "附上批示原件",
        said="批示原件已附上",
        button="上传",
        uploads=True,
        note=f"{instruction.author}：{instruction.text}",
    )


@form_page("sort_instruction", access.sources.instruction_for)
def register(request: Request, instruction: Instruction) -> HttpResponse:
    """Make a matter out of an instruction."""
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
            "categories": sources.categories_of(instruction),
            "source": "instruction",
            "source_text": instruction.cited,
            "instructed_by": instruction.leader_id,
            "due_on": found.due_on,
            "due_rule": "instruction" if "instruction" in rules else "",
            "lead": found.lead,
            "support": found.support,
        },
        form_class=SourceOrderForm,
        title="批示立项",
        back=reverse("instruction", args=[instruction.pk]),
        back_word="批示",
        origin=Origin("批示", instruction.text, (("领导", instruction.author), ("日期", str(instruction.given_on)))),
        refusal=_sorted(instruction),
    )


@form_page("sort_instruction", access.sources.instruction_for)
def append(request: Request, instruction: Instruction) -> HttpResponse:
    """Add an instruction to a matter that is there already."""
    here = reverse("instruction", args=[instruction.pk])
    return act_here(
        request,
        NumberForm(request.POST or None, matters=access.matters.matters(request.user)),
        partial(instructions.append_instruction, instruction=instruction, by=request.by),
        here,
        "并入已有事项",
        said="已并入事项",
        button="并入",
        note=instruction.text,
        refusal=_sorted(instruction),
    )


@form_page("sort_instruction", access.sources.instruction_for)
def report(request: Request, instruction: Instruction) -> HttpResponse:
    """Report the result back to the leader."""
    here = reverse("instruction", args=[instruction.pk])
    words = instruction.result or (sources.reported_words(instruction.matter_id) if instruction.matter_id else "")
    return act_here(
        request,
        ResultForm(request.POST or None, initial={"result": words}),
        partial(instructions.report_instruction, instruction=instruction, by=request.by),
        here,
        f"向{instruction.author}报告办理结果",
        said=f"已报告{instruction.author}",
        button="报告",
        note=f"批示：{instruction.text}",
        refusal=conditions.sources.reporting_back(instruction),
    )


@form_taken("read_instruction", access.sources.instruction_for)
def read(request: Request, instruction: Instruction) -> HttpResponse:
    """Note that the leader has read the result."""

    def act() -> str:
        instructions.read_instruction(instruction=instruction, by=request.by)
        return led_back(request, reverse("instruction", args=[instruction.pk]))

    return carry_out(request, act, said="已阅知")


def _worded(words: dict[str, Any]) -> dict[str, Any]:
    """Return what the form says as the act takes it: a superior leader as one, the handwriting as a file."""
    said = {name: words.pop(f"superior_{name}", "") for name in ("name", "post", "level")}
    scan = words.pop("scan", None)
    return {
        **words,
        "superior": instructions.Superior(**said) if any(said.values()) else None,
        "scan": instructions.Scan(scan.name, scan.chunks()) if scan else None,
    }


def _sorted(instruction: Instruction) -> Refused | None:
    return Refused(f"这条批示已经登记为 {instruction.matter.no}") if instruction.matter else None
