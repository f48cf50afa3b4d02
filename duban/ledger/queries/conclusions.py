"""Conclusions and their review: what may be done with one just now and by whom, or what stands against it with the clause."""

import datetime

from django.db.models import Q, QuerySet

from duban.engine import deadlines
from duban.engine.clauses import Enumeration, Regime
from duban.ledger import access, access_to_inspections, regimes
from duban.ledger.models import Conclusion, Finding, Inspection, JournalLine, Reading, Review
from duban.ledger.models.conclusions import Ruling, Step
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.models.inspections import BEFORE, Capacity, Member, Phase
from duban.ledger.queries import delegations
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import LEADERS, Officer, Role, Unit

# The parts of a conclusion by the words in which documents ask for them.
PARTS = {
    "achievements": "工作成效",
    "problems": "存在问题",
    "shortfalls": "未落实和部分落实情况",
    "advice": "整改意见",
}
EDITABLE = (Step.DRAFT, Step.RETURNED)
_FAILED = (Nature.PARTLY, Nature.IMPOSSIBLE)
# Who may decide a review at all, by post.
DECIDERS = frozenset({*LEADERS, Role.OFFICE_HEAD, Role.CLERK, Role.SECTION})


def regime_of(inspection: Inspection) -> Regime:
    """Return the regime under which an inspection is carried out."""
    return regimes.regime_of(inspection.jurisdiction)


def elements_of(regime: Regime) -> Enumeration | None:
    """Return what the document wants a conclusion to say, or None where it names nothing."""
    return next((each for each in regime.lists if each.id == "conclusion_elements"), None)


def drafting(inspection: Inspection, unit: Unit) -> Refused | None:
    """Say whether a conclusion may be begun for a unit: while the inspection runs, once."""
    if inspection.is_received:
        return Refused("迎接上级的督查，结论由上级作出", possible="请登记检查结果和反馈的问题。")
    if inspection.phase in BEFORE or inspection.phase == Phase.CANCELLED:
        return Refused("督查还没有开始")
    if inspection.phase == Phase.CLOSED:
        return Conflict("这次督查已经归档")
    if inspection.conclusions.filter(unit=unit).exists():
        return Conflict(f"已经起草了{unit}的结论")
    return None


def editing(conclusion: Conclusion) -> Refused | None:
    """Say whether the words may be changed: as a draft, or when it was sent back."""
    if conclusion.step not in EDITABLE:
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”，不能修改")
    return None


def complete(conclusion: Conclusion) -> Refused | None:
    """Say whether a conclusion says what the document asks for; what cannot be and was only partly done always, where it was found."""
    regime = regime_of(conclusion.inspection)
    asked = elements_of(regime)
    own = {word: name for name, word in PARTS.items()}
    whole = "\n".join(getattr(conclusion, name) for name in PARTS)
    for word in asked.items if asked else ():
        name = own.get(word, "")
        if (name and not getattr(conclusion, name).strip()) or (not name and word not in whole):
            assert asked is not None
            return Refused(f"结论没有写“{word}”", clause=asked.clause, possible="确实没有的，请写“无”并说明。", field=name or "problems")
    if not conclusion.problems.strip():
        return Refused("结论没有写“存在问题”", possible="没有问题的，请写“未发现问题”。", field="problems")
    failed = Finding.objects.filter(inspection=conclusion.inspection, unit=conclusion.unit, nature__in=_FAILED)
    said = conclusion.shortfalls.strip()
    if said in ("", "无", "无。", "没有", "没有。") and failed.exclude(progress=Progress.DROPPED).exists():
        clause = asked.clause if asked else ""
        return Refused(
            "督查记录中有难以落实或者只部分落实的情况，结论没有写明", clause=clause, possible="请逐项写明。", field="shortfalls"
        )
    return None


def head_of(inspection: Inspection) -> Member | None:
    """Return the head of the team, if there is one who has not stood aside."""
    return inspection.members.filter(capacity=Capacity.HEAD, recused_on__isnull=True).select_related("officer").first()


