"""What the walk knows: stages of assignments, what was closed or approved, and how to take hold of one of them."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from duban.engine.rules.limits import Approval
from duban.ledger.governed import ROLE_OF_SIGNER, Governed
from duban.ledger.models import Assignment, Chain, Matter, Proposal, Report
from duban.ledger.refusals import Refused
from duban.people.models import Officer, Role
from tests import cast, stories

OPEN = ("to_accept", "refused", "in_hand", "to_review", "returned")
# Of the proposals those that the walk makes itself; the approval that a matter starts has rules of its own.
ACTS = ("step", "extension", "write_off", "transfer")
DAY = datetime.timedelta(days=1)
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
    # Where it stood when its clock was stopped.
    before: str = ""


class Model(RuleBasedStateMachine):
    """The memory of the walk, and what it derives from it alone. It knows only stages."""

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
        # Matters whose start was approved, or needs no approval.
        self.started: set[int] = set()
        self.needs_start = any(
            rule.act == "start" for rule in Governed.of(self.office.jurisdiction).document.rules_of(Approval)
        )
        self.checked = None

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @property
    def today(self):
        return self.now.date()

    def _register(self, days, lead, second, support, approved=True):
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
        if made and (approved or not self.needs_start):
            stories.approve_start(self.office, made, self.now)
            self.started.add(made.pk)
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
        for stage in ("refused", "to_review", "returned", "to_accept", "in_hand", "suspended"):
            if stage in leads:
                return stage
        if "planned" in leads:
            return "proposed"
        return "closed" if matter in self.closed or leads == {"written_off"} else "completed"

    def _finish(self, matter):
        """The cooperating units are done when the last lead unit is."""
        leads = {each.stage for each in self._of_pk(matter) if each.part == "lead"}
        if not leads & {*OPEN, "suspended", "planned"}:
            for each in self._of_pk(matter):
                if each.part == "support" and each.stage in (*OPEN, "suspended"):
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
        role = ROLE_OF_SIGNER[signature.role]
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
