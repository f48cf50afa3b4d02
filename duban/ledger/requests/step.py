"""Step (督办措施): the ladder's next step, because a limit ran out, or by what the office rules where the document gives no number."""

import datetime
from collections.abc import Mapping
from typing import Any

from duban.engine import ladder
from duban.engine.clauses import Enumeration, Regime
from duban.engine.facts import AUTHORITIES
from duban.engine.rules.steps import Step as Rung
from duban.ledger import acts, conditions, journal, ladders
from duban.ledger.actions.matters import deadlines, urges
from duban.ledger.actions.papers import notices
from duban.ledger.actions.process import following
from duban.ledger.acts import Field, Kind
from duban.ledger.by import By
from duban.ledger.governed import Governed, Signers
from duban.ledger.models import Assignment, JournalLine, Matter, Proposal
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.consequences import Kind as Consequence
from duban.ledger.models.proposals import STEP
from duban.ledger.queries.matters.ladders.prospects import prospect_of
from duban.ledger.queries.process import consequences as known
from duban.ledger.refusals import Conflict, Refused, refuse_if
from duban.ledger.situations import Situation
from duban.people.models import OFFICE, Officer, Unit


@acts.register
class Step(acts.Act):
    """Propose the ladder's next step."""

    name, label, button, sheet = STEP, "督办措施", "提请督办措施", "督办措施审批单"
    right, asked_by = "propose_step", OFFICE
    path, operation = "steps", "propose_step"
    fields = (
        Field("step", "措施", Kind.STEP, meaning="the ladder's step that is open now"),
        Field("reason", "理由", keep="step"),
    )
    signers = ("leader",)
    is_the_offices = is_hidden_from_units = is_carried_out = True
    verbs = {"step.carried_out": "实施督办措施"}
    told_to_unit = {"step.carried_out": "实施督办措施"}

    def offered(self, officer: Officer, now: Situation) -> bool:
        # The ladder offers it, with what stands there now: to be urged, proposed, signed, or carried out.
        return False

    def title(self, now: Situation) -> str:
        return f"提请：{now.governed.step(now.due.step).name}" if now.due else "督办措施"

    def basis(self, now: Situation) -> ladder.DueStep | None:
        return now.due

    def step(self, now: Situation) -> str:
        return now.due.step if now.due else ""

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        step, reason = self.fields
        return (step, Field(reason.name, reason.label, keep=reason.keep, initial=now.due.why if now.due else ""))

    def refused(self, now: Situation, *, step: str | None = None, **given: Any) -> Refused | None:
        found = conditions.matters.request(now.assignment) or now.hearing
        wanted = self.step(now) if step is None else step
        if found or (now.due is not None and now.due.step == wanted):
            return found
        instead, clause = _instead(now)
        return conditions.matters.step(now.due, wanted, instead=instead, clause=clause)

    def columns(self, now: Situation, *, step: str, **given: Any) -> dict[str, Any]:
        assert now.due is not None
        return {"step": step, "clause": now.due.clause, "open_since": now.due.since}

    def approval(self, matter: Matter, step: str = "") -> Signers:
        """Return who signs by what the step says; an urging that is a step is signed by nobody."""
        rung = Governed.of(matter).step(step)
        if rung.carried_by is not None:
            return Signers((), rung.clause)
        return Signers(tuple(rung.approval) or self.signers, rung.clause)

    def sentence(self, proposal: Proposal) -> str:
        held = proposal.assignment
        cause = f"经认定“{proposal.details['cause']}”，" if proposal.details.get("cause") else ""
        return f"{cause}拟就{proposal.what}对{held.unit}实施“{self.asked_on_sheet(proposal)}”。"

    def asked_on_sheet(self, proposal: Proposal) -> str:
        return Governed.of(proposal.assignment.matter).step(proposal.step).name

    def signing(self, signer: str, assignment: Assignment, to_unit: Unit | None = None) -> Officer | None:
        if signer == "contact_leader":
            return assignment.unit.contact_leader
        return super().signing(signer, assignment, to_unit)

    def capacity(self, signer: str, assignment: Assignment) -> str:
        """A township's step is signed by its contact leader, where the document names one and the office has said who it is."""
        return "contact_leader" if signer == "leader" and known.has_contact_leader(assignment) else signer

    def carry_out(
        self,
        proposal: Proposal,
        assignment: Assignment,
        by: By,
        *,
        limit: datetime.date | None = None,
        authority: str = "",
        note: str = "",
        held_on: datetime.date | None = None,
        **said: Any,
    ) -> None:
        """Put fact `step` (or the urging that is the step) on record, send its paper, and record what goes with it.

        `limit` (inclusive) is required where the document sets none, and not accepted where it does. Where the document has the step held
        on a day of its own (interview, exposure), `held_on` says it, between the proposal and today: step, circular and interview are dated
        on it, and the limit runs from it. `authority` names who issued a circular or held an interview where the document leaves it open; of
        what else is said (`following.StepEntries`) `papers_by` is required where neither the document nor the limit dates a paper that the
        step demands, `persons` where it befalls persons, `medium` where it is exposed. Raises Refused otherwise, Conflict where the step is,
        since it was approved, not open any more.
        """
        refuse_if(conditions.process.hearing(assignment))
        rung = Governed.of(assignment.matter).step(proposal.step)
        if not _is_open(proposal, assignment, rung, by.today):
            raise Conflict("这一步现在不能实施：事项已办结、延期或移交", possible="请撤回这项报批。")
        if rung.carried_by is not None:
            channel = ladders.channel_of(rung)
            urges.urge_unit(assignment=assignment, channel=channel, limit=limit, note=note, by=by)
            return
        refuse_if(_held(proposal, rung, held_on, by.today))
        runs_until = Governed.of(assignment.matter).limit(rung, held_on or by.today, limit)
        if runs_until is not None:
            deadlines.set_limit(assignment, runs_until, by.today)
        fact = {"step": rung.step} | ({"limit": limit.isoformat()} if limit is not None else {})
        fact |= {"held_on": held_on.isoformat()} if held_on is not None else {}
        words = {"note": note, "clause": rung.clause}
        line = _record("step.carried_out", proposal, assignment, by, "step", fact, words, held_on)
        _record_with_it(line, rung, proposal, assignment, by, authority, held_on)
        beside = following.StepEntries(**said, held_on=held_on, note=note)
        made = following.follow_step(assignment, rung, limit=runs_until, by=by, proposal=proposal, said=beside)
        talk = next((each for each in made if each.kind == Consequence.INTERVIEW), None)
        if talk is not None and Governed.of(assignment.matter).paper(f"step:{rung.step}") is None:
            return  # The summons was its paper; the document names none that would follow the talk.
        told = {"note": note, "step": rung.name}
        told |= {"held_on": str(held_on), "place": talk.place if talk else beside.medium} if held_on else {}
        notices.issue_notice(
            of=assignment.matter,
            act=f"step:{rung.step}",
            unit=assignment.unit,
            limit_on=runs_until,
            clause=rung.clause,
            words=told,
            by=by,
        )


