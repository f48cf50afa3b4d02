"""Conclusions: what may be done with one just now and by whom, or what stands against it with the clause; and their lists."""

import datetime

from django.db.models import Q, QuerySet

from duban.engine.clauses import Enumeration, Regime
from duban.ledger import access
from duban.ledger.governed import Governed, clause_naming
from duban.ledger.models import Conclusion, Finding, Inspection, Reading
from duban.ledger.models.conclusions import Step
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.models.inspections import BEFORE, Capacity, Member, Phase
from duban.ledger.queries.inspections import rectifications
from duban.ledger.queries.process import delegations
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


def words_for(inspection: Inspection, unit: Unit) -> dict[str, str]:
    """Return what the records of an inspection already say for a conclusion of one unit, part by part, to be edited."""
    found = (
        Finding.objects.filter(inspection=inspection, unit=unit).exclude(progress=Progress.DROPPED).order_by("order")
    )
    parts: dict[str, list[str]] = {"achievements": [], "problems": [], "shortfalls": []}
    for each in found:
        if each.nature == Nature.BREACH:
            # What goes to the discipline body is not told to the unit.
            continue
        part = (
            "achievements"
            if each.nature == Nature.EXPERIENCE
            else "shortfalls"
            if each.nature in _FAILED
            else "problems"
        )
        word = (
            f"（{each.get_nature_display()}）"
            if part == "shortfalls" or each.nature not in (Nature.PROBLEM, Nature.EXPERIENCE)
            else ""
        )
        parts[part].append(f"{len(parts[part]) + 1}. {each.text.strip()}{word}")
    return {name: "\n".join(rows) for name, rows in parts.items()}


def head_of(inspection: Inspection) -> Member | None:
    """Return the head of the team, if there is one who has not stood aside."""
    return inspection.members.filter(capacity=Capacity.HEAD, recused_on__isnull=True).select_related("officer").first()


def works_on(officer: Officer, conclusion: Conclusion) -> bool:
    """Return whether the officer writes the conclusion: the team does."""
    return access.inspections.on_team(officer, conclusion.inspection)


def reading_as_head(conclusion: Conclusion, officer: Officer) -> Refused | None:
    """Say whether the officer may read it as the head of the team: it is their turn, and it is not their own."""
    if conclusion.step != Step.HEAD:
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”")
    head = head_of(conclusion.inspection)
    if head is None or head.officer_id != officer.pk:
        return Forbidden("由督查组组长审阅", clause=reading_clause(conclusion))
    if conclusion.drafted_by_id == officer.pk:
        return Forbidden("不能审阅自己起草的结论")
    return None


def signing(conclusion: Conclusion, officer: Officer, on: datetime.date) -> Refused | None:
    """Say whether the officer may sign it on that day, in their own name or for the leader whom they represent; never what is their own."""
    if conclusion.step != Step.LEADER:
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”")
    if officer.pk in (conclusion.drafted_by_id, conclusion.head_read_by_id):
        return Forbidden("自己起草或者审阅过的结论，由别人签", clause=reading_clause(conclusion))
    if signs_for(conclusion, officer, on) is None:
        return Forbidden(f"由{conclusion.to_sign or '领导'}审阅", clause=reading_clause(conclusion))
    return None


def signs_for(conclusion: Conclusion, officer: Officer, on: datetime.date) -> Officer | None:
    """Return in whose name the officer would sign: their own or that of the leader whom they represent; None for nobody's."""
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


def recalling(conclusion: Conclusion) -> Refused | None:
    """Say whether the team may take it back: while it waits for the head or the leader."""
    if conclusion.step not in (Step.HEAD, Step.LEADER):
        return Conflict(f"这份结论现在是“{conclusion.get_step_display()}”，不能撤回")
    return None


def turn_of(pk: int) -> int | None:
    """Return whose turn it is to read a conclusion, as the officer's key: the head of the team, then the leader; None for nobody's."""
    found = Conclusion.objects.filter(pk=pk).select_related("inspection").first()
    if found is None or found.step not in (Step.HEAD, Step.LEADER):
        return None
    head = head_of(found.inspection) if found.step == Step.HEAD else None
    return head.officer_id if head is not None else found.to_sign_id


def delivering(conclusion: Conclusion) -> Refused | None:
    """Say whether it may be delivered: once a leader has signed it."""
    if conclusion.step == Step.DELIVERED:
        return Conflict("这份结论已经送达")
    if conclusion.step != Step.APPROVED:
        return Refused("组长和领导审阅以后才能送达", clause=reading_clause(conclusion))
    return rectifications.betraying(conclusion.inspection, conclusion.unit)


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


def readers_of(conclusion: Conclusion) -> list[Reading]:
    """Return who opened a conclusion before its delivery, in order."""
    return list(conclusion.readings.select_related("officer").order_by("at", "id"))


# Filter → its word. The order is that of the list's tabs.
SHOWS = {"mine": "待我审阅", "going": "起草和审阅中", "approved": "待送达", "delivered": "已送达", "": "全部"}


def list_of(officer: Officer, show: str, on: datetime.date) -> QuerySet[Conclusion]:
    """Return the conclusions of a filter that the officer may see, the newest first."""
    found = access.findings.conclusions(officer)
    if show == "mine":
        found = found.filter(waiting_for(officer, on))
    elif show == "going":
        found = found.exclude(step__in=(Step.APPROVED, Step.DELIVERED))
    elif show in (Step.APPROVED, Step.DELIVERED):
        found = found.filter(step=show)
    return found.select_related("inspection", "unit", "to_sign", "drafted_by").order_by("-id")


def waiting_for(officer: Officer, on: datetime.date) -> Q:
    """Return the condition under which a conclusion waits for this officer: as head of the team, or as the leader and for whom they stand in."""
    headed = Member.objects.filter(officer=officer, capacity=Capacity.HEAD, recused_on__isnull=True).values(
        "inspection"
    )
    leaders = [officer.pk, *(each.pk for each in delegations.represented_by(officer, on))]
    signing = (
        Q(step=Step.LEADER, to_sign__in=leaders)
        & ~Q(drafted_by=officer)
        & ~Q(head_read_by=officer, head_read_by__isnull=False)
    )
    return Q(step=Step.HEAD, inspection__in=headed) & ~Q(drafted_by=officer) | signing
