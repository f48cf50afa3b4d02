"""A matter's life walked at random, by the right and the wrong hands, against a small model of it.

The model knows only stages. After every step the program is asked for everything that it derives: the one status, the journal's
chain, the engine's replay of the facts, scores, ladder and deadlines must agree. `DUBAN_STEPS` sets how many steps are walked.
"""

import datetime
import os
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from duban.engine import cases, ladder, loading, scoring, states
from duban.engine import facts as engine_facts
from duban.ledger import access, journal, regimes
from duban.ledger.actions import assignments, days, facts, matters, proposals, reports, steps, urges
from duban.ledger.models import Assignment, Chain, Deadline, JournalLine, Matter, Proposal, Report
from duban.ledger.refusals import Refused
from duban.people.models import Officer, Role
from tests import cast, stories

STEPS = int(os.environ.get("DUBAN_STEPS", "1000"))
WALK = 50
DAY = datetime.timedelta(days=1)
OPEN = ("to_accept", "refused", "in_hand", "to_review", "returned")
# Of the proposals those that the walk makes itself; the approval that a matter starts is given at registration.
ACTS = ("step", "extension", "write_off", "transfer")
PLACES = st.integers(min_value=0, max_value=7)
REASONS = st.sampled_from(["因设计变更", "确有困难", "另有安排", "  "])
SPANS = st.integers(min_value=-2, max_value=75)


@dataclass
class Held:
    """What the model remembers of one assignment."""

    pk: int
    matter: int
    unit: int
    part: str
    stage: str


