"""Review of a conclusion (复核): the unit applies, somebody without a part in it decides, and a changed conclusion is delivered anew."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import IntegrityError, transaction

from duban.ledger import conditions
from duban.ledger.actions.inspections import conclusions, inspections
from duban.ledger.actions.papers import notices
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.governed import clause_naming
from duban.ledger.models import Conclusion, JournalLine, Review
from duban.ledger.models.conclusions import Ruling
from duban.ledger.queries.inspections import reviews
from duban.ledger.refusals import Conflict, Forbidden, Refused, refuse_if
from duban.ledger.reorganised import heirs
from duban.ledger.secrecy import refuse_classified
from duban.ledger.storage import locking
from duban.people.models import Officer


@transaction.atomic
def request_review(*, conclusion: Conclusion, text: str, by: By) -> Review:
    """Apply for the review of a conclusion. Raises Refused, citing the clause, where there is no review or its days are over."""
    held, today = locking.hold_conclusion(conclusion), by.today
    if not heirs.stands_for(by.officer.unit, held.unit):
        raise Forbidden("由结论所涉的单位申请复核")
    refuse_if(conditions.reviews.requesting(held, today))
    if not text.strip():
        raise Refused("请写明哪些内容不服、理由和依据", field="text")
    refuse_classified(text, field="text")
    until = conditions.reviews.request_until(held)
    try:
        with transaction.atomic():
            made = Review.objects.create(
                conclusion=held,
                text=text.strip(),
                clause=until.clause if until else "",
                made_by=by.officer,
                made_on=today,
                due_on=reviews.decision_until(held, today),
            )
    except IntegrityError as error:
        raise Conflict("已经申请，正在复核") from error
    _record("review.requested", made, by, {"reason": made.text, "due": str(made.due_on or "")})
    return made


@transaction.atomic
def name_reviewer(*, review: Review, officer: Officer, by: By) -> Review:
    """Name who is to decide a review. Raises Refused for one who had a part in the conclusion, citing the clause; Conflict once decided."""
    held = _held(review)
    _open_only(held)
    refusal = conditions.reviews.recused(held.conclusion, officer)
    if refusal is not None:
        raise Refused(f"{officer}参与过这份结论，不能指定", clause=refusal.clause, field="officer")
    if officer not in reviews.free_deciders(held):
        raise Refused("这个岗位不决定复核", field="officer")
    held.named = officer
    held.save(update_fields=["named"])
    _record("review.named", held, by, {"to": str(officer)})
    return held


@transaction.atomic
def decide_review(
    *,
    review: Review,
    change: bool,
    reason: str,
    by: By,
    words: Mapping[str, str] | None = None,
    withdraw: Sequence[JournalLine] = (),
) -> Review:
    """Uphold a conclusion or change it. Changed, its new `words` are delivered as its next edition, and the records `withdraw` no longer count.

    Raises Forbidden for who had a part in it, Refused without reasons or without a change of words, Conflict once decided.
    """
    held = _held(review)
    refuse_if(conditions.reviews.deciding(held, by.officer))
    if not reason.strip():
        raise Refused("复核决定要写明理由", field="reason")
    refuse_classified(reason, field="reason")
    if withdraw and not change:
        raise Refused("维持结论的，不撤销据此作出的记录", field="withdraw")
    conclusion, today = held.conclusion, by.today
    permitted = {line.pk for line in reviews.facts_since(conclusion)}
    if not {line.pk for line in withdraw} <= permitted:
        raise Refused("只能撤销这个单位自督查开始以来手工登记、仍然有效的记录", field="withdraw")
    if change:
        _change(conclusion, words or {}, today)
    held.ruling = Ruling.CHANGED if change else Ruling.KEPT
    held.reason, held.ruled_by, held.ruled_on = reason.strip(), by.officer, today
    held.save(update_fields=["ruling", "reason", "ruled_by", "ruled_on"])
    clause = clause_naming(conditions.conclusions.regime_of(conclusion.inspection), "review_of_conclusions")
    notice = notices.issue_notice(
        of=conclusion.inspection,
        act="review",
        unit=conclusion.unit,
        clause=clause,
        words={"text": held.text, "made_on": str(held.made_on), "changed": change, "reason": held.reason},
        by=by,
    )
    verb = "review.changed" if change else "review.kept"
    _record(verb, held, by, {"reason": held.reason, "clause": clause, "number": notice.number})
    if change:
        conclusions.issue_edition(conclusion, by, revised=True)
    for line in withdraw:
        facts.withdraw_fact(line=line, reason=f"督查结论经复核变更：{held.reason}", by=by)
    return held


@transaction.atomic
def withdraw_review(*, review: Review, by: By) -> Review:
    """Take an application back before it is decided. Raises Forbidden for another unit's, Conflict once decided."""
    held = _held(review)
    if not heirs.stands_for(by.officer.unit, held.conclusion.unit):
        raise Forbidden("只能由申请的单位撤回")
    _open_only(held)
    held.ruling = Ruling.WITHDRAWN
    held.save(update_fields=["ruling"])
    _record("review.withdrawn", held, by, {})
    return held


def _change(conclusion: Conclusion, words: Mapping[str, str], today: datetime.date) -> None:
    before = {name: getattr(conclusion, name) for name in conditions.conclusions.PARTS}
    for name in conditions.conclusions.PARTS:
        refuse_classified(words.get(name, ""), field=name)
        setattr(conclusion, name, words.get(name, before[name]).strip())
    if before == {name: getattr(conclusion, name) for name in conditions.conclusions.PARTS}:
        raise Refused("变更结论的，请写出变更后的内容", possible="结论不变的，请选择维持。", field="problems")
    refuse_if(conditions.conclusions.complete(conclusion))
    conclusion.revised_on = today
    conclusion.version += 1
    conclusion.save(update_fields=[*conditions.conclusions.PARTS, "revised_on", "version"])


def _held(review: Review) -> Review:
    found = (
        Review.objects.select_for_update(of=("self",), no_key=True).select_related("named", "made_by").get(pk=review.pk)
    )
    found.conclusion = locking.hold_conclusion(found.conclusion)
    return found


def _open_only(review: Review) -> None:
    if review.ruling != Ruling.OPEN:
        raise Conflict(f"已经有结果：{Ruling(review.ruling).label}")


def _record(verb: str, review: Review, by: By, data: Mapping[str, object]) -> None:
    conclusion = review.conclusion
    inspections.tell(
        verb, conclusion.inspection, by, of=review, unit=conclusion.unit, data={**data, "clause": review.clause}
    )
