"""Whether an act may be done now: one place for each condition, asked by the acts that refuse and by the pages that grey out.

Each answers None, or the refusal with its clause and what is possible instead. Who is asking is the affair of `access`; what is written
into the form is the affair of the act.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import QuerySet

from duban.engine import ladder, limits
from duban.ledger import conditions
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Assignment, Deadline, Matter, Note, Opinion, Report
from duban.ledger.models.assignments import GONE_STAGES, OPEN_STAGES, Part, Stage
from duban.ledger.models.deadlines import Owed
from duban.ledger.models.matters import State
from duban.ledger.models.reports import Ruling, What
from duban.ledger.refusals import Conflict, Forbidden, Refused, refused_from
from duban.people.models import Officer, Role, Unit

ONE_DAY = datetime.timedelta(days=1)


def editing(matter: Matter) -> Refused | None:
    """Say whether the order may still be changed: until it goes out."""
    if matter.state != State.PROPOSED:
        return Refused(
            "事项已经交办，任务书不能再改",
            possible="写错的，请更正期限、承办单位、分工或任务书，或者撤回交办；情况变化的，由单位申请延期或变更。",
        )
    return None


def dispatch(matter: Matter, on: datetime.date) -> Refused | None:
    """Say whether a matter may go out on that day: once, with requirement and standard, before its deadline."""
    if matter.state == State.REVOKED:
        return Refused("这件事项已经撤销")
    if matter.state != State.PROPOSED:
        return Refused("这件事项已经交办过了")
    if not matter.requirement.strip() or not matter.standard.strip():
        return Refused("要求和完成标准齐全才能交办", possible="请先补齐任务书。", field="standard")
    due_on = Governed.of(matter).due_at_dispatch(matter, on)
    if due_on is not None and due_on < on:
        return Refused(f"期限 {matter.due_on} 已过，不能交办", possible="请先改定期限。", field="due_on")
    return None


def closure(matter: Matter) -> Refused | None:
    """Say whether a matter may be struck off: once every lead unit's result was accepted."""
    if matter.state == State.CLOSED:
        return Refused("这件事项已经销号")
    if matter.state != State.COMPLETED:
        return Refused("办结以后才能销号", possible="请先审核办结报告。")
    return None


def acceptance(assignment: Assignment) -> Refused | None:
    """Say whether the unit may sign for it."""
    return at_stage(assignment, Stage.TO_ACCEPT)


def refusal(assignment: Assignment, on: datetime.date) -> Refused | None:
    """Say whether the unit may object to the task in writing: before it signs, and after that until the day set for objections.

    Where the document says what a later objection costs, it is heard all the same (卓尼 附件1 三2).
    """
    by = assignment.accept_by
    heard_late = bool(Governed.of(assignment.matter).objection_clause)
    if assignment.stage == Stage.IN_HAND and by is not None and (on <= by or heard_late):
        return None
    if assignment.stage == Stage.TO_ACCEPT and by and on > by and not heard_late:
        return Refused(f"提出异议的期限（{by}）已过", possible="请先签收；确需调整的，申请变更责任单位。")
    return at_stage(assignment, Stage.TO_ACCEPT)


def ruling(assignment: Assignment) -> Refused | None:
    """Say whether a refusal waits for a ruling."""
    return at_stage(assignment, Stage.REFUSED)


def reporting(assignment: Assignment) -> Refused | None:
    """Say whether the unit may report: after it signed, while no other report waits.

    Where a recurring report is owed meanwhile it may: that the office has not reviewed the last one is not the unit's delay.
    """
    if assignment.stage == Stage.TO_ACCEPT:
        return Refused("签收以后才能报送反馈", possible="请先签收。")
    if assignment.stage == Stage.TO_REVIEW and owed_reports(assignment).exists():
        return None
    if assignment.stage == Stage.TO_REVIEW:
        return Refused("上一份反馈还在审核", possible="审核以后再报送下一份。")
    return at_stage(assignment, Stage.IN_HAND, Stage.RETURNED)


def owed_reports(assignment: Assignment) -> QuerySet[Deadline]:
    """Return the dates of recurring reports and milestones that no report has answered, the earliest first."""
    return assignment.deadlines.filter(what=Owed.REPORT, met_on__isnull=True, lifted_on__isnull=True).order_by("on")


