"""Whether a record may be disputed, excused or ruled on now: None, or the refusal with its clause."""

import datetime
from decimal import Decimal

from django.db.models import Q

from duban.engine import deadlines, facts
from duban.engine.clauses import Regime
from duban.engine.recording import telling
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Consequence, Deadline, JournalLine, Notice, Objection, Proposal
from duban.ledger.models.objections import Ground, Verdict
from duban.ledger.models.proposals import STEP, Outcome
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.people.models import Jurisdiction, Officer

# What the office itself did or ruled, and may take back; whatever else counts follows from these, or from what the unit did.
WITHDRAWABLE = ("fact.recorded", "unit.urged", "step.carried_out", "report.returned")
# Where a line neither is disputed nor taken back, what puts it right.
_OTHER_WAY = {
    "assigned": "交办有误的，由督查室更正期限、承办单位或分工，或者撤回交办。",
    "extended": "期限有误的，由督查室更正办结期限。",
    "transferred": "移交有误的，由督查室更正承办单位。",
    "accepted": "签收有误的，请联系督查室更正承办单位或撤回交办。",
    "reported": "反馈报错的，审核前可以撤回或者补报。",
    "completed": "认定有误的，由督查室重新办理。",
    "reopened": "重新办理有误的，报送结果后由督查室审核认定。",
    "written_off": "销号有误的，由督查室另行立项。",
}
# What a published ranking records follows from it: a correction of the ranking records it anew.
_OF_RANKING = "ranking"
_CORRECTED = "名次、得分有误的，由督查室更正那一期的排名。"
EXCUSABLE = ("late", "limit_missed", "poor_report", "false_report", "uncooperative")


def excusable(line: JournalLine, document: Regime | None = None) -> bool:
    """Say whether good reason may be ruled for a fact: one of the library's failings, or an event of the document's own that costs points.

    `document` is the one that governed the day of the line, where it is known.
    """
    if line.of_kind == _OF_RANKING:
        return False
    if line.kind in EXCUSABLE or line.kind in facts.KINDS:
        return line.kind in EXCUSABLE
    return telling.is_failing(document or Governed.of(line.jurisdiction, line.on).document, line.kind)


def objecting(
    line: JournalLine,
    ground: str,
    document: Regime | None = None,
    *,
    on: datetime.date,
    until: deadlines.Deadline | None,
) -> Refused | None:
    """Say whether a record may be disputed on a day, or good reason be given for it: while it counts, once at a time, not after `until`."""
    amended = [each.data.get("amendment", {}) for each in line.amendments.all()]
    if any(each.get("withdrawn") or each.get("excused") for each in amended):
        return Conflict("这条记录已经认定有正当理由，或者已经撤销")
    if line.of_kind == _OF_RANKING:
        return Refused("这条记录由发布排名产生，不单独提出异议", possible=_CORRECTED)
    may_be_excused = excusable(line, document)
    if ground == Ground.REASON and not may_be_excused:
        return Refused("这种记录不适用正当理由", possible="对事实有不同意见的，请提出异议。")
    if not (may_be_excused or line.verb in WITHDRAWABLE or is_awarded_less(line)):
        return Refused(
            "这条记录由办理过程产生，不单独提出异议",
            possible=_OTHER_WAY.get(line.kind, "请对由此产生的迟误或认定提出。"),
        )
    if any(each.verdict == Verdict.OPEN for each in line.objections.all()):
        return Conflict("已经提出，正在等待裁定")
    # Of a year whose holidays are not announced nobody knows the day yet.
    if until is not None and on > until.due and not until.provisional:
        return Refused(
            f"提出异议的期限是 {until.due}，已经过了",
            clause=until.clause,
            possible="记录确有错误的，请向督查室反映，由督查室撤销、更正或者认定正当理由。",
        )
    return None


def taking_back(line: JournalLine) -> Refused | None:
    """Say whether the office may take a line back by hand: what it did or ruled itself, once, and nothing that a ranking records."""
    if line.of_kind == _OF_RANKING:
        return Refused("这条记录由发布排名产生，不单独撤销", possible=_CORRECTED)
    return withdrawing(line)


def withdrawing(line: JournalLine) -> Refused | None:
    """Say whether the office may take a line back: what it did or ruled itself, once."""
    if any(each.data.get("amendment", {}).get("withdrawn") for each in line.amendments.all()):
        return Conflict("这条记录已经撤销，或者因更正不再计入")
    if line.verb not in WITHDRAWABLE:
        other = "到期未办由期限推定：期限写错的，请更正办结期限；有正当理由的，请认定正当理由。"
        possible = other if line.verb == "lateness.derived" else _OTHER_WAY.get(line.kind, "")
        return Refused("只能撤销督查室自己记录、催办、退回或实施的情况", possible=possible)
    return None


def is_awarded_less(line: JournalLine) -> bool:
    """Return whether a result was accepted with points of its own, fewer than the full value."""
    return line.kind == "completed" and "points" in line.data.get("fact", {})


