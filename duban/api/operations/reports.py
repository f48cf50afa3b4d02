"""Reports: show, accept, return (`version` is that of the assignment); questions with their answers, and notes of the office."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from duban.api import acting, serializers
from duban.api.http import Request
from duban.api.schemas.bodies import Change, Reason, ReportAcceptance, ReportReturn, body_of
from duban.api.schemas.bodies_of_matters import AskedNotes, AskedQuestions, NewAnswer, NewNote, NewQuestion
from duban.ledger import access, acts
from duban.ledger.actions.matters import notes
from duban.ledger.actions.reports import questions, reports, taken_back_reports
from duban.ledger.actions.requests import proposals
from duban.ledger.models import Note, Question
from duban.ledger.refusals import Refused
from duban.people.models import Officer

router = Router(tags=["reports"])


@router.get("/reports/{pk}", operation_id="show_report", summary="反馈")
def show(request: Request, pk: int) -> dict[str, Any]:
    """Show one report, with its matter and the assignment's version."""
    access.require(request.user, "see_matters")
    report = access.reports.report_for(request.user, acting.key(pk))
    held = report.assignment
    return {**serializers.report(report), "matter": held.matter.no, "version": held.version}


@router.post("/reports/{pk}/acceptance", operation_id="accept_report", summary="审核通过")
def accept(request: Request, pk: int, given: ReportAcceptance) -> dict[str, Any]:
    """Accept a report; a result thereby completes the unit's part."""
    return _rule(request, pk, given, reports.accept_report)


@router.post("/reports/{pk}/return", operation_id="return_report", summary="退回")
def send_back(request: Request, pk: int, given: ReportReturn) -> dict[str, Any]:
    """Send a report back to be done again."""
    return _rule(request, pk, given, reports.return_report)


@router.post("/reports/{pk}/taking-back", operation_id="take_back_report", summary="撤回反馈")
def take_back(request: Request, pk: int, given: Reason) -> dict[str, Any]:
    """Take a report back that nobody has ruled on; what it had answered is owed again."""
    access.require(request.user, "submit_report")
    return _change(request, pk, given, taken_back_reports.take_back_report)


_COMPLETION = acts.named("completion")


@router.post(
    f"/reports/{{pk}}/{_COMPLETION.path}",
    operation_id=_COMPLETION.operation,
    summary=_COMPLETION.button,
    response={201: serializers.Created},
)
def forward(request: Request, pk: int, given: body_of(_COMPLETION)) -> HttpResponse:  # type: ignore[valid-type]
    """Put a checked result before who approves its completion. Needs `Idempotency-Key`."""
    access.require(request.user, _COMPLETION.right)
    report = access.reports.report_for(request.user, acting.key(pk))
    words: dict[str, Any] = given.dict(exclude={"version"})

    def act() -> tuple[object, str]:
        made = proposals.ask(_COMPLETION.name, of=report, by=request.by, **words)
        return made.pk, f"/api/proposals/{made.pk}"

    return acting.create(request, act, of=report.assignment, version=given.version)


@router.get("/questions", operation_id="list_questions", summary="提问和答复")
def index_questions(request: Request, asked: Query[AskedQuestions]) -> dict[str, Any]:
    """List questions with their answers, oldest first: a unit those that it is asked."""
    access.require(request.user, "see_matters")
    found = access.reports.questions(request.user).select_related(*_QUESTION)
    if asked.matter:
        found = found.filter(matter__no=asked.matter)
    if asked.show == "waiting":
        found = found.filter(answered_at__isnull=True, withdrawn_at__isnull=True)
    return acting.page_of("questions", found, asked, _question)


@router.post(
    "/matters/{no}/questions", operation_id="ask_question", summary="问一句", response={201: serializers.Created}
)
def ask(request: Request, no: str, given: NewQuestion) -> HttpResponse:
    """Ask a unit of the matter, one person of it, or the office, one question. Needs `Idempotency-Key`."""
    access.require(request.user, "ask_question")
    matter = access.matters.matter_for(request.user, no)

    def act() -> tuple[object, str]:
        unit = acting.unit_named(request.user, given.unit, "unit")
        person = _person(request, given.username)
        made = questions.ask_question(matter=matter, unit=unit, person=person, text=given.text, by=request.by)
        return made.pk, f"/api/questions?matter={matter.no}"

    return acting.create(request, act)


