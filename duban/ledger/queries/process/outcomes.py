"""Consequences that the document's own rules bring up (取消评优、专函督办、约谈 …): which conditions are met, and what was not put up yet."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duban.engine.rules.adjustments import Outcome as Rule
from duban.ledger import scores
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Proposal
from duban.ledger.queries.scoring import periods
from duban.people.models import Jurisdiction

ACT = "outcome"
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Reached:
    """One condition that a unit met in a period: by which clause, since when, on which matter; without one it is the unit's as a whole."""

    rule: Rule
    span: periods.Span
    unit: str
    matter: str | None
    on: datetime.date

    @property
    def name(self) -> str:
        """Return what the document calls it."""
        return self.rule.name

    @property
    def key(self) -> str:
        """Return the period in which it counts, by which it is put up once (law 38)."""
        return f"{self.span.kind} {self.span.first}"

    @property
    def why(self) -> str:
        """Return why it is put up, in a sentence."""
        return f"{self.span.name}考核中，{self.on} 起符合办法规定的情形。"


def rules_of(governed: Governed) -> list[Rule]:
    """Return the document's rules for consequences that are no number."""
    return governed.rules(Rule)


def reached(jurisdiction: Jurisdiction, on: datetime.date) -> Iterator[Reached]:
    """Yield what was reached by the end of a day: in the periods under way by what happened, in those just over by their result too."""
    if not rules_of(Governed.of(jurisdiction, on)):
        return
    regime = Governed.of(jurisdiction, on).document
    for kind in periods.publishable(regime):
        span = periods.span_of(kind, on, regime)
        yield from _reached_in(jurisdiction, span, on)
        before = span.before()
        if before.last + ONE_DAY == on:
            yield from _reached_in(jurisdiction, before, on)


def _reached_in(jurisdiction: Jurisdiction, span: periods.Span, on: datetime.date) -> Iterator[Reached]:
    rules = rules_of(Governed.of(jurisdiction, span.first))
    named = {(rule.clause, rule.name): rule for rule in rules if not rule.periods or span.kind in rule.periods}
    if not named:
        return
    for each in scores.draft_of(jurisdiction, span.kind, span.first, span.last).result.proposals or ():
        rule = named.get((each.clause, each.name))
        if rule is not None and is_certain(rule, each.on, span, on):
            yield Reached(rule, span, each.unit, each.matter, each.on)


def is_certain(rule: Rule, since: datetime.date, span: periods.Span, on: datetime.date) -> bool:
    """Return whether what was reached on a day stays reached: what depends on the whole period, or on what became of matters in it, is known once it is over."""
    is_of_events = rule.select is not None and rule.select.kind == "event"
    return since <= on and (is_of_events or span.last < on)


def waiting(assignment: Assignment, on: datetime.date) -> list[Reached]:
    """Return what was reached on an assignment's matter by its unit and was not put up for the same period before, in the document's order."""
    jurisdiction = assignment.matter.jurisdiction
    found = [
        each
        for each in reached(jurisdiction, on)
        if (each.unit, each.matter) == (assignment.unit.code, assignment.matter.no)
    ]
    return unproposed(found, list(assignment.proposals.filter(act=ACT))) if found else []


def unproposed(found: Sequence[Reached], proposals: Sequence[Proposal]) -> list[Reached]:
    """Leave out what was put up before for the same clause and period."""
    known = {(each.clause, each.details.get("outcome"), each.details.get("period")) for each in proposals}
    return [each for each in found if (each.rule.clause, each.name, each.key) not in known]


def rule_named(governed: Governed, clause: str, name: str) -> Rule | None:
    """Return the rule of that clause and name, or None where the document has none."""
    return next((rule for rule in rules_of(governed) if (rule.clause, rule.name) == (clause, name)), None)