class Life(RuleBasedStateMachine):
    """Two or three matters among four units, over some months."""

    regime = ""
    walked = 0

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.office = cast.office(self.regime)
        self.liaisons = [self._liaison(unit) for unit in self.office.units[:4]]
        self.now = cast.at("2026-03-02 09:00")
        self.held: list[Held] = []
        self.closed: set[int] = set()
        self.checked = None

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(days=st.integers(min_value=5, max_value=40), support=st.booleans())
    def begin(self, days, support):
        self._register(days, 0, None, support)
        self.dispatch(0, 5)

    @precondition(lambda self: len({each.matter for each in self.held}) < 3)
    @rule(days=st.integers(min_value=-1, max_value=60), lead=PLACES, second=st.none() | PLACES, support=st.booleans())
    def register(self, days, lead, second, support):
        self._register(days, lead % 4, second, support)

    @precondition(lambda self: self._any("planned"))
    @rule(place=PLACES, accept_in=st.none() | st.integers(min_value=-1, max_value=10))
    def dispatch(self, place, accept_in):
        matter = self._matter(place, "planned")
        planned = [each for each in self._of(matter) if each.stage == "planned"]
        late = accept_in is not None and accept_in < 0
        legal = bool(planned) and matter.due_on >= self.today and not late and (None if accept_in is None else True)
        accept_by = None if accept_in is None else self.today + accept_in * DAY
        done = self._try(
            legal, lambda: matters.dispatch_matter(matter=matter, actor=self.office.clerk, at=self.now, accept_by=accept_by)
        )
        for each in planned if done else ():
            each.stage = "to_accept"

    @precondition(lambda self: self._any("to_accept"))
    @rule(place=PLACES)
    def accept(self, place):
        each, assignment = self._assignment(place, "to_accept")
        act = lambda: assignments.accept_assignment(assignment=assignment, actor=self._unit(each), at=self.now)  # noqa: E731
        if self._try(each.stage == "to_accept", act):
            each.stage = "in_hand"

    @precondition(lambda self: self._any("to_accept"))
    @rule(place=PLACES, reason=REASONS)
    def refuse(self, place, reason):
        each, assignment = self._assignment(place, "to_accept")
        in_time = assignment.accept_by is None or self.today <= assignment.accept_by
        legal = each.stage == "to_accept" and in_time and bool(reason.strip())
        act = lambda: assignments.refuse_assignment(  # noqa: E731
            assignment=assignment, reason=reason, actor=self._unit(each), at=self.now
        )
        if self._try(legal, act):
            each.stage = "refused"

    @precondition(lambda self: self._any("refused"))
    @rule(place=PLACES, to=st.none() | PLACES)
    def uphold(self, place, to):
        each, assignment = self._assignment(place, "refused")
        unit = None if to is None else self.office.units[to % 4]
        legal = each.stage == "refused" and self._may_pass(each, to)
        if to is None and each.part == "lead":
            legal = False
        act = lambda: assignments.uphold_refusal(  # noqa: E731
            assignment=assignment, to=unit, reason="职责不符", actor=self.office.clerk, at=self.now
        )
        if self._try(legal, act):
            if to is None:
                each.stage = "withdrawn"
            else:
                self._passed(each, to % 4)

    @precondition(lambda self: self._any("refused"))
    @rule(place=PLACES, reason=REASONS)
    def reject(self, place, reason):
        each, assignment = self._assignment(place, "refused")
        act = lambda: assignments.reject_refusal(  # noqa: E731
            assignment=assignment, reason=reason, actor=self.office.clerk, at=self.now
        )
        if self._try(each.stage == "refused" and bool(reason.strip()), act):
            each.stage = "in_hand"

    @precondition(lambda self: self._any("in_hand", "returned"))
    @rule(place=PLACES, what=st.sampled_from(["progress", "result"]))
    def report(self, place, what):
        each, assignment = self._assignment(place, "in_hand", "returned")
        legal = each.stage in ("in_hand", "returned") and (what == "progress" or each.part == "lead")
        act = lambda: reports.submit_report(  # noqa: E731
            assignment=assignment, what=what, done="已完成阶段任务", actor=self._unit(each), at=self.now
        )
        if self._try(legal, act):
            each.stage = "to_review"

    @precondition(lambda self: self._any("to_review"))
    @rule(place=PLACES, points=st.none() | st.sampled_from(["12.5", "-1", "500"]))
    def accept_report(self, place, points):
        report, each = self._report(place)
        if report is None:
            return
        legal = None if each.stage == "to_review" and report.ruling == "waiting" else False
        points = None if points is None else Decimal(points)
        if points is not None and points < 0:
            legal = False
        accept = lambda: reports.accept_report(report=report, points=points, actor=self.office.head, at=self.now)  # noqa: E731
        if self._try(legal, accept):
            each.stage = "in_hand" if report.what == "progress" else "completed"
            self._finish(each.matter)

    @precondition(lambda self: self._any("to_review"))
    @rule(place=PLACES, reason=REASONS, days=SPANS)
    def return_report(self, place, reason, days):
        report, each = self._report(place)
        if report is None:
            return
        legal = each.stage == "to_review" and report.ruling == "waiting" and days >= 0 and bool(reason.strip())
        act = lambda: reports.return_report(  # noqa: E731
            report=report, reason=reason, redo_by=self.today + days * DAY, actor=self.office.clerk, at=self.now
        )
        if self._try(legal, act):
            each.stage = "returned"

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, days=SPANS, reason=REASONS)
    def ask_extension(self, place, days, reason):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            self._may_ask(each, reason, days > 0 and assignment.due_on + days * DAY >= self.today),
            lambda: proposals.request_extension(
                assignment=assignment,
                until=assignment.due_on + days * DAY,
                reason=reason,
                actor=self._unit(each),
                at=self.now,
            ),
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, reason=REASONS)
    def ask_write_off(self, place, reason):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            self._may_ask(each, reason),
            lambda: proposals.request_write_off(
                assignment=assignment, reason=reason, actor=self._unit(each), at=self.now
            ),
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, to=PLACES, reason=REASONS)
    def ask_transfer(self, place, to, reason):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            self._may_ask(each, reason, self._may_pass(each, to)),
            lambda: proposals.request_transfer(
                assignment=assignment, to=self.office.units[to % 4], reason=reason, actor=self._unit(each), at=self.now
            ),
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES)
    def propose_step(self, place):
        each, assignment = self._assignment(place, *OPEN)
        due = regimes.open_step(assignment, self.today)
        names = [step.step for step in loading.load_regime(self.regime).steps({})]
        if not names:
            return
        self._try(
            None if due and each.part == "lead" and each.stage in OPEN else False,
            lambda: proposals.propose_step(
                assignment=assignment,
                step=due.step if due else names[0],
                reason="逾期未办结",
                actor=self.office.clerk,
                at=self.now,
            ),
        )

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, agree=st.sampled_from([True, True, True, False]), all_sign=st.sampled_from([True, True, False]))
    def sign(self, place, agree, all_sign):
        proposal = self._proposal(place, "open")
        while True:
            waiting = proposals.waiting_signature(proposal)
            signer = self._signer(waiting) if waiting else self.office.leader
            legal = None if proposal.outcome == "open" and waiting else False
            act = lambda signer=signer: proposals.sign_proposal(  # noqa: E731
                proposal=proposal, agree=agree, reason="已阅", actor=signer, at=self.now
            )
            if not self._try(legal, act):
                return
            proposal.refresh_from_db()
            if proposal.outcome == "carried_out":
                self._took_effect(proposal)
            if proposal.outcome != "open" or not all_sign:
                return

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, who=PLACES)
    def sign_out_of_turn(self, place, who):
        proposal = self._proposal(place, "open")
        waiting = proposals.waiting_signature(proposal)
        officers = [self.office.clerk, *self.liaisons, self.office.inspector, self.office.admin, self.office.auditor]
        meddler = officers[who % len(officers)]
        if waiting and not proposals.may_sign(waiting, meddler):
            self._try(
                False, lambda: proposals.sign_proposal(proposal=proposal, agree=True, actor=meddler, at=self.now)
            )

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, own=st.booleans())
    def withdraw(self, place, own):
        proposal = self._proposal(place, "open", "approved")
        side = proposal.proposed_by or self.office.clerk
        others = [who for who in self.liaisons if who.unit_id not in (side.unit_id, proposal.assignment.unit_id)]
        actor = side if own else others[0]
        legal = own and proposal.outcome in ("open", "approved")
        self._try(legal, lambda: proposals.withdraw_proposal(proposal=proposal, actor=actor, at=self.now))

    @precondition(lambda self: self._proposals())
    @rule(place=PLACES, limit=st.none() | SPANS, authority=st.sampled_from(["prefecture", "county", "", "moon"]))
    def carry_out(self, place, limit, authority):
        ready = [each for each in self._proposals() if each.outcome == "approved"]
        proposal = ready[place % len(ready)] if ready else self._proposal(place)
        self._try(
            None if ready else False,
            lambda: steps.carry_out_step(
                proposal=proposal,
                limit=None if limit is None else self.today + limit * DAY,
                authority=authority,
                actor=self.office.clerk,
                at=self.now,
            ),
        )

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, channel=st.sampled_from([*urges.CHANNELS, "pigeon"]), limit=st.none() | SPANS)
    def urge(self, place, channel, limit):
        each, assignment = self._assignment(place, *OPEN)
        self._try(
            None if each.stage in OPEN and channel != "pigeon" and (limit or 0) >= 0 else False,
            lambda: urges.urge_unit(
                assignment=assignment,
                channel=channel,
                limit=None if limit is None else self.today + limit * DAY,
                actor=self.office.clerk,
                at=self.now,
            ),
        )

    @precondition(lambda self: self._any("completed"))
    @rule(place=PLACES)
    def close(self, place):
        matter = self._matter(place, "completed")
        legal = self._expected(matter.pk) == "completed"
        if self._try(legal, lambda: matters.close_matter(matter=matter, actor=self.office.clerk, at=self.now)):
            self.closed.add(matter.pk)

    @precondition(lambda self: self._any("completed"))
    @rule(place=PLACES, reason=REASONS)
    def reopen(self, place, reason):
        each, assignment = self._assignment(place, "completed")
        legal = each.stage == "completed" and each.part == "lead" and bool(reason.strip())
        act = lambda: matters.reopen_assignment(  # noqa: E731
            assignment=assignment, reason=reason, actor=self.office.clerk, at=self.now
        )
        if self._try(legal, act):
            each.stage = "in_hand"
            self.closed.discard(each.matter)

    @precondition(lambda self: self._any(*OPEN))
    @rule(place=PLACES, kind=st.sampled_from(["late", "poor_report", "instruction", "interview", "completed"]))
    def record(self, place, kind):
        _, assignment = self._assignment(place, *OPEN)
        fields = {
            "late": {"what": "report"},
            "instruction": {"tone": "criticism", "authority": "county"},
            "interview": {"authority": "county"},
            # Nobody slips another kind of fact, unit or day in among the fields.
            "poor_report": {"defect": "过于简单"} if place % 2 else {"kind": "completed"},
        }
        self._try(
            None if kind != "completed" else False,
            lambda: facts.record_fact(
                jurisdiction=self.office.jurisdiction,
                kind=kind,
                unit=assignment.unit,
                matter=assignment.matter,
                fact=fields.get(kind, {}),
                reason="核查发现",
                on=self.today,
                actor=self.office.clerk,
                at=self.now,
            ),
        )

    @rule(place=PLACES, take_back=st.booleans())
    def amend(self, place, take_back):
        lines = list(JournalLine.objects.exclude(kind="").order_by("-seq")[:8])
        line = lines[place % len(lines)] if lines else None
        if line is not None:
            act = facts.withdraw_fact if take_back else facts.excuse_fact
            self._try(None, lambda: act(line=line, reason="情况属实", actor=self.office.head, at=self.now))

    @rule(place=PLACES)
    def meddle(self, place):
        each, assignment = self._assignment(place)
        strangers = [who for who in self.liaisons if who.unit_id not in self._units_of(assignment.matter_id)]
        for stranger in [*strangers[:1], self.office.admin, self.office.auditor]:
            with pytest.raises(access.NotFound):
                access.matter_for(stranger, assignment.matter.no)
            with pytest.raises(access.NotFound):
                access.assignment_for(stranger, assignment.matter.no, assignment.unit.code)
        if each.stage != "planned":
            own = access.assignment_for(self._unit(each), assignment.matter.no, assignment.unit.code)
            assert own.unit_id == assignment.unit_id

    @rule(hours=st.sampled_from([1, 24, 24, 72, 240, 700]))
    def wait(self, hours):
        self.now += datetime.timedelta(hours=hours)

    @rule()
    def daily_run(self):
        days.run_days(jurisdiction=self.office.jurisdiction, through=self.today)
        again = days.run_days(jurisdiction=self.office.jurisdiction, through=self.today)
        assert (again.late, again.proposed) == (0, 0)
        missed = Deadline.objects.filter(days.deadlines.missed(), on__lt=self.today, late_line__isnull=True)
        assert not missed.exists()

    @invariant()
    def all_is_sound(self):
        type(self).walked += 1
        now = self._seen(), self.today, Deadline.objects.count(), Proposal.objects.count()
        if now == self.checked:
            return
        self.stages_and_status_agree()
        self.reports_wait_where_a_review_is_due()
        self.nothing_waits_on_what_is_over()
        self.deadlines_run_while_something_is_owed()
        assert list(journal.verify(self.office.jurisdiction)) == []
        self.the_engine_takes_the_facts()
        self.checked = now

    def stages_and_status_agree(self):
        rows = dict(Assignment.objects.values_list("pk", "stage"))
        assert rows == {each.pk: each.stage for each in self.held}
        for matter in Matter.objects.all():
            assert matter.state == self._expected(matter.pk)
            leads = matter.assignments.filter(part="lead").exclude(stage__in=("transferred", "withdrawn"))
            assert all(lead.due_on <= matter.due_on for lead in leads)

    def reports_wait_where_a_review_is_due(self):
        for assignment in Assignment.objects.filter(stage="to_review"):
            assert assignment.reports.filter(ruling="waiting").count() == 1
        assert not Report.objects.filter(ruling="waiting", assignment__stage__in=("in_hand", "returned")).exists()

    def nothing_waits_on_what_is_over(self):
        waiting = Proposal.objects.filter(act__in=ACTS, outcome__in=("open", "approved"))
        assert not waiting.exclude(assignment__stage__in=OPEN).exists()

    def deadlines_run_while_something_is_owed(self):
        running = Deadline.objects.filter(met_on__isnull=True, lifted_on__isnull=True)
        assert not running.exclude(assignment__stage__in=OPEN).exists()
        for assignment in Assignment.objects.filter(part="lead", stage__in=OPEN):
            reported = assignment.reports.filter(what="result", ruling="waiting").exists()
            results = running.filter(assignment=assignment, what="result")
            if reported:
                assert not results.exists()
            elif assignment.due_on >= self.today:
                assert results.filter(on=assignment.due_on).exists()
        for assignment in Assignment.objects.filter(stage="returned"):
            assert running.filter(assignment=assignment, what="resubmission", on=assignment.redo_by).exists()

    def the_engine_takes_the_facts(self):
        jurisdiction = self.office.jurisdiction
        regime = loading.load_regime(self.regime)
        found = engine_facts.facts_from(journal.fact_rows(jurisdiction))
        units = scoring.units_from(
            [{"unit": unit.code, "name": unit.name, "group": unit.group} for unit in self.office.units]
        )
        cases.validate(regime, found, units)
        assert states.refused(found) == []
        holders = {
            (matter, unit): holding.done is not None
            for matter, holdings, _ in states.matters_at(found, self.today)
            for unit, holding in holdings.items()
        }
        codes = [unit.code for unit in self.office.units]
        numbers = dict(Matter.objects.values_list("pk", "no"))
        expected = {
            (numbers[each.matter], codes[each.unit]): each.stage == "completed"
            for each in self.held
            if each.part == "lead" and each.stage in (*OPEN, "completed")
        }
        assert holders == expected
        period = {"from": str(self.today.replace(day=1)), "to": str(self.today), "kind": "month"}
        scoring.score(regime, found, units, scoring.period_from(period))
        due = ladder.due_steps(regime, found, codes, self.today)
        assert {(step.matter, step.unit) for step in due} <= {key for key, done in expected.items() if not done}

    @property
    def today(self):
        return self.now.date()

    def _register(self, days, lead, second, support):
        units = [self.office.units[lead]]
        if second is not None and second % 4 != lead:
            units.append(self.office.units[second % 4])
        supporting = [unit for unit in self.office.units[:4] if unit not in units][:1] if support else []
        made = self._try(
            days >= 0,
            lambda: stories.matter(
                self.office,
                due_on=self.today + days * DAY,
                at=self.now,
                lead=units,
                support=supporting,
                dispatched=False,
            ),
        )
        if made:
            stories.approve_start(self.office, made, self.now)
        for row in made.assignments.order_by("pk") if made else ():
            place = self.office.units.index(row.unit)
            self.held.append(Held(row.pk, made.pk, place, row.part, "planned"))

    def _try(self, legal, act):
        """Do it; `legal` says whether it must succeed, must be refused, or (None) is the regime's affair."""
        before = self._seen()
        try:
            with transaction.atomic():
                answer = act()
        except Refused as refusal:
            assert legal is not True, f"refused: {refusal}"
            assert refusal.why
            assert self._seen() == before
            return None
        assert legal is not False, "it should have been refused"
        return answer

    def _seen(self):
        chain = Chain.objects.filter(jurisdiction=self.office.jurisdiction).values_list("seq", "head").first()
        return chain, list(Assignment.objects.order_by("pk").values_list("pk", "stage", "version", "due_on"))

    def _expected(self, matter):
        leads = {each.stage for each in self._of_pk(matter) if each.part == "lead"} - {"transferred", "withdrawn"}
        for stage in ("refused", "to_review", "returned", "to_accept", "in_hand"):
            if stage in leads:
                return stage
        if "planned" in leads:
            return "proposed"
        return "closed" if matter in self.closed or leads == {"written_off"} else "completed"

    def _finish(self, matter):
        """The cooperating units are done when the last lead unit is."""
        leads = {each.stage for each in self._of_pk(matter) if each.part == "lead"}
        if not leads & {*OPEN, "planned"}:
            for each in self._of_pk(matter):
                if each.part == "support" and each.stage in OPEN:
                    each.stage = "completed"

    def _took_effect(self, proposal):
        each = next(each for each in self.held if each.pk == proposal.assignment_id)
        if proposal.act == "write_off":
            each.stage = "written_off"
            self._finish(each.matter)
        elif proposal.act == "transfer":
            self._passed(each, self.office.units.index(proposal.to_unit))

    def _passed(self, each, to):
        for other in self._of_pk(each.matter):
            if other.unit == to and other.stage not in ("transferred", "withdrawn"):
                other.stage = "withdrawn"
        each.stage = "transferred"
        new = Assignment.objects.filter(matter=each.matter).latest("pk")
        self.held.append(Held(new.pk, each.matter, to, each.part, "to_accept"))

    def _may_pass(self, each, to):
        if to is None:
            return True
        return not any(
            other.unit == to % 4 and (other is each or other.part == "lead")
            for other in self._of_pk(each.matter)
            if other.stage not in ("transferred", "withdrawn")
        )

    def _may_ask(self, each, reason, fitting=True):
        return None if each.part == "lead" and each.stage in OPEN and reason.strip() and fitting else False

    def _of_pk(self, matter):
        return [each for each in self.held if each.matter == matter]

    def _of(self, matter):
        return self._of_pk(matter.pk)

    def _any(self, *stages):
        return any(each.stage in stages for each in self.held)

    def _units_of(self, matter):
        return {self.office.units[each.unit].pk for each in self._of_pk(matter)}

    def _matter(self, place, stage):
        fitting = [each for each in self.held if each.stage == stage] if place < 6 else []
        keys = sorted({each.matter for each in fitting or self.held})
        return Matter.objects.get(pk=keys[place % len(keys)])

    def _assignment(self, place, *stages):
        """Take an assignment at one of these stages, or with places 6 and 7 any: also the wrong one is tried."""
        fitting = [each for each in self.held if each.stage in stages] if place < 6 else []
        found = fitting or self.held
        each = found[-1 - place % len(found)]
        return each, Assignment.objects.select_related("matter__jurisdiction", "unit").get(pk=each.pk)

    def _report(self, place):
        reports = Report.objects.select_related("assignment__matter").order_by("-pk")
        found = list(reports.filter(ruling="waiting") if place < 6 else reports[:4])
        if not found:
            return None, None
        report = found[place % len(found)]
        return report, next(each for each in self.held if each.pk == report.assignment_id)

    def _proposals(self):
        found = Proposal.objects.filter(act__in=ACTS)
        return list(found.select_related("assignment__matter", "to_unit").order_by("-pk")[:6])

    def _proposal(self, place, *outcomes):
        proposals = self._proposals()
        fitting = [each for each in proposals if each.outcome in outcomes] if place < 6 else []
        found = fitting or proposals
        return found[place % len(found)]

    def _signer(self, signature):
        if signature.officer:
            return signature.officer
        role = regimes.ROLE_OF_SIGNER[signature.role]
        return Officer.objects.filter(jurisdiction=self.office.jurisdiction, role=role).first()

    def _unit(self, each):
        return self.liaisons[each.unit]

    def _liaison(self, unit):
        return Officer.objects.create(
            username=f"walker.{unit.code}",
            role=Role.LIAISON,
            unit=unit,
            jurisdiction=self.office.jurisdiction,
            full_name=f"{unit}联络员",
        )


@pytest.mark.django_db
@pytest.mark.parametrize("regime", cast.REGIMES)
def test_a_life_walked_at_random_stays_sound(regime):
    walker = type("Walker", (Life,), {"regime": regime, "walked": 0})
    wanted = -(-STEPS // len(cast.REGIMES))
    run_state_machine_as_test(
        walker,
        settings=settings(
            max_examples=-(-wanted // WALK) + 1,
            stateful_step_count=WALK,
            deadline=None,
            derandomize=True,
            phases=(Phase.generate, Phase.shrink) if "DUBAN_SHRINK" in os.environ else (Phase.generate,),
            report_multiple_bugs=False,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert walker.walked >= wanted
    assert not Matter.objects.exists() and not JournalLine.objects.exists()