def works_on(officer: Officer, conclusion: Conclusion) -> bool:
    """Return whether the officer writes the conclusion: the team does."""
    return access_to_inspections.on_team(officer, conclusion.inspection)


def reading_as_head(conclusion: Conclusion, officer: Officer) -> Refused | None:
    """Say whether the officer may read it as the head of the team: it is his turn, and it is not his own."""
    if conclusion.step != Step.HEAD:
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”")
    head = head_of(conclusion.inspection)
    if head is None or head.officer_id != officer.pk:
        return Forbidden("由督查组组长审阅", clause=reading_clause(conclusion))
    if conclusion.drafted_by_id == officer.pk:
        return Forbidden("不能审阅自己起草的结论")
    return None


def signing(conclusion: Conclusion, officer: Officer, on: datetime.date) -> Refused | None:
    """Say whether the officer may sign it on that day, himself or for the leader whom he represents; never what is his own."""
    if conclusion.step != Step.LEADER:
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”")
    if officer.pk in (conclusion.drafted_by_id, conclusion.head_read_by_id):
        return Forbidden("自己起草或者审阅过的结论，由别人签", clause=reading_clause(conclusion))
    if signs_for(conclusion, officer, on) is None:
        return Forbidden(f"由{conclusion.to_sign or '领导'}审阅", clause=reading_clause(conclusion))
    return None


def signs_for(conclusion: Conclusion, officer: Officer, on: datetime.date) -> Officer | None:
    """Return in whose name the officer would sign: his own or that of the leader whom he represents; None for nobody's."""
    if conclusion.to_sign_id == officer.pk:
        return officer
    stood = delegations.represented_by(officer, on)
    authors = (conclusion.drafted_by_id, conclusion.head_read_by_id)
    return next((each for each in stood if each.pk == conclusion.to_sign_id and each.pk not in authors), None)


def signers_for(conclusion: Conclusion) -> QuerySet[Officer]:
    """Return the leaders who may sign it: nobody who wrote or read it for the team."""
    found = Officer.objects.filter(jurisdiction=conclusion.inspection.jurisdiction, role__in=LEADERS, is_active=True)
    return found.exclude(pk__in=[conclusion.drafted_by_id or 0, conclusion.head_read_by_id or 0]).order_by("id")


def usual_signer(conclusion: Conclusion) -> Officer | None:
    """Return the leader who signs it as a rule: who signed the inspection, else the one in charge of the unit, else the principal."""
    leaders = {each.pk: each for each in signers_for(conclusion)}
    portfolio = conclusion.unit.portfolio
    wanted = [conclusion.inspection.signed_by_id, portfolio.leader_id if portfolio else None]
    found = next((leaders[pk] for pk in wanted if pk in leaders), None)
    return found or next((each for each in leaders.values() if each.role == Role.PRINCIPAL), None)


def delivering(conclusion: Conclusion) -> Refused | None:
    """Say whether it may be delivered: once a leader has signed it."""
    if conclusion.step == Step.DELIVERED:
        return Conflict("这份结论已经送达")
    if conclusion.step != Step.APPROVED:
        return Refused("组长和领导审阅以后才能送达", clause=reading_clause(conclusion))
    return None


def reading_clause(conclusion: Conclusion) -> str:
    """Return the clause by which head and leaders read a conclusion before it goes out."""
    regime = regime_of(conclusion.inspection)
    both = (each.clause for each in regime.clauses if {"conclusions", "rectification"} <= set(each.features))
    return next(both, regimes.clause_of(regime, "conclusions"))


def readers_clause(regime: Regime) -> str:
    """Return the clause for whose sake the readers are kept."""
    return regimes.clause_of(regime, "conclusion_readers")


def has_opened(conclusion: Conclusion, officer: Officer) -> bool:
    """Return whether the words are open to the officer: delivered, or opened by him before on record."""
    return conclusion.is_delivered or Reading.objects.filter(conclusion=conclusion, officer=officer).exists()


def readers_of(conclusion: Conclusion) -> list[Reading]:
    """Return who opened a conclusion before its delivery, in order."""
    return list(conclusion.readings.select_related("officer").order_by("at", "id"))