def awarding(line: JournalLine, points: Decimal | None) -> Refused | None:
    """Say whether the points of a result may be put right: of one that was accepted, from nothing to the full value of a matter."""
    full = Governed.of(line.matter).full_value if line.matter is not None else None
    if line.kind != "completed" or full is None:
        return Refused("这条记录没有认定分值")
    if any(each.data.get("amendment", {}).get("withdrawn") for each in line.amendments.all()):
        return Conflict("这条记录已经撤销")
    most, clause = full
    if points is not None and not 0 <= points <= most:
        return Refused(f"每件事项满分 {most} 分，认定的分值不能是 {points}", clause=clause, field="points")
    return None


def pleading(deadline: Deadline, on: datetime.date) -> Refused | None:
    """Say whether good reason may be given for a date beforehand: while it is neither met nor lifted nor told as missed."""
    if deadline.late_line_id is not None:
        return Conflict("这个期限已经记为到期未办", possible="请对那条记录说明正当理由。")
    if deadline.met_on is not None or deadline.lifted_on is not None:
        return Conflict("这个期限已经完成或者解除")
    if deadline.objections.filter(verdict__in=(Verdict.OPEN, Verdict.UPHELD)).exists():
        return Conflict("已经说明过，正在等待裁定或者已经认定")
    return None


def ruling(objection: Objection, officer: Officer) -> Refused | None:
    """Say whether the officer may decide: while it is open, and not on what they recorded (回避)."""
    if objection.verdict != Verdict.OPEN:
        return Conflict(f"已经裁定：{Verdict(objection.verdict).label}")
    line = objection.line
    if line is not None and officer.is_person_of(line.actor_id):
        clause = Governed.of(objection.jurisdiction).clause("recusal")
        return Forbidden("这条记录是您认定的，须由督查室其他人裁定", clause=clause, possible="请由其他同志裁定。")
    return None


def summoning(proposal: Proposal) -> Refused | None:
    """Say whether the unit may be summoned: to the interview of a step that was approved and is not carried out yet."""
    if proposal.act != STEP or proposal.outcome != Outcome.APPROVED:
        return Conflict("这项报批没有批准，或者已经实施")
    step = Governed.of(proposal.assignment.matter).step(proposal.step)
    if not any(each["kind"] == "interview" for each in step.also):
        return Refused(f"“{step.name}”不是约谈，不发约谈通知", clause=step.clause)
    return None


def carrying_out(clause: str, handled: Notice | None, until: datetime.date | None) -> Refused | None:
    """Say whether what a document attaches to a unit may be carried out: once (`handled` is the paper), and where it may not change any more.

    It may change until the day `until`, inclusive.
    """
    if handled is not None:
        said = f"{handled.issued_on} 已经处理，见{handled}"
        return Conflict(said, clause=clause, possible="处理有误的，先作废那份文书。")
    if until is not None:
        return Refused("这一期还没有结束，以期末为准", clause=clause, possible=f"{until} 之后再处理。")
    return None


def holding(held: Consequence, on: datetime.date) -> Refused | None:
    """Say whether a talk may be put on record with that day: the day of a step's interview is said where the step is carried out, and stands."""
    step = held.proposal if held.proposal is not None and held.proposal.act == STEP else None
    if step is None or held.held_on == on:
        return None
    if step.outcome == Outcome.APPROVED:
        return Refused(
            "这次约谈是督办措施，期限从进行之日起算",
            clause=held.clause,
            possible="请实施这一步，同时写明进行日期和记录。",
        )
    if held.held_on is not None and step.outcome == Outcome.CARRIED_OUT:
        return Refused(f"这次约谈已按 {held.held_on} 起算期限，日期不能改", clause=held.clause, field="held_on")
    return None


def correcting_result(held: Consequence) -> Refused | None:
    """Say whether what came of an interview may be put right: once it was recorded, while the interview stands."""
    if held.result_on is None:
        return Conflict("还没有登记约谈结果")
    if held.lifted_on is not None:
        return Conflict(f"{held.lifted_on} 已经解除")
    return None


def hearing(assignment: Assignment) -> Refused | None:
    """Say whether a step of the ladder has to wait: the unit gave a reason (正当理由、特殊原因), on which nobody has ruled yet."""
    said = Objection.objects.filter(unit_id=assignment.unit_id, ground=Ground.REASON, verdict=Verdict.OPEN)
    of_matter = Q(line__matter=assignment.matter_id) | Q(deadline__assignment__matter=assignment.matter_id)
    if not said.filter(of_matter).exists():
        return None
    return Conflict(
        "单位已经说明理由，还没有裁定",
        clause=clause_of(assignment.matter.jurisdiction),
        possible="请先裁定理由是否成立，再提请或者实施督办措施。",
    )


def clause_of(jurisdiction: Jurisdiction) -> str:
    """Return the clause that lets good reason count, or "" where the document is silent."""
    return Governed.of(jurisdiction).clause("excuses")