@router.post("/questions/{pk}/answer", operation_id="answer_question", summary="答复提问")
def answer(request: Request, pk: int, given: NewAnswer) -> dict[str, Any]:
    """Answer as the one asked; said again, the answer is put right."""
    access.require(request.user, "answer_question")
    question = access.reports.question_for(request.user, acting.key(pk))
    return _asked(questions.answer_question(question=question, text=given.text, by=request.by))


@router.post("/questions/{pk}/withdrawal", operation_id="withdraw_question", summary="收回提问")
def withdraw_question(request: Request, pk: int) -> dict[str, Any]:
    """Take a question back before it is answered."""
    access.require(request.user, "ask_question")
    question = access.reports.question_for(request.user, acting.key(pk))
    return _asked(questions.withdraw_question(question=question, by=request.by))


@router.get("/notes", operation_id="list_notes", summary="内部记事")
def index_notes(request: Request, asked: Query[AskedNotes]) -> dict[str, Any]:
    """List the office's notes, oldest first."""
    access.require(request.user, "read_notes")
    found = access.matters.notes(request.user).select_related("matter", "noted_by")
    if asked.matter:
        found = found.filter(matter__no=asked.matter)
    return acting.page_of("notes", found, asked, _note)


@router.post("/matters/{no}/notes", operation_id="add_note", summary="记一笔", response={201: serializers.Created})
def add_note(request: Request, no: str, given: NewNote) -> HttpResponse:
    """Note something that units do not see. Needs `Idempotency-Key`."""
    access.require(request.user, "keep_notes")
    matter = access.matters.matter_for(request.user, no)

    def act() -> tuple[object, str]:
        made = notes.add_note(matter=matter, text=given.text, by=request.by)
        return made.pk, f"/api/notes?matter={matter.no}"

    return acting.create(request, act)


@router.post("/notes/{pk}/withdrawal", operation_id="withdraw_note", summary="删去内部记事")
def withdraw_note(request: Request, pk: int) -> dict[str, Any]:
    """Strike a note: it stands in the journal alone."""
    access.require(request.user, "keep_notes")
    note = access.matters.note_for(request.user, acting.key(pk))
    notes.withdraw_note(note=note, by=request.by)
    return _note(note)


_QUESTION = ("matter", "unit", "person", "asked_by", "answered_by")


def _asked(question: Question) -> dict[str, Any]:
    return _question(Question.objects.select_related(*_QUESTION).get(pk=question.pk))


def _rule(request: Request, pk: int, given: Change, action: Callable[..., object]) -> dict[str, Any]:
    access.require(request.user, "review_report")
    return _change(request, pk, given, action)


def _change(request: Request, pk: int, given: Change, action: Callable[..., object]) -> dict[str, Any]:
    report = access.reports.report_for(request.user, acting.key(pk))
    words = given.dict(exclude={"version"})
    acting.change(
        report.assignment,
        given.version,
        lambda: action(report=report, by=request.by, **words),
    )
    return acting.standing(report.assignment)


def _person(request: Request, username: str | None) -> Officer | None:
    found = Officer.objects.filter(jurisdiction=request.user.office, username=username).first() if username else None
    if username and found is None:
        raise Refused(f"没有账号“{username}”", field="username")
    return found


def _question(found: Question) -> dict[str, Any]:
    """Tell a question with its answer."""
    return {
        "id": found.pk,
        "matter": found.matter.no,
        "unit": found.unit.code if found.unit is not None else None,
        "username": found.person.username if found.person is not None else None,
        "proposal": found.proposal_id,
        "text": found.text,
        "asked_by": str(found.asked_by),
        "asked_at": found.asked_at,
        "answer_by": found.answer_by.isoformat(),
        "answer": found.answer,
        "answered_by": str(found.answered_by) if found.answered_by is not None else None,
        "answered_at": found.answered_at,
        "withdrawn_at": found.withdrawn_at,
    }


def _note(found: Note) -> dict[str, Any]:
    """Tell a note."""
    return {
        "id": found.pk,
        "matter": found.matter.no,
        "text": found.text,
        "noted_by": str(found.noted_by),
        "noted_at": found.noted_at,
    }