def recurring(assignment: Assignment) -> Refused | None:
    """Say whether a recurring report may be set: before the dispatch and while the unit owes something."""
    if assignment.stage == Stage.PLANNED or assignment.is_open:
        return None
    return Refused(f"这件交办已经是“{Stage(assignment.stage).label}”，不再设定定期报送")


def suspension(assignment: Assignment) -> Refused | None:
    """Say whether the clock may be stopped: while the unit owes something and waits for no review or ruling."""
    if assignment.stage == Stage.SUSPENDED:
        return Refused("这件交办已经中止", possible="条件具备后请恢复办理。")
    if assignment.stage in (Stage.TO_REVIEW, Stage.REFUSED):
        return Refused(f"这件交办是“{Stage(assignment.stage).label}”", possible="请先审核或裁定，再决定是否中止。")
    return None if assignment.is_open else Refused("这件交办已经了结，不需要中止")


def resumption(assignment: Assignment) -> Refused | None:
    """Say whether the clock may run on: once it was stopped."""
    return at_stage(assignment, Stage.SUSPENDED)


def opinion(opinion: Opinion) -> Refused | None:
    """Say whether a cooperating unit may still give its opinion: once, until the result is reviewed."""
    if opinion.given_on is not None:
        return Refused(f"已于 {opinion.given_on} 会签")
    if opinion.report.ruling != Ruling.WAITING:
        return Refused(f"这份办结报告已经审核：{Ruling(opinion.report.ruling).label}，不再会签")
    return None


def complaint(assignment: Assignment, *, is_helped: bool = False) -> Refused | None:
    """Say whether the unit may report that another does not cooperate: the lead unit, while it owes the result.

    `is_helped`: it is known that a cooperating unit is at it, and need not be asked.
    """
    if not assignment.is_lead:
        return Refused("由牵头单位报告")
    if assignment.stage not in OPEN_STAGES:
        return Refused("这件交办已经了结或者中止")
    return None if is_helped or supporters(assignment.matter).exists() else Refused("这件事项没有配合单位")


def supporters(matter: Matter) -> QuerySet[Assignment]:
    """Return the cooperating units of a matter that has gone out."""
    found = Assignment.objects.filter(matter=matter, part=Part.SUPPORT, dispatched_on__isnull=False)
    return found.exclude(stage__in=GONE_STAGES).select_related("unit").order_by("unit__order", "id")


def planning(matter: Matter, officer: Officer) -> Refused | None:
    """Say whether the dates on the way may be set: while the matter is not done; by a unit only where the office set none."""
    done = reaching(matter)
    if done is not None:
        return done
    if officer.is_unit and matter.milestones.exists():
        return Refused("节点已经设定", possible="需要调整的，请与督查室商定，由督查室修改。")
    return None


def reaching(matter: Matter) -> Refused | None:
    """Say whether a date on the way may still be reached or set: until the matter is done."""
    if matter.is_done:
        return Refused(f"这件事项已经是“{State(matter.state).label}”，节点不再变动")
    return None


def reporting_result(assignment: Assignment) -> Refused | None:
    """Say whether the unit may report the result: the lead unit does."""
    if not assignment.is_lead:
        return Refused("办结报告由牵头单位报送", possible="配合单位请报送进展反馈。", field="what")
    return None


def reviewing(report: Report) -> Refused | None:
    """Say whether a report waits for review."""
    if report.ruling != Ruling.WAITING:
        return Refused(f"这份反馈已由{report.reviewed_by}审核：{Ruling(report.ruling).label}")
    if report.assignment.stage not in (Stage.TO_REVIEW, Stage.RETURNED):
        return Refused(f"这件交办已经是“{Stage(report.assignment.stage).label}”，反馈不再审核")
    return None


def completion(report: Report, officer: Officer, stood: Sequence[Officer] = ()) -> Refused | None:
    """Say whether the officer, in their own post or that of one whom they represent, may accept a report; a result needs proof and post."""
    if report.what != What.RESULT:
        return None
    lacking = completeness(report)
    if lacking is not None:
        return lacking
    approval = Governed.of(report.assignment.matter).approval("completion")
    posts = {officer.role, *(each.role for each in stood)}
    if approval is not None and not posts & {ROLE_OF_SIGNER[signer] for signer in approval.signers}:
        roles = Governed.of(report.assignment.matter).document.roles
        who = "、".join(roles.get(signer) or str(Role(ROLE_OF_SIGNER[signer]).label) for signer in approval.signers)
        return Forbidden(f"认定办结须由{who}核准", clause=approval.clause, possible=f"请{who}核准这份办结报告。")
    return None


