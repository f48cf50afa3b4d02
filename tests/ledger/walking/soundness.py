"""What holds after every step: stages, reports, proposals, deadlines, the chain, and the engine's own reading of the facts."""

import pytest
from django.db.models import F
from hypothesis.stateful import invariant

from duban.engine import cases, holdings, ladder, scoring
from duban.engine import facts as engine_facts
from duban.engine.packs import loading
from duban.ledger import journal, scores
from duban.ledger.models import Assignment, Deadline, Matter, Proposal, Report
from duban.ledger.queries import block_counts
from duban.ledger.queries.matters import matters, statistics
from duban.ledger.queries.matters.filters import Filter
from duban.ledger.queries.matters.listing import counts, rows
from tests import listings
from tests.ledger.walking.models import ACTS, OPEN, Model

PICTURES = (statistics.lateness, statistics.flow, statistics.ladder, statistics.days)


class Soundness(Model):
    """The program is asked for everything that it derives, and it must agree with the model."""

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
        self.what_is_held_is_what_would_be_counted()
        self.pictures_brought_forward_are_those_counted_anew()
        self.a_list_shows_what_its_records_say()
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
        assert not waiting.exclude(assignment__stage__in=(*OPEN, "suspended")).exists()
        starts = Proposal.objects.filter(act="start", outcome="approved").values_list("assignment__matter", flat=True)
        assert set(starts) <= self.started
        sent = Matter.objects.filter(dispatched_on__isnull=False).values_list("pk", flat=True)
        assert set(sent) <= self.started
        assert not Assignment.objects.filter(stage__in=OPEN, completed_on__isnull=False).exists()
        assert not Assignment.objects.exclude(unit__jurisdiction=F("matter__jurisdiction")).exists()

    def what_is_held_is_what_would_be_counted(self):
        for asked in (Filter(due="late"), Filter(stage="to_review"), Filter(state="open")):
            for officer in (self.office.clerk, self.office.liaison):
                number = matters.found(officer, asked, today=self.today).count()
                assert counts.number_of(officer, asked, today=self.today) == number, asked
                assert counts.totals_of(officer, asked, today=self.today).count == number, asked

    def pictures_brought_forward_are_those_counted_anew(self):
        with pytest.MonkeyPatch.context() as patch:
            # Each matter is a block of its own.
            patch.setattr(block_counts, "SIZE", 1)
            officer = (self.office.clerk, self.office.liaison)[type(self).walked % 2]
            asked = statistics.Asked(officer, self.today, self.today.year, Filter())
            brought = [picture(asked) for picture in PICTURES]
            patch.setattr(block_counts, "_KEPT", {})
            assert brought == [picture(asked) for picture in PICTURES], officer.role

    def a_list_shows_what_its_records_say(self):
        for officer in (self.office.clerk, self.office.liaison):
            found = matters.found(officer, Filter(sort="due"), today=self.today)
            told = [listings.told(each) for each in rows.listed(officer, found, names_registrar=True)]
            assert told == [listings.told(each) for each in matters.rows_of(officer, found)]

    def deadlines_run_while_something_is_owed(self):
        running = Deadline.objects.filter(met_on__isnull=True, lifted_on__isnull=True)
        assert not running.exclude(assignment__stage__in=(*OPEN, "suspended")).exists()
        # While the clock stands still nothing runs but what was over before it stopped.
        still = running.filter(assignment__stage="suspended", assignment__pauses__resumed_on__isnull=True)
        assert not still.filter(on__gte=F("assignment__pauses__from_on")).exists()
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
        assert holdings.refused(found) == []
        holders = {
            (matter, unit): holding.done is not None
            for matter, held, _ in holdings.matters_at(found, self.today)
            for unit, holding in held.items()
        }
        codes = [unit.code for unit in self.office.units]
        numbers = dict(Matter.objects.values_list("pk", "no"))
        expected = {
            (numbers[each.matter], codes[each.unit]): each.stage == "completed"
            for each in self.held
            if each.part == "lead" and each.stage in (*OPEN, "suspended", "completed")
        }
        assert holders == expected
        first = self.today.replace(day=1)
        case = scores.case_for(jurisdiction, "month", first, self.today)
        # What was done with before the period was left out, and changes nothing.
        ranked = scoring.units_from(case["units"])
        answer = scoring.score(
            regime, found, ranked, scoring.period_from(case["period"]), jurisdiction.choices
        ).as_json()
        assert answer == scores.score_case(case).as_json()
        due = ladder.due_steps(regime, found, codes, self.today)
        assert {(step.matter, step.unit) for step in due} <= {key for key, done in expected.items() if not done}
