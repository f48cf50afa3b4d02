"""Consequences: the register of what was imposed, papers handed in and checked, talks put on record, what was lifted."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions, ladders
from duban.ledger.actions.process import consequences, interviews
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Consequence
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.matters.ladders.prospects import prospect_of
from duban.ledger.queries.process import consequences as known
from duban.ledger.refusals import Refused
from duban.people.models import Unit
from duban.web.acting import act_by, act_here
from duban.web.asked import one_of, unit_asked
from duban.web.forms import Form
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.process.process import (
    CheckForm,
    EventForm,
    PaperForm,
    PapersForm,
    ResultCorrectionForm,
    ResultForm,
)
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page

_ONLY = (("", "全部"), ("open", "仍有效"), ("owed", "应交未交"), ("late", "超期未交"), ("to_check", "待核查"))


@read_page("see_consequences")
def index(request: Request) -> HttpResponse:
    """List what was imposed, by unit, kind and year."""
    years = [str(request.today.year - back) for back in range(6)]
    asked = known.Asked(
        unit=unit_asked(request),
        kind=one_of(request, "kind", Kind.values),
        year=one_of(request, "year", years),
        only=one_of(request, "only", dict(_ONLY)),
    )
    page = page_of(request, known.register(request.user, asked, request.today), 50)
    units = Unit.objects.filter(jurisdiction=request.user.office).order_by("order", "id")
    context = {
        "page": page,
        "asked": asked,
        "kinds": Kind.choices,
        "units": units,
        "years": years,
        "onlys": _ONLY,
    }
    return render(request, "process/consequences/index.html", context)


@read_page("see_consequences")
def show(request: Request, pk: int) -> HttpResponse:
    """Show one consequence with what may be done about it."""
    return render(
        request, "process/consequences/show.html", _context(request, access.process.consequence_for(request.user, pk))
    )


@form_page("manage_consequences", access.matters.assignment_for)
def demand(request: Request, assignment: Assignment) -> HttpResponse:
    """Demand the papers that the document attaches to the step that is open."""
    due = ladders.open_step(assignment, request.today)
    papers = known.papers_after(Governed.of(assignment.matter).document, due.step) if due else []

    def perform(**words: Any) -> None:
        assert due is not None, "without a step the page refuses"
        consequences.demand_papers(assignment=assignment, step=due.step, by=request.by, **words)

    refusal = None if papers else Refused("现在没有要责令提交的材料")
    if due is None:
        waits = prospect_of(assignment, request.today)
        refusal = Refused("暂无可启动的督办措施", clause=waits.clause, possible=waits.said)
    title = f"责令{'、'.join(each.word for each in papers)}" if papers else "责令提交材料"
    note = f"依据〔{papers[0].clause}〕。" if papers else ""
    form = PapersForm(request.POST or None)
    return act_by(
        request,
        form,
        perform,
        said="已责令提交",
        to=reverse("matter", args=[assignment.matter.no]),
        matter=assignment.matter,
        assignment=assignment,
        refusal=refusal,
        title=title,
        button="责令提交",
        note=note,
        signers=None,
    )


@form_taken("hand_in_paper")
def hand_in(request: Request, pk: int) -> HttpResponse:
    """Hand in the paper that the unit owes."""

    def act(held: Consequence, words: dict[str, Any]) -> None:
        file = words["file"]
        consequences.hand_in_paper(
            consequence=held,
            name=file.name,
            chunks=file.chunks(),
            note=words["note"],
            by=request.by,
        )

    return _act(request, pk, "paper", PaperForm(request.POST, request.FILES), act, "已提交")


@form_taken("manage_consequences")
def check(request: Request, pk: int) -> HttpResponse:
    """Say whether what was handed in holds."""

    def act(held: Consequence, words: dict[str, Any]) -> None:
        consequences.check_paper(consequence=held, kept=words["kept"] == "yes", note=words["note"], by=request.by)

    return _act(request, pk, "checking", CheckForm(request.POST), act, "已核查")


@form_taken("manage_consequences")
def hold(request: Request, pk: int) -> HttpResponse:
    """Put a talk on record."""

    def act(held: Consequence, words: dict[str, Any]) -> None:
        interviews.record_event(consequence=held, by=request.by, **words)

    return _act(request, pk, "event", EventForm(request.POST), act, "已记录")


@form_taken("manage_consequences")
def follow(request: Request, pk: int) -> HttpResponse:
    """Put on record what came of an interview."""

    def act(held: Consequence, words: dict[str, Any]) -> None:
        interviews.record_result(consequence=held, by=request.by, **words)

    return _act(request, pk, "following", ResultForm(request.POST), act, "已登记约谈结果")


@form_page("manage_consequences", access.process.consequence_for)
def correct_result(request: Request, held: Consequence) -> HttpResponse:
    """Put right what was recorded as the result of an interview."""
    paper = Governed.of(held.matter or held.jurisdiction).paper("interview_result")
    return act_here(
        request,
        ResultCorrectionForm(request.POST or None, initial={"result": held.result}),
        partial(interviews.correct_result, consequence=held, by=request.by),
        reverse("consequence", args=[held.pk]),
        "更正约谈结果",
        said="约谈结果已更正",
        button="更正",
        note=f"原来的《{paper.name}》注明更正，另制发新的一份。" if paper is not None else "原来的结果留在日志里。",
        refusal=conditions.process.correcting_result(held),
    )


@form_taken("manage_consequences")
def lift(request: Request, pk: int) -> HttpResponse:
    """Lift what was imposed."""

    def act(held: Consequence, words: dict[str, Any]) -> None:
        consequences.lift_consequence(consequence=held, by=request.by, **words)

    return _act(request, pk, "lifting", ReasonForm(request.POST), act, "已解除")


def _act(
    request: Request, pk: int, name: str, form: Form, act: Callable[[Consequence, dict[str, Any]], object], said: str
) -> HttpResponse:
    held = access.process.consequence_for(request.user, pk)
    context = {**_context(request, held), name: form}
    to = reverse("consequence", args=[pk])
    return act_by(
        request,
        form,
        lambda **words: act(held, words),
        said=said,
        to=to,
        template="process/consequences/show.html",
        **context,
    )


def _context(request: Request, held: Consequence) -> dict[str, object]:
    manages = access.may(request.user, "manage_consequences") and held.lifted_on is None
    owes = held.is_paper and held.handed_in_on is None and held.lifted_on is None
    return {
        "held": held,
        "paper": PaperForm() if owes and access.may(request.user, "hand_in_paper") else None,
        "checking": CheckForm() if manages and held.is_paper and held.handed_in_on and not held.checked_on else None,
        "event": EventForm(
            initial={
                "held_on": held.held_on or request.today,
                "place": held.place,
                "person": held.person,
                "record": held.record,
            }
        )
        if manages and held.is_event and conditions.process.holding(held, held.held_on or request.today) is None
        else None,
        "following": ResultForm()
        if manages and held.kind == Kind.INTERVIEW and held.held_on and not held.result_on
        else None,
        "result_paper": Governed.of(held.matter or held.jurisdiction).paper("interview_result"),
        "correcting": manages and conditions.process.correcting_result(held) is None,
        "lifting": ReasonForm() if manages else None,
    }
