"""What may be done with a matter now, by whom, and what stands against the rest; and where its ladder stands."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from duban.engine import facts as engine_facts
from duban.engine import ladder
from duban.engine.evaluation import naming
from duban.engine.rules.durations import Count
from duban.engine.rules.steps import Step, carries
from duban.ledger import access, acts, conditions
from duban.ledger.acts import About
from duban.ledger.governed import Governed
from duban.ledger.ladders import is_urging
from duban.ledger.models import Assignment, Matter, Proposal, Report
from duban.ledger.models.assignments import GONE_STAGES, Stage
from duban.ledger.models.matters import State
from duban.ledger.models.proposals import STEP, Outcome
from duban.ledger.models.reports import Ruling, What
from duban.ledger.queries.matters.ladders.prospects import Prospect, prospects_of
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.refusals import Refused
from duban.ledger.situations import Situation
from duban.people.models import Officer


@dataclass(frozen=True)
class Option:
    """One act: possible where `refusal` is None. `key` is the report or the proposal that it is about; `presses` what waits for it."""

    act: str
    word: str
    assignment: Assignment | None = None
    refusal: Refused | None = None
    key: int | None = None
    presses: bool = False
    note: str = ""


@dataclass(frozen=True)
class Rung:
    """One step of the ladder for one unit: carried out on a day, open now, waiting for a signature, or still ahead."""

    step: Step
    stands: str
    on: datetime.date | None
    limit: str
    signers: tuple[str, ...]
    proposal: Proposal | None


@dataclass(frozen=True)
class Ladder:
    """The ladder for one lead unit: how far it has come, and the step that is open now, if one is."""

    assignment: Assignment
    due: ladder.DueStep | None
    rungs: tuple[Rung, ...]
    # Where no step is open: what the ladder waits for.
    prospect: Prospect | None = None

    @property
    def next(self) -> Rung | None:
        """Return the rung that is open now."""
        return next((rung for rung in self.rungs if self.due and rung.step.step == self.due.step), None)


def ladders_of(
    matter: Matter,
    assignments: Sequence[Assignment],
    facts: Sequence[engine_facts.Fact],
    proposals: Sequence[Proposal],
    on: datetime.date,
) -> list[Ladder]:
    """Return the ladders of a matter's lead units at the end of a day; none where the regime has no ladder."""
    governed = Governed.of(matter)
    steps = governed.steps
    if not steps:
        return []
    leads = [each for each in assignments if each.is_lead and each.dispatched_on and each.stage not in GONE_STAGES]
    groups = {each.unit.code: governed.held.group_of(each.unit.code, each.unit.group) for each in leads}
    calendar = governed.calendar
    due = {
        each.unit: each
        for each in ladder.due_steps(governed.document, facts, groups, on, choices=governed.choices, calendar=calendar)
    }
    waiting = [each for each in leads if each.is_open and each.unit.code not in due]
    prospects = prospects_of(governed, waiting, facts, groups, on) if waiting else {}
    return [
        Ladder(
            assignment=each,
            due=due.get(each.unit.code) if each.is_open else None,
            rungs=tuple(_rung(step, each, facts, proposals, due.get(each.unit.code)) for step in steps),
            prospect=prospects.get(each.pk),
        )
        for each in leads
    ]


