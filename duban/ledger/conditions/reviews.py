"""Whether the review of a conclusion may be asked for or decided now: None, or the refusal with its clause."""

import datetime

from duban.engine import deadlines
from duban.engine.clauses import Regime
from duban.ledger import conditions
from duban.ledger.governed import Governed, clause_naming
from duban.ledger.models import Conclusion, Review
from duban.ledger.models.conclusions import Ruling
from duban.ledger.models.inspections import Member
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import LEADERS, Officer, Role

# Who may decide a review at all, by post.
DECIDERS = frozenset({*LEADERS, Role.OFFICE_HEAD, Role.CLERK, Role.SECTION})


def requesting(conclusion: Conclusion, on: datetime.date) -> Refused | None:
    """Say whether the unit may ask for a review on that day: where the document provides for one, within its days, once at a time."""
    until = request_until(conclusion)
    regime = conditions.conclusions.regime_of(conclusion.inspection)
    if not has_review(regime):
        return Refused("本办法没有申请复核的规定", possible="对具体记录有不同意见的，可以在“异议和申辩”里提出。")
    if until is None:
        return Refused("结论送达以后才能申请复核")
    if on > until.due:
        return Refused(
            f"申请复核的期限是 {until.due}，已经过了",
            clause=until.clause,
            possible="有新的证据的，可以书面向督查室反映。",
        )
    if conclusion.reviews.filter(ruling=Ruling.OPEN).exists():
        return Conflict("已经申请，正在复核")
    if conclusion.reviews.filter(ruling__in=(Ruling.KEPT, Ruling.CHANGED)).exists():
        return Conflict("已经复核过，不再重复复核")
    return None


def has_review(regime: Regime) -> bool:
    """Return whether the document lets a unit ask for the review of a conclusion."""
    return any(rule.name == "review_request" for rule in deadlines.rules_of(regime))


def request_until(conclusion: Conclusion) -> deadlines.Deadline | None:
    """Return until when a review may be asked for, with its clause; None before delivery and where the document has no review."""
    if conclusion.delivered_on is None:
        return None
    return Governed.of(conclusion.inspection.jurisdiction).deadline("review_request", conclusion.delivered_on)


def recused(conclusion: Conclusion, officer: Officer) -> Refused | None:
    """Say whether the officer had a part in a conclusion, so that they decide nothing on it (回避): wrote, read, signed it, or was on the team."""
    authors = {
        conclusion.drafted_by_id,
        conclusion.head_read_by_id,
        conclusion.signed_by_id,
        conclusion.on_behalf_of_id,
    }
    clause = clause_naming(conditions.conclusions.regime_of(conclusion.inspection), "review_of_conclusions")
    if officer.accounts & authors:
        return Forbidden("您参与了这份结论，复核须回避", clause=clause, possible="由没有参与的人决定。")
    if Member.objects.filter(inspection=conclusion.inspection, officer__in=officer.accounts).exists():
        return Forbidden("您是这次督查的督查组成员，复核须回避", clause=clause, possible="由没有参与的人决定。")
    return None


def deciding(review: Review, officer: Officer) -> Refused | None:
    """Say whether the officer may decide a review: open, by post, not named to another, and without a part in the conclusion."""
    if review.ruling != Ruling.OPEN:
        return Conflict(f"已经有结果：{Ruling(review.ruling).label}")
    refusal = recused(review.conclusion, officer)
    if refusal is not None:
        return refusal
    if review.named_id is not None and review.named_id != officer.pk:
        return Forbidden(f"已经指定由{review.named}复核")
    return None if officer.role in DECIDERS else Forbidden("您的岗位不决定复核")
