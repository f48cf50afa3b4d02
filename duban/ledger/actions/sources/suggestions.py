"""Suggestions (建议提案): register, countersign, answer, rate, do again, report to the standing committees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from duban.ledger import conditions, journal
from duban.ledger.actions.matters import matters, orders
from duban.ledger.by import By
from duban.ledger.models import Assignment, Matter, Rating, Suggestion
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.ratings import Manner, Satisfaction
from duban.ledger.models.suggestions import Answer, Countersignature, Kind
from duban.ledger.refusals import Refused, refuse_if
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Letter:
    """What identifies a suggestion: whose, under which number, by whom, of a body of which level."""

    kind: Kind
    number: str
    author: str
    rank: str = ""


@transaction.atomic
def register_suggestion(
    *, jurisdiction: Jurisdiction, order: orders.Order, letter: Letter, by: By, date_reason: str = ""
) -> Suggestion:
    """Register a matter from a suggestion.

    Raises Refused without number or author, for a number given twice in a year, or where the document sets the time (甘肃某县 二(四):
    six months) and another is given without a reason.
    """
    if not letter.number.strip() or not letter.author.strip():
        raise Refused("请写明编号和提出人", field="author" if letter.number.strip() else "number")
    same = Suggestion.objects.filter(matter__jurisdiction=jurisdiction, kind=letter.kind, number=letter.number.strip())
    if same.filter(matter__registered_on__year=by.today.year).exists():
        raise Refused(f"今年已经登记过{Kind(letter.kind).label} {letter.number}", field="number")
    refuse_if(conditions.sources.another_date(jurisdiction, "proposal", order.due_rule, date_reason))
    matter = matters.register_matter(jurisdiction=jurisdiction, order=order, by=by)
    return enter_suggestion(matter=matter, letter=letter, reason=date_reason.strip(), by=by)


def enter_suggestion(*, matter: Matter, letter: Letter, reason: str, by: By) -> Suggestion:
    """Note that a matter just registered is a suggestion; `reason` says why its time is not the document's."""
    suggestion = Suggestion.objects.create(
        matter=matter, kind=letter.kind, number=letter.number.strip(), author=letter.author.strip(), rank=letter.rank
    )
    data = {"number": str(suggestion), "name": suggestion.author, "reason": reason}
    _record("suggestion.registered", suggestion, by, data=data)
    return suggestion


@transaction.atomic
def countersign_suggestion(
    *, suggestion: Suggestion, assignment: Assignment, agreed: bool, opinion: str, by: By
) -> Countersignature:
    """Put a cooperating unit's word to the answer. Raises Refused for the lead unit, twice, after the answer, or a No without words."""
    suggestion = _held(suggestion)
    refuse_if(conditions.sources.countersigning(suggestion, assignment))
    if not agreed and not opinion.strip():
        raise Refused("不同意的要写明意见", field="opinion")
    signed = Countersignature.objects.create(
        suggestion=suggestion,
        assignment=assignment,
        round=suggestion.round,
        agreed=agreed,
        opinion=opinion.strip(),
        signed_by=by.officer,
        signed_on=by.today,
    )
    said = "同意" if agreed else "不同意"
    data = {"text": f"{said} {signed.opinion}".strip()}
    _record("suggestion.countersigned", suggestion, by, assignment=assignment, data=data)
    return signed


@transaction.atomic
def answer_suggestion(
    *, suggestion: Suggestion, assignment: Assignment, answer: Answer, text: str, by: By
) -> Suggestion:
    """Answer a suggestion with the code of what came of it. Raises Refused before every cooperating unit has countersigned, or twice."""
    suggestion = _held(suggestion)
    refuse_if(conditions.sources.answering(suggestion, assignment))
    if not text.strip():
        raise Refused("请写明答复内容", field="text")
    suggestion.answer, suggestion.answer_text = answer, text.strip()
    suggestion.answered_on = by.today
    suggestion.save(update_fields=["answer", "answer_text", "answered_on"])
    data = {"answer": str(Answer(answer).label), "text": suggestion.answer_text}
    _record("suggestion.answered", suggestion, by, assignment=assignment, data=data)
    return suggestion