@acts.register
class Ruling(Step):
    """Rule that a step of the ladder is due for a cause without a number, and put it up for signature."""

    name, kept_as, button = "ruling", STEP, "认定"
    path, operation, place = "rulings", "", 70

    def offered(self, officer: Officer, now: Situation) -> bool:
        return officer.is_office and now.assignment.is_lead and _ruled_step(now.governed.document) is not None

    def word(self, now: Situation) -> str:
        return f"认定后：{now.governed.step(self.step(now)).name}"

    def title(self, now: Situation) -> str:
        step = self.step(now)
        return f"认定并提请：{now.governed.step(step).name}" if step else self.button

    def note(self, now: Situation) -> str:
        found = _ruled_step(now.governed.document)
        return f"这些情形文件没有写明次数，由督查室认定〔{found[1].clause}〕。" if found else ""

    def remark(self, now: Situation) -> str:
        found = _ruled_step(now.governed.document)
        return "、".join(found[1].items) if found else ""

    def basis(self, now: Situation) -> ladder.DueStep | None:
        return None

    def step(self, now: Situation) -> str:
        found = _ruled_step(now.governed.document)
        return found[0] if found else ""

    def fields_for(self, now: Situation) -> tuple[Field, ...]:
        found = _ruled_step(now.governed.document)
        causes = tuple((each, each) for each in found[1].items) if found else ()
        step = self.fields[0]
        return (
            step,
            Field("cause", "情形", Kind.ONE, choices=causes),
            Field("reason", "认定理由", keep="ruling"),
        )

    def refused(
        self, now: Situation, *, step: str | None = None, cause: str | None = None, **given: Any
    ) -> Refused | None:
        found = _ruled_step(now.governed.document)
        if found is None:
            return Refused("本办法没有由督查室认定的情形")
        if cause is not None and not cause:
            return Refused("请选择认定的情形", field="cause")
        if cause is not None and (step != found[0] or cause not in found[1].items):
            return Refused("办法没有把这种情形交督查室认定", field="cause")
        if cause is not None and (hearing := conditions.process.hearing(now.assignment)) is not None:
            return hearing
        return _enterable(now.assignment, found[0])

    def columns(self, now: Situation, *, step: str, cause: str = "", **given: Any) -> dict[str, Any]:
        found = _ruled_step(now.governed.document)
        assert found is not None
        return {"step": step, "clause": found[1].clause, "open_since": now.on, "details": {"cause": cause}}


