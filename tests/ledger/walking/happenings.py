"""Rules of what else happens: facts by hand, amendments, meddling, time, the daily run, the clock that stands still."""

import datetime

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from duban.ledger import access
from duban.ledger.actions.matters import deadlines
from duban.ledger.actions.office import daily_run
from duban.ledger.actions.scoring import facts
from duban.ledger.by import By
from duban.ledger.models import Deadline, JournalLine
from tests.ledger.walking.models import OPEN, PLACES, Model


class Happenings(Model):
    """What comes from outside the matter's own way."""

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
                by=By(self.office.clerk, self.now),
            ),
        )

    @rule(place=PLACES, take_back=st.booleans())
    def amend(self, place, take_back):
        lines = list(JournalLine.objects.exclude(kind="").order_by("-seq")[:8])
        line = lines[place % len(lines)] if lines else None
        if line is not None:
            act = facts.withdraw_fact if take_back else facts.excuse_fact
            self._try(None, lambda: act(line=line, reason="情况属实", by=By(self.office.head, self.now)))

    @rule(place=PLACES)
    def meddle(self, place):
        each, assignment = self._assignment(place)
        strangers = [who for who in self.liaisons if who.unit_id not in self._units_of(assignment.matter_id)]
        for stranger in [*strangers[:1], self.office.admin, self.office.auditor]:
            with pytest.raises(access.NotFound):
                access.matters.matter_for(stranger, assignment.matter.no)
            with pytest.raises(access.NotFound):
                access.matters.assignment_for(stranger, assignment.matter.no, assignment.unit.code)
        if each.stage != "planned":
            own = access.matters.assignment_for(self._unit(each), assignment.matter.no, assignment.unit.code)
            assert own.unit_id == assignment.unit_id

    @rule(hours=st.sampled_from([1, 24, 24, 72, 240, 700]))
    def wait(self, hours):
        self.now += datetime.timedelta(hours=hours)

    @rule()
    def daily_run(self):
        daily_run.run_days(jurisdiction=self.office.jurisdiction, through=self.today)
        again = daily_run.run_days(jurisdiction=self.office.jurisdiction, through=self.today)
        assert (again.late, again.proposed) == (0, 0)
        missed = Deadline.objects.filter(deadlines.missed(), on__lt=self.today, late_line__isnull=True)
        assert not missed.exists()