def requesting(conclusion: Conclusion, on: datetime.date) -> Refused | None:
    """Say whether the unit may ask for a review on that day: where the document provides for one, within its days, once at a time."""
    until = request_until(conclusion)
    regime = regime_of(conclusion.inspection)
    if not has_review(regime):
        return Refused("本办法没有申请复核的规定", possible="对具体记录有不同意见的，可以在“异议和申辩”里提出。")
    if until is None:
        return Refused("结论送达以后才能申请复核")
    if on > until.due:
        return Refused(f"申请复核的期限是 {until.due}，已经过了", clause=until.clause, possible="有新的证据的，可以书面向督查室反映。")
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
    regime = regime_of(conclusion.inspection)
    if conclusion.delivered_on is None or not has_review(regime):
        return None
    calendar = regimes.calendar_of(conclusion.inspection.jurisdiction)
    return deadlines.due(regime, "review_request", conclusion.delivered_on, calendar)


def decision_until(conclusion: Conclusion, made_on: datetime.date) -> datetime.date | None:
    """Return the day until which a review must be decided by the document's rule; None where it sets none."""
    regime = regime_of(conclusion.inspection)
    if not any(rule.name == "review_decision" for rule in deadlines.rules_of(regime)):
        return None
    calendar = regimes.calendar_of(conclusion.inspection.jurisdiction)
    return deadlines.due(regime, "review_decision", made_on, calendar).due


def recused(conclusion: Conclusion, officer: Officer) -> Refused | None:
    """Say whether the officer had a part in a conclusion, so that he decides nothing on it (回避): wrote, read, signed it, or was on the team."""
    authors = {conclusion.drafted_by_id, conclusion.head_read_by_id, conclusion.signed_by_id, conclusion.on_behalf_of_id}
    clause = regimes.clause_of(regime_of(conclusion.inspection), "review_of_conclusions")
    if officer.pk in authors:
        return Forbidden("您参与了这份结论，复核须回避", clause=clause, possible="由没有参与的人决定。")
    if Member.objects.filter(inspection=conclusion.inspection, officer=officer).exists():
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


def free_deciders(review: Review) -> list[Officer]:
    """Return those whom the office may name to decide: by post, and without a part in the conclusion."""
    conclusion = review.conclusion
    authors = [conclusion.drafted_by_id, conclusion.head_read_by_id, conclusion.signed_by_id, conclusion.on_behalf_of_id]
    found = Officer.objects.filter(jurisdiction=conclusion.inspection.jurisdiction, role__in=DECIDERS, is_active=True)
    team = Member.objects.filter(inspection=conclusion.inspection, officer__isnull=False).values("officer")
    return list(found.exclude(pk__in=[pk for pk in authors if pk]).exclude(pk__in=team).order_by("role", "id"))


def to_decide(officer: Officer) -> QuerySet[Review]:
    """Return the open reviews that this officer may decide, the nearest date first."""
    found = access_to_inspections.reviews(officer).filter(ruling=Ruling.OPEN)
    if not access.may(officer, "decide_review"):
        return found.none()
    part = Q()
    for name in ("drafted_by", "head_read_by", "signed_by", "on_behalf_of"):
        part |= Q(**{f"conclusion__{name}": officer})
    team = Member.objects.filter(officer=officer).values("inspection")
    free = found.exclude(part).exclude(conclusion__inspection__in=team)
    return free.filter(Q(named__isnull=True) | Q(named=officer)).order_by("due_on", "id")


def facts_since(conclusion: Conclusion) -> list[JournalLine]:
    """Return what was recorded by hand against or for the unit since the inspection began and still counts: a review may take it back."""
    inspection = conclusion.inspection
    found = JournalLine.objects.filter(jurisdiction=inspection.jurisdiction, unit=conclusion.unit, verb="fact.recorded")
    found = found.filter(on__gte=inspection.from_on, amendments__isnull=True)
    return list(found.select_related("matter", "actor", "unit").prefetch_related("amendments").order_by("-seq")[:50])