def options_for(
    officer: Officer,
    matter: Matter,
    assignments: Sequence[Assignment],
    *,
    facts: Sequence[engine_facts.Fact],
    ladders: Sequence[Ladder],
    reports: Sequence[Report],
    proposals: Sequence[Proposal],
    parts: Sequence[Matter],
    on: datetime.date,
) -> list[Option]:
    """Return what this officer's post may do with a matter, each possible on that day or with what stands against it."""
    found: list[Option] = []
    if access.may(officer, "register_matter") and matter.state == State.PROPOSED:
        found.append(Option("edit", "修改任务书", refusal=conditions.matters.editing(matter)))
        found.append(Option("revocation", "撤销登记", refusal=conditions.orders.revoking(matter)))
    untouched = all(each.stage in (*GONE_STAGES, Stage.TO_ACCEPT) for each in assignments)
    if access.may(officer, "dispatch_matter") and matter.is_open and matter.dispatched_on == on and untouched:
        found.append(Option("taking_back", "即时撤回交办"))
    if access.may(officer, "dispatch_matter") and matter.state == State.PROPOSED:
        found.append(
            Option("dispatch", "交办", refusal=conditions.requests.dispatch(matter, on, proposals), presses=True)
        )
    if first := next((each for each in assignments if each.is_lead), None):
        now = Situation(first, on, facts=facts, going=proposals, parts=parts)
        found += asked_for(officer, now, about=About.MATTER, by_programs=True)
    climbing = {each.assignment.pk: each for each in ladders}
    for assignment in assignments:
        if assignment.stage in (*GONE_STAGES, Stage.PLANNED):
            continue
        is_own = officer.is_unit and assignment.unit_id == officer.unit_id
        if is_own:
            found += _unit_options(assignment, on)
            found += _waiting_options(officer, assignment, reports)
        now = Situation(assignment, on, facts=facts, going=proposals, reports=reports, beside=assignments)
        found += asked_for(officer, now, by_programs=True)
        if is_own:
            found += _cooperation_options(officer, assignment, assignments)
        if officer.is_office:
            own = [each for each in reports if each.assignment_id == assignment.pk]
            found += _office_options(officer, assignment, climbing.get(assignment.pk), own, proposals)
    if access.may(officer, "record_fact") and matter.dispatched_on:
        found += _recording(Governed.of(matter))
    if access.may(officer, "close_matter") and matter.dispatched_on:
        found.append(
            Option(
                "closure",
                "销号归档",
                refusal=conditions.matters.closure(matter),
                presses=matter.state == State.COMPLETED,
            )
        )
    return found


def asked_for(officer: Officer, now: Situation, *, by_programs: bool, about: About = About.ASSIGNMENT) -> list[Option]:
    """Return what this officer may ask for on an assignment, or its matter; `by_programs`: what programs may ask for too, or the rest."""
    return [
        Option(
            act.name,
            act.word(now),
            now.assignment if about == About.ASSIGNMENT else None,
            acts.refusal(act, now),
            presses=act.presses,
            note=act.remark(now),
        )
        for act in acts.every()
        if act.about == about and bool(act.operation) is by_programs
        if access.may(officer, act.right) and act.offered(officer, now)
    ]


def _recording(governed: Governed) -> list[Option]:
    """What may be recorded of a matter, by the first three names that the document has for it; nothing where it knows nothing."""
    if governed.keeps_library:
        return [Option("record", "记录情况", note="通报、批示、约谈、报告质量等，须有依据")]
    labels = [known.label for known in governed.recordable.values() if known.event.of != "unit"]
    said = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
    return [Option("record", "记录情况", note=f"{said}，须有依据")] if labels else []


def _unit_options(assignment: Assignment, on: datetime.date) -> list[Option]:
    waits = assignment.stage == Stage.TO_ACCEPT
    report = conditions.matters.reporting(assignment)
    found = []
    if waits:
        found.append(Option("acceptance", "签收", assignment, conditions.matters.acceptance(assignment), presses=True))
        found.append(Option("refusal", "不属本单位，拒签", assignment, conditions.matters.refusal(assignment, on)))
    elif assignment.stage == Stage.IN_HAND and conditions.matters.refusal(assignment, on) is None:
        by = assignment.accept_by
        note = f"{by} 前提出" if by and on <= by else f"期限（{by}）已过，逾期提出的按办法计分"
        found.append(Option("refusal", "对任务提出书面异议", assignment, note=note))
    found.append(Option("report", "报送反馈", assignment, report, presses=report is None))
    return found


def _waiting_options(officer: Officer, assignment: Assignment, reports: Sequence[Report]) -> list[Option]:
    """Return what a unit may do with its report that waits for review: take it back, or follow it by another."""
    own = [each for each in reports if each.assignment_id == assignment.pk and each.ruling == Ruling.WAITING]
    return [
        Option("report_taking_back", "撤回反馈", assignment, conditions.reports.taking_back(each, officer), key=each.pk)
        for each in own[:1]
    ]


