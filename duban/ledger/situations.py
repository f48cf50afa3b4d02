"""Situations: an assignment on a day, as the conditions of what is asked for look at it."""

import datetime
from collections.abc import Sequence
from functools import cached_property

from duban.engine import facts as engine_facts
from duban.engine import ladder
from duban.ledger import conditions, ladders
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Proposal, Report
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.models.proposals import GOING
from duban.ledger.models.reports import Ruling
from duban.ledger.refusals import Refused


class Situation:
    """An assignment on a day: what has to be read for its conditions is read once. `report` where the act is about one."""

    def __init__(
        self,
        assignment: Assignment,
        on: datetime.date,
        *,
        report: Report | None = None,
        facts: Sequence[engine_facts.Fact] | None = None,
        going: Sequence[Proposal] | None = None,
        reports: Sequence[Report] | None = None,
        beside: Sequence[Assignment] | None = None,
        parts: Sequence[Matter] | None = None,
    ) -> None:
        self.assignment, self.on, self.report = assignment, on, report
        self._facts, self._going, self._reports, self._beside, self._parts = facts, going, reports, beside, parts
        self._due: tuple[ladder.DueStep | None] | None = None
        self._hearing: tuple[Refused | None] | None = None

    @property
    def matter(self) -> Matter:
        """Return the matter."""
        return self.assignment.matter

    @cached_property
    def governed(self) -> Governed:
        """The document that governs the matter, with what goes with it."""
        return Governed.of(self.matter)

    @property
    def facts(self) -> Sequence[engine_facts.Fact]:
        """Return the facts of the matter."""
        if self._facts is None:
            self._facts = ladders.facts_of(self.assignment)
        return self._facts

    @property
    def going(self) -> Sequence[Proposal]:
        """Return what was put up for signature on the matter and is under way."""
        if self._going is None:
            found = Proposal.objects.filter(assignment__matter=self.matter, outcome__in=GOING)
            self._going = list(found)
        return self._going

    @property
    def is_reviewed(self) -> bool:
        """Return whether no report of the unit waits for review."""
        if self._reports is None:
            return not self.assignment.reports.filter(ruling=Ruling.WAITING).exists()
        waiting = {each.assignment_id for each in self._reports if each.ruling == Ruling.WAITING}
        return self.assignment.pk not in waiting

    @property
    def beside(self) -> Sequence[Assignment]:
        """Return the matter's assignments to units that have it, this one among them."""
        if self._beside is None:
            found = Assignment.objects.filter(matter=self.assignment.matter_id).exclude(stage__in=GONE_STAGES)
            self._beside = list(found)
        return self._beside

    @property
    def parts(self) -> Sequence[Matter]:
        """Return the matter's sub-matters."""
        if self._parts is None:
            self._parts = list(self.matter.children.order_by("id"))
        return self._parts

    @property
    def due(self) -> ladder.DueStep | None:
        """Return the step of the ladder that is open; None where none is."""
        if self._due is None:
            self._due = (ladders.open_step(self.assignment, self.on),)
        return self._due[0]

    @property
    def hearing(self) -> Refused | None:
        """Return why a step of the ladder has to wait for a ruling on the unit's reason; None where it has not."""
        if self._hearing is None:
            self._hearing = (conditions.process.hearing(self.assignment),)
        return self._hearing[0]

    def climbed(self, due: ladder.DueStep | None, *, is_heard: bool) -> "Situation":
        """Take what was read for many at once: the step that is open, and whether the unit's reason waits for no ruling; return itself."""
        self._due = (due,)
        if is_heard:
            self._hearing = (None,)
        return self