def _instead(now: Situation) -> tuple[str, str]:
    """Say which step may be begun now, or what is waited for, with its clause."""
    if now.due is not None:
        return f"目前可启动的是“{now.governed.step(now.due.step).name}”。", now.due.clause
    waits = prospect_of(now.assignment, now.on)
    return f"暂无可启动的督办措施：{waits.said}", waits.clause


def _ruled_step(regime: Regime) -> tuple[str, Enumeration] | None:
    """Return the step that the office may rule to be due, with the causes for which the document gives no number; None without one."""
    prefix = "rulings_"
    return next(((each.id.removeprefix(prefix), each) for each in regime.lists if each.id.startswith(prefix)), None)


def _enterable(assignment: Assignment, step: str) -> Refused | None:
    """Say whether a step may be entered by a ruling, whatever the cause: on a lead unit at work, unless it or a graver one was carried out."""
    if assignment.stage not in OPEN_STAGES or assignment.part != Part.LEAD:
        return conditions.matters.request(assignment)
    names = [each.step for each in Governed.of(assignment.matter).steps]
    reached = ladders.steps_carried_out(assignment)
    if any(names.index(each) >= names.index(step) for each in reached):
        return Refused("这一步或更重的一步已经实施过")
    return None


def _is_open(proposal: Proposal, assignment: Assignment, rung: Rung, on: datetime.date) -> bool:
    is_ruled = "cause" in proposal.details and _enterable(assignment, rung.step) is None
    return is_ruled or ladders.step_is_open(assignment, rung, on)


def _held(proposal: Proposal, rung: Rung, on: datetime.date | None, today: datetime.date) -> Refused | None:
    """Say whether a step may have been held on that day: asked for only where the document has a day on which it is held."""
    if rung.held_on is None:
        return None if on is None else Refused("这一步不另记进行日期", clause=rung.clause, field="held_on")
    if on is None:
        return Refused("请写明哪一天进行：期限从那一天起算", clause=rung.clause, field="held_on")
    if not proposal.proposed_on <= on <= today:
        return Refused(f"进行日期应在 {proposal.proposed_on} 至 {today} 之间", clause=rung.clause, field="held_on")
    return None


def _record(
    verb: str,
    proposal: Proposal,
    assignment: Assignment,
    by: By,
    kind: str,
    fact: Mapping[str, object],
    data: Mapping[str, object],
    on: datetime.date | None,
) -> JournalLine:
    return journal.record_on(verb, assignment, by.officer, by.at, of=proposal, kind=kind, fact=fact, data=data, on=on)


def _record_with_it(
    line: JournalLine,
    rung: Rung,
    proposal: Proposal,
    assignment: Assignment,
    by: By,
    authority: str,
    on: datetime.date | None,
) -> None:
    """Record the facts that the document attaches to a step, dated as the step: a circular, an interview. Raises Refused where nobody's authority is known."""
    for other in rung.also:
        fields = {name: value for name, value in other.items() if name != "kind"}
        if not fields.get("authority") and not authority:
            raise Refused("请写明由哪一级作出", clause=rung.clause, field="authority")
        fields.setdefault("authority", authority)
        if fields["authority"] not in AUTHORITIES:
            raise Refused("没有这一级机关", field="authority")
        if other["kind"] == "circular":
            fields["occasion"] = f"step-{line.seq}"
        words = {"reason": rung.name, "clause": rung.clause}
        _record("fact.recorded", proposal, assignment, by, other["kind"], fields, words, on)