def _cooperation_options(officer: Officer, own: Assignment, assignments: Sequence[Assignment]) -> list[Option]:
    """Return what a unit may say of the others: a cooperating one of the result, the lead one of those that do not cooperate."""
    if own.is_lead:
        helped = any(not each.is_lead and each.dispatched_on for each in assignments)
        refusal = conditions.matters.complaint(own, is_helped=helped)
        return [Option("complaint", "报告配合单位不予配合", own, refusal)] if helped else []
    asked = access.reports.opinions_waiting(officer).filter(assignment=own)
    return [Option("opinion", "会签办结报告", own, key=each.pk, presses=True) for each in asked]


def _office_options(
    officer: Officer,
    assignment: Assignment,
    climbing: Ladder | None,
    reports: Sequence[Report],
    proposals: Sequence[Proposal],
) -> list[Option]:
    found = []
    if assignment.stage == Stage.REFUSED:
        found.append(
            Option("refusal_ruling", "裁定拒签", assignment, conditions.matters.ruling(assignment), presses=True)
        )
    for report in reports:
        if report.ruling == Ruling.WAITING:
            word = "审核办结报告" if report.what == What.RESULT else "审核反馈"
            found.append(
                Option("review", word, assignment, conditions.matters.reviewing(report), key=report.pk, presses=True)
            )
    if climbing is not None and climbing.due is not None:
        found.append(_step_option(assignment, climbing, proposals))
        going = climbing.next.proposal if climbing.next else None
        if going is not None and conditions.process.summoning(going) is None:
            found.append(Option("summons", "制发约谈通知或改期", assignment, key=going.pk))
    found.append(Option("urge", "催办", assignment, conditions.matters.urging(assignment)))
    if assignment.stage == Stage.SUSPENDED:
        found.append(
            Option("resumption", "恢复办理", assignment, conditions.matters.resumption(assignment), presses=True)
        )
    elif assignment.is_open:
        found.append(Option("suspension", "中止办理", assignment, conditions.matters.suspension(assignment)))
    if assignment.is_lead and assignment.stage == Stage.COMPLETED:
        found.append(Option("reopening", "重新办理", assignment, conditions.matters.reopening(assignment)))
    return found


def _step_option(assignment: Assignment, climbing: Ladder, proposals: Sequence[Proposal]) -> Option:
    """Return the ladder's next act: urge, propose, wait for signatures, or carry out what was approved."""
    rung, due = climbing.next, climbing.due
    assert rung is not None and due is not None
    name = rung.step.name
    if rung.step.carried_by is not None and not is_urging(rung.step):
        kind = naming.of_kind(Governed.of(assignment.matter).document, rung.step.carried_by.fact, {})
        return Option("record", f"登记“{kind}”即为{name}", note=due.why)
    if rung.step.carried_by is not None:
        return Option("step_urge", f"按{name}办理", assignment, presses=True, note=due.why)
    if rung.proposal is not None and rung.proposal.outcome == Outcome.APPROVED:
        return Option("execution", f"实施：{name}", assignment, key=rung.proposal.pk, presses=True, note=due.why)
    if rung.proposal is not None:
        return Option("proposal", f"待签批：{name}", assignment, key=rung.proposal.pk, note=due.why)
    return Option(
        "step", f"提请：{name}", assignment, conditions.matters.step(due, due.step), presses=True, note=due.why
    )


def _rung(
    step: Step,
    assignment: Assignment,
    facts: Sequence[engine_facts.Fact],
    proposals: Sequence[Proposal],
    due: ladder.DueStep | None,
) -> Rung:
    code = assignment.unit.code
    carried = [
        fact for fact in facts if fact.unit == code and fact.matter == assignment.matter.no and carries(step, fact)
    ]
    going = [
        each
        for each in proposals
        if each.assignment_id == assignment.pk and (each.act, each.step) == (STEP, step.step) and each.is_going
    ]
    if due is not None and due.step == step.step and assignment.is_open:
        stands, on = "open", due.since
    elif carried:
        stands, on = "carried", max(fact.on for fact in carried)
    else:
        stands, on = "ahead", None
    if isinstance(step.limit, Count):
        limit = f"限 {step.limit.said_in_chinese}"
    else:
        limit = "期限由通知单限定" if step.limit == "set" else ""
    roles = Governed.of(assignment.matter).document.roles
    signers = tuple(roles.get(each) or cards.post(each) for each in step.approval)
    return Rung(step, stands, on, limit, signers, going[0] if going else None)
