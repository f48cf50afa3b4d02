"""Questions (问一句): a leader or the office asks one unit or one person of it, or a leader the office; one answer. No chat: a further question is another one."""

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.by import By
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Proposal, Question
from duban.ledger.privacy import refuse_personal, senders_of
from duban.ledger.refusals import Refused, refuse_if
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Officer, Unit

# A sentence or two.
LONGEST_QUESTION = 300
LONGEST_ANSWER = 1000


@transaction.atomic
def ask_question(
    *,
    matter: Matter,
    unit: Unit | None,
    text: str,
    by: By,
    person: Officer | None = None,
    proposal: Proposal | None = None,
) -> Question:
    """Ask a unit of the matter or one `person` of it, or without a unit the office; it is asked to answer by the next working day.

    Raises Refused without words or too many of them, for a unit that the matter did not go to or that has no account, for a person who has none
    there, and where the office asks itself.
    """
    matter = locking.hold_matter(matter)
    refuse_if(conditions.reports.asking(matter, unit, by.officer, person))
    _checked(matter, text, LONGEST_QUESTION, "text", "请写明要问什么")
    question = Question.objects.create(
        jurisdiction=matter.jurisdiction,
        matter=matter,
        proposal=proposal,
        unit=unit,
        person=person,
        text=text.strip(),
        asked_by=by.officer,
        asked_at=by.at,
        answer_by=Governed.of(matter).calendar.add_workdays(by.today, 1),
    )
    _record("question.asked", question, by, {"asked": question.text, "whom": question.whom})
    return question


@transaction.atomic
def answer_question(*, question: Question, text: str, by: By) -> Question:
    """Answer as the one asked; answered again, the later words stand, and the earlier ones stay in the journal.

    Raises Forbidden for others, Conflict for a question that was taken back, Refused without words.
    """
    question = _held(question)
    refuse_if(conditions.reports.answering(question, by.officer))
    _checked(question.matter, text, LONGEST_ANSWER, "text", "请写明答复")
    question.answer, question.answered_by, question.answered_at = text.strip(), by.officer, by.at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    _record("question.answered", question, by, {"asked": question.text, "replied": question.answer})
    return question


@transaction.atomic
def withdraw_question(*, question: Question, by: By) -> Question:
    """Take a question back that nobody has answered. Raises Forbidden for others than who asked, Conflict once it is answered."""
    question = _held(question)
    refuse_if(conditions.reports.withdrawing_question(question, by.officer))
    question.withdrawn_at = by.at
    question.save(update_fields=["withdrawn_at"])
    _record("question.withdrawn", question, by, {"asked": question.text})
    return question


def _held(question: Question) -> Question:
    locking.hold_matter(question.matter)
    related = ("matter__jurisdiction", "unit", "person", "asked_by")
    held = Question.objects.select_for_update(of=("self",), no_key=True).select_related(*related)
    return held.get(pk=question.pk)


def _checked(matter: Matter, text: str, longest: int, field: str, lacking: str) -> None:
    if not text.strip():
        raise Refused(lacking, field=field)
    if len(text.strip()) > longest:
        raise Refused(f"不超过 {longest} 字", possible="内容多的，请用反馈报送，或者当面说。", field=field)
    refuse_classified(text, field=field)
    refuse_personal(text, of=senders_of(matter), field=field)


def _record(verb: str, question: Question, by: By, data: dict[str, object]) -> None:
    journal.record(
        verb,
        jurisdiction=question.matter.jurisdiction,
        of=question,
        unit=question.unit,
        matter=question.matter,
        actor=by.officer,
        at=by.at,
        data=data,
    )
