"""Questions on a matter and their answers (问一句), and the office's notes."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import notes
from duban.ledger.actions.reports import questions
from duban.ledger.models import Matter, Note, Proposal, Question
from duban.ledger.models.assignments import GONE_STAGES
from duban.people.models import Unit
from duban.web.acting import act_by, led_back
from duban.web.asked import leave_out
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.reports.questions import AnswerForm, NoteForm, QuestionForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page
from duban.web.submitting import carry_out
from duban.web.views.requests.proposals import after_deciding


@read_page("answer_question")
def index(request: Request) -> HttpResponse:
    """List the questions that wait for this side's answer."""
    return render(
        request,
        "reports/questions/index.html",
        {"page": page_of(request, access.reports.questions_waiting(request.user), 50)},
    )


@form_page("ask_question", access.matters.matter_for)
def ask(request: Request, matter: Matter) -> HttpResponse:
    """Ask a unit of the matter, or the office."""
    proposal = _proposal(request, matter)
    units = Unit.objects.filter(
        assignments__in=matter.assignments.filter(dispatched_on__isnull=False).exclude(stage__in=GONE_STAGES)
    )
    form = QuestionForm(
        request.POST or None,
        units=units.order_by("order", "id").distinct(),
        people=conditions.reports.people_of(*units).select_related("unit"),
        asks_office=not request.user.is_office,
        initial={"unit": request.GET["unit"]} if request.GET.get("unit") else None,
    )

    def perform(**words: Any) -> Question:
        return questions.ask_question(matter=matter, by=request.by, proposal=proposal, **words)

    back = request.POST.get("back") or request.GET.get("back")
    to = after_deciding(request) if back in ("desk", "proposals") else _page(matter)

    return act_by(
        request,
        form,
        perform,
        said="已送达，答复后会有消息",
        to=to,
        matter=matter,
        title="问一句",
        button="问",
        note="一问一答，记入事项；请对方在下一个工作日内答复。问到一个人的，只通知本人，同单位的人也可以代为答复。还有要问的，再问一句。",
        proposal=proposal,
    )


@form_page("answer_question", access.reports.question_for)
def answer(request: Request, question: Question) -> HttpResponse:
    """Answer a question; answered before, put the answer right."""
    return act_by(
        request,
        AnswerForm(request.POST or None, initial={"text": question.answer}),
        partial(questions.answer_question, question=question, by=request.by),
        said="已答复",
        to=led_back(request, _page(question.matter)),
        matter=question.matter,
        refusal=conditions.reports.answering(question, request.user),
        title="更正答复" if question.answered_at else "答复提问",
        button="答复",
        note=f"{question.asked_by} 问：{question.text}",
    )


@form_taken("ask_question", access.reports.question_for)
def withdraw(request: Request, question: Question) -> HttpResponse:
    """Take back a question that was not answered yet."""
    act = partial(questions.withdraw_question, question=question, by=request.by)
    return carry_out(request, act, said="已收回", to=_page(question.matter))


@form_page("keep_notes", access.matters.matter_for)
def note(request: Request, matter: Matter) -> HttpResponse:
    """Note something that units do not see."""
    return act_by(
        request,
        NoteForm,
        partial(notes.add_note, matter=matter, by=request.by),
        said="已记下",
        to=_page(matter),
        matter=matter,
        title="记一笔",
        button="记下",
    )


@form_page("keep_notes", access.matters.note_for)
def strike(request: Request, note: Note) -> HttpResponse:
    """Strike a note."""
    return act_by(
        request,
        EmptyForm,
        partial(notes.withdraw_note, note=note, by=request.by),
        said="已删去",
        to=_page(note.matter),
        matter=note.matter,
        refusal=conditions.matters.striking_note(note, request.user),
        title="删去记事",
        button="删去",
        note=f"{note.text}（删去以后页面上不再显示，日志里仍有。）",
    )


def _proposal(request: Request, matter: Matter) -> Proposal | None:
    """Return the request on whose card it is asked; None for a number that is not one of this matter that the officer sees."""
    said = request.POST.get("proposal", "") or request.GET.get("proposal", "")
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        leave_out(request, "proposal")
        return None
    found = access.requests.proposals(request.user).filter(pk=int(said), assignment__matter=matter).first()
    leave_out(request, *["proposal"] * (found is None))
    return found


def _page(matter: Matter) -> str:
    return f"{reverse('matter', args=[matter.no])}?tab=timeline#tabs"