@transaction.atomic
def return_answer(*, suggestion: Suggestion, reason: str, by: By) -> Suggestion:
    """Send answer and countersignatures back, to be given anew in the next round; what was said stays in the journal.

    Raises Refused without a reason, where nothing was said yet, once the author spoke, and once the matter is done.
    """
    held = _held(suggestion)
    refuse_if(conditions.sources.returning(held))
    if not reason.strip():
        raise Refused("请写明退回的理由", field="reason")
    _open_next_round(held)
    _record("suggestion.returned", held, by, data={"reason": reason.strip()})
    return held


@transaction.atomic
def rate_suggestion(*, suggestion: Suggestion, satisfaction: Satisfaction, note: str, by: By) -> Suggestion:
    """Enter what the author said of the answer. Who is dissatisfied gets another: the matter is done again, in its next round.

    Raises Refused before the answer, twice for one answer, or for dissatisfaction without a word why.
    """
    suggestion = _held(suggestion)
    refuse_if(conditions.sources.rating(suggestion))
    if satisfaction == Satisfaction.DISSATISFIED and not note.strip():
        raise Refused("不满意的要写明原因", field="note")
    rating = Rating.objects.create(
        matter=suggestion.matter,
        satisfaction=satisfaction,
        manner=Manner.WRITTEN,
        note=note.strip(),
        rated_on=by.today,
        recorded_by=by.officer,
    )
    if rating.is_dissatisfied:
        _open_next_round(suggestion)
    data = {"satisfaction": str(Satisfaction(satisfaction).label), "text": rating.note}
    _record("suggestion.rated", suggestion, by, data=data)
    if rating.is_dissatisfied:
        _reopen(suggestion, rating, by)
    return suggestion


@transaction.atomic
def report_suggestions(*, jurisdiction: Jurisdiction, suggestions: Iterable[Suggestion], by: By) -> list[Suggestion]:
    """Note that these were told to the two standing committees, all or none. Raises Refused for one that is not done or was told."""
    keys = [each.pk for each in suggestions]
    found = Suggestion.objects.select_for_update(of=("self",), no_key=True).select_related("matter__jurisdiction")
    held = list(found.filter(pk__in=keys, matter__jurisdiction=jurisdiction).order_by("id"))
    if not held:
        raise Refused("请选定要报告的建议提案")
    for each in held:
        if not each.matter.is_done:
            raise Refused(f"{each.matter.no} 还没有办结，不能报告常委会")
        if each.reported_on is not None:
            raise Refused(f"{each.matter.no} 已在 {each.reported_on} 报告")
        each.reported_on = by.today
        each.save(update_fields=["reported_on"])
        _record("suggestion.reported", each, by, data={"number": str(each)})
    return held


def _open_next_round(suggestion: Suggestion) -> None:
    """Open the next round, in which nothing is answered or rated yet."""
    suggestion.round += 1
    suggestion.answer, suggestion.answer_text, suggestion.answered_on = "", "", None
    suggestion.reported_on = None
    suggestion.save()
    suggestion.matter.ratings.update(is_current=False)


def _reopen(suggestion: Suggestion, rating: Rating, by: By) -> None:
    """Put a lead unit whose result was accepted at work again (fact `reopened`)."""
    done = Assignment.objects.filter(matter=suggestion.matter, part=Part.LEAD, stage=Stage.COMPLETED)
    for assignment in done.select_related("matter__jurisdiction", "unit").order_by("id"):
        reason = f"提出人不满意：{rating.note}"
        matters.reopen_assignment(assignment=assignment, reason=reason, by=by)


def _held(suggestion: Suggestion) -> Suggestion:
    found = Suggestion.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("matter__jurisdiction").get(pk=suggestion.pk)


def _record(
    verb: str,
    suggestion: Suggestion,
    by: By,
    *,
    assignment: Assignment | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    journal.record(
        verb,
        jurisdiction=suggestion.matter.jurisdiction,
        of=suggestion,
        matter=suggestion.matter,
        unit=assignment.unit if assignment is not None else None,
        actor=by.officer,
        at=by.at,
        data=data,
    )
