"""Whether a conclusion may be written, read, signed or delivered now, and by whom: None, or the refusal with its clause."""

import datetime

from duban.engine.clauses import Enumeration, Regime
from duban.ledger import access, conditions
from duban.ledger.governed import Governed, clause_naming
from duban.ledger.models import Conclusion, Finding, Inspection, Reading
from duban.ledger.models.conclusions import Step
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.models.inspections import BEFORE, Capacity, Member, Phase
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Officer, Unit

# The parts of a conclusion by the words in which documents ask for them.
PARTS = {
    "achievements": "工作成效",
    "problems": "存在问题",
    "shortfalls": "未落实和部分落实情况",
    "advice": "整改意见",
}


EDITABLE = (Step.DRAFT, Step.RETURNED)


_FAILED = (Nature.PARTLY, Nature.IMPOSSIBLE)


def regime_of(inspection: Inspection) -> Regime:
    """Return the regime under which an inspection is carried out."""
    return Governed.of(inspection.jurisdiction).document


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
    if not inspection.units.filter(pk=unit.pk).exists():
        return Refused("这个单位不在被督查单位之列")
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
            return Refused(
                f"结论没有写“{word}”",
                clause=asked.clause,
                possible="确实没有的，请写“无”并说明。",
                field=name or "problems",
            )
    if not conclusion.problems.strip():
        return Refused("结论没有写“存在问题”", possible="没有问题的，请写“未发现问题”。", field="problems")
    failed = Finding.objects.filter(inspection=conclusion.inspection, unit=conclusion.unit, nature__in=_FAILED)
    said = conclusion.shortfalls.strip()
    if said in ("", "无", "无。", "没有", "没有。") and failed.exclude(progress=Progress.DROPPED).exists():
        clause = asked.clause if asked else ""
        return Refused(
            "督查记录中有难以落实或者只部分落实的情况，结论没有写明",
            clause=clause,
            possible="请逐项写明。",
            field="shortfalls",
        )
    return None


def head_of(inspection: Inspection) -> Member | None:
    """Return the head of the team, if there is one who has not stood aside."""
    return inspection.members.filter(capacity=Capacity.HEAD, recused_on__isnull=True).select_related("officer").first()


def reading_as_head(conclusion: Conclusion, officer: Officer) -> Refused | None:
    """Say whether the officer may read it as the head of the team: it is their turn, and it is not their own."""
    if conclusion.step != Step.HEAD:
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”")
    head = head_of(conclusion.inspection)
    if head is None or head.officer_id != officer.pk:
        return Forbidden("由督查组组长审阅", clause=reading_clause(conclusion))
    if officer.is_person_of(conclusion.drafted_by_id):
        return Forbidden("不能审阅自己起草的结论")
    return None


def signing(conclusion: Conclusion, officer: Officer, on: datetime.date) -> Refused | None:
    """Say whether the officer may sign it on that day, in their own name or for the leader whom they represent; never what is their own."""
    if conclusion.step != Step.LEADER:
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”")
    if officer.accounts & {conclusion.drafted_by_id, conclusion.head_read_by_id}:
        return Forbidden("自己起草或者审阅过的结论，由别人签", clause=reading_clause(conclusion))
    if signs_for(conclusion, officer, on) is None:
        return Forbidden(f"由{conclusion.to_sign or '领导'}审阅", clause=reading_clause(conclusion))
    return None


def signs_for(conclusion: Conclusion, officer: Officer, on: datetime.date) -> Officer | None:
    """Return in whose name the officer would sign: their own or that of the leader whom they represent; None for nobody's."""
    if conclusion.to_sign_id == officer.pk:
        return officer
    stood = access.delegations.represented_by(officer, on)
    authors = (conclusion.drafted_by_id, conclusion.head_read_by_id)
    return next((each for each in stood if each.pk == conclusion.to_sign_id and each.pk not in authors), None)


def recalling(conclusion: Conclusion) -> Refused | None:
    """Say whether the team may take it back: while it waits for the head or the leader."""
    if conclusion.step not in (Step.HEAD, Step.LEADER):
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”，不能撤回")
    return None


def delivering(conclusion: Conclusion) -> Refused | None:
    """Say whether it may be delivered: once a leader has signed it."""
    if conclusion.step == Step.DELIVERED:
        return Conflict("这份结论已经送达")
    if conclusion.step != Step.APPROVED:
        return Refused("组长和领导审阅以后才能送达", clause=reading_clause(conclusion))
    return conditions.findings.unannounced_to(conclusion.inspection, conclusion.unit)


def reading_clause(conclusion: Conclusion) -> str:
    """Return the clause by which head and leaders read a conclusion before it goes out."""
    regime = regime_of(conclusion.inspection)
    both = (each.clause for each in regime.clauses if {"conclusions", "rectification"} <= set(each.features))
    return next(both, clause_naming(regime, "conclusions"))


def readers_clause(regime: Regime) -> str:
    """Return the clause for whose sake the readers are kept."""
    return clause_naming(regime, "conclusion_readers")


def has_opened(conclusion: Conclusion, officer: Officer) -> bool:
    """Return whether the words are open to the officer: delivered, or opened by them before on record."""
    return conclusion.is_delivered or Reading.objects.filter(conclusion=conclusion, officer=officer).exists()


def unopened(conclusion: Conclusion, officer: Officer) -> Refused | None:
    """Say that the officer must open a conclusion on record before they may change it."""
    if has_opened(conclusion, officer):
        return None
    return Refused("请先打开结论：送达前谁看过都有记录", clause=readers_clause(regime_of(conclusion.inspection)))