def completeness(report: Report) -> Refused | None:
    """Say whether a result has all that the regime asks for, whoever accepts it: its parts done, its answer given, its proof."""
    matter = report.assignment.matter
    unfinished = conditions.sources.rolled_up(matter) or conditions.sources.answered(matter)
    if unfinished is not None:
        return unfinished
    given = {"proof"} if report.attachments.exists() else set()
    return refused_from(
        limits.act(Governed.of(matter).document, "completion", given=given, choices=matter.jurisdiction.choices)
    )


def points(report: Report, points: Decimal) -> Refused | None:
    """Say whether a result may be given so many points: from nothing to the full value of a matter, where the regime has one."""
    matter = report.assignment.matter
    full = Governed.of(matter).full_value
    if full is None or report.what != What.RESULT:
        return Refused("这里不按事项给分", field="points")
    most, clause = full
    if not 0 <= points <= most:
        return Refused(f"每件事项满分 {most} 分，认定的分值不能是 {points}", clause=clause, field="points")
    return None


def urging(assignment: Assignment) -> Refused | None:
    """Say whether the unit may be urged: while it owes something."""
    return None if assignment.is_open else Refused("这件交办已经了结，不需要催办")


def request(assignment: Assignment) -> Refused | None:
    """Say whether something may be asked for on an assignment: by the lead unit, while it owes the result."""
    if assignment.stage not in OPEN_STAGES:
        return Refused("这件交办已经了结")
    return None if assignment.is_lead else Refused("由牵头单位提出")


def step(due: ladder.DueStep | None, wanted: str, *, instead: str = "", clause: str = "") -> Refused | None:
    """Say whether that step of the ladder may be proposed, `due` being the one that is open; `instead` says which may, or what is waited for, by which clause."""
    if due is not None and due.step == wanted:
        return None
    return Refused("还没有到这一步", clause=clause, possible=instead)


def taking_over(assignment: Assignment, to: Unit) -> Refused | None:
    """Say whether a matter may pass to that unit: another one of the jurisdiction, that does not lead it already."""
    matter = assignment.matter
    if to.pk == assignment.unit_id or to.jurisdiction_id != matter.jurisdiction_id:
        return Refused("请选择本辖区的另一个单位", field="to")
    if to.abolished_on is not None:
        return conditions.reorganising.standing(to, "to")
    leading = Assignment.objects.filter(matter=matter, unit=to, part=Part.LEAD).exclude(stage__in=GONE_STAGES)
    if leading.exists():
        return Refused(f"{to} 已经是这件事项的牵头单位", field="to")
    return None


def reopening(assignment: Assignment) -> Refused | None:
    """Say whether a result may be taken back: the lead unit's, once it was accepted."""
    if not assignment.is_lead:
        return Refused("由牵头单位重新办理")
    if assignment.unit.abolished_on is not None:
        return Refused(
            f"{assignment.unit}已经撤并，已办结的事项留在原单位", possible="确须再办的，请另行立项，交承接单位办理。"
        )
    return at_stage(assignment, Stage.COMPLETED)


def at_stage(assignment: Assignment, *stages: Stage) -> Refused | None:
    """Say whether the assignment is in one of these stages."""
    if assignment.stage in stages:
        return None
    now = Stage(assignment.stage).label
    wanted = "、".join(Stage(stage).label for stage in stages)
    return Refused(f"{assignment.unit} 对这件事项目前是“{now}”，只有“{wanted}”时才能这样办")


def striking_note(note: Note, officer: Officer) -> Refused | None:
    """Say whether the officer may strike a note of the office: who wrote it, or the head of the office."""
    if note.withdrawn_at is not None:
        return Conflict("这条记事已经删去")
    if not officer.is_person_of(note.noted_by_id) and officer.role != Role.OFFICE_HEAD:
        return Forbidden("只能由记录的人或者督查室负责人删去")
    return None
