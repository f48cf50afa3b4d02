"""The document that governs one matter or one office: who signs, which limits run, which steps there are, and the clauses that say so."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from duban.engine import calendar, cycles, full_values
from duban.engine import deadlines as deadline_rules
from duban.engine.clauses import Paper, Regime
from duban.engine.packs import loading
from duban.engine.recording import catalogue
from duban.engine.recording.kinds import Recordable
from duban.engine.rules.durations import Count, end_of
from duban.engine.rules.fields import Rule
from duban.engine.rules.limits import Approval, Limit
from duban.engine.rules.limits import Deadline as DeadlineRule
from duban.engine.rules.scores import Score
from duban.engine.rules.steps import Step
from duban.ledger import documents
from duban.ledger.models import Matter
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Role

R = TypeVar("R", bound=Rule)

# Who holds the pen where the regime names a signer by what they are to the matter.
ROLE_OF_SIGNER = {
    "leader": Role.LEADER,
    "contact_leader": Role.LEADER,
    "new_leader": Role.LEADER,
    "principal": Role.PRINCIPAL,
    "secretary_general": Role.SECRETARY_GENERAL,
    "office_head": Role.OFFICE_HEAD,
    "section": Role.SECTION,
}


@dataclass(frozen=True)
class Signers:
    """Who signs an act, in order, and the clause that says so; an empty clause: the system's own order."""

    signers: tuple[str, ...]
    clause: str


class Governed:
    """The document that governs a matter or an office, with the readings and the calendar of the office: read once, when first asked."""

    def __init__(self, record: Matter | Jurisdiction, on: datetime.date | None = None) -> None:
        self._record, self._on = record, on

    @classmethod
    def of(cls, record: Matter | Jurisdiction, on: datetime.date | None = None) -> "Governed":
        """Return what governs an office now, or what begins in it on a day; of a matter: the document under which it was registered."""
        return cls(record, record.registered_on if isinstance(record, Matter) else on)

    @cached_property
    def held(self) -> documents.Held:
        """What governs, with readings and groups of units."""
        if not self.office.document:
            # Nothing was adopted yet (before `duban migrate` wrote it down): the installed pack of that name.
            return documents.Held(loading.load_regime(self._record.regime), self.office.choices)
        if isinstance(self._record, Matter) and self._record.document_id:
            return documents.followed(self.office, self._record.document_id)
        return documents.held(self.office, self._on, is_period=not isinstance(self._record, Matter))

    @property
    def document(self) -> Regime:
        """The document itself."""
        return self.held.document

    @cached_property
    def office(self) -> Jurisdiction:
        """The office whose readings and calendar hold."""
        return self._record.jurisdiction if isinstance(self._record, Matter) else self._record

    @property
    def choices(self) -> Mapping[str, str]:
        """The readings that hold for the document, by the ambiguity."""
        return self.held.choices

    @cached_property
    def calendar(self) -> calendar.Calendar:
        """The working-day calendar, with the local festivals."""
        return calendar.calendar_with(self.office.local_calendar or None, self.office.holidays)

    def rules(self, kind: type[R]) -> list[R]:
        """Return the rules of one kind that hold under the office's readings, in clause order."""
        return self.document.rules_of(kind, self.choices)

    @cached_property
    def scores(self) -> list[Score]:
        """What scores under the office's readings, in the slots of the score rule, in clause order."""
        return self.document.scores(self.choices)

    @cached_property
    def recordable(self) -> dict[str, Recordable]:
        """What may be recorded under the document by hand, by kind, its own events first."""
        return catalogue.kinds_of(self.document, self.choices)

    @cached_property
    def keeps_library(self) -> bool:
        """Whether what does not score under the document may be kept on record in the library's kinds all the same."""
        return catalogue.keeps_library(self.document, self.choices)

    @cached_property
    def full_value(self) -> tuple[Decimal, str] | None:
        """What a matter is worth when its result is in full order, and the clause; None where matters get no points of their own."""
        return full_values.full_value(self.document, self.choices)

    # What it names: papers, lists, clauses.

    def paper(self, act: str, clause: str = "") -> Paper | None:
        """Return the paper that the document names for an act, or None; of several the one that `clause` names, else the first."""
        return paper_for(self.document, act, clause)

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of a list; empty where the document has none of that name."""
        return next((tuple(each.items) for each in self.document.lists if each.id == name), ())

    def list_clause(self, name: str) -> str:
        """Return the clause that counts out a list; empty where the document has none of that name."""
        return next((each.clause for each in self.document.lists if each.id == name), "")

    def clause(self, feature: str) -> str:
        """Return the first clause that names a feature; empty where the document says nothing of it."""
        return clause_naming(self.document, feature)

    def category_clause(self, category: str) -> tuple[str, frozenset[str]]:
        """Return the clause under which matters of a category are supervised, and the features that it names."""
        for each in self.document.categories:
            if each.id == category:
                return each.clause, self.document.features_under(each.clause)
        return "", frozenset()

    @property
    def cadence_clause(self) -> str:
        """The clause that lets the office set how often is reported: it asks for recurring reports and names no day itself."""
        for clause in self.document.clauses:
            if "recurring_reports" in clause.features and not clause.rules:
                return clause.clause
        return ""

    @property
    def node_clause(self) -> str:
        """The clause by which matters are reported at each milestone; empty where the document asks for no such thing."""
        for clause in self.document.clauses:
            if {"recurring_reports", "milestones"} <= set(clause.features):
                return clause.clause
        return ""

    @property
    def objection_clause(self) -> str:
        """The clause by which an objection to a task is owed by the day on the notice, and costs when it comes later; empty without one."""
        if not any("objection_date" in limit.needs for limit in self.rules(Limit) if limit.act == "dispatch"):
            return ""
        late = [rule for rule in self.scores if "late" in rule.select.names]
        return next((rule.clause for rule in late if "objection" in rule.select.where.get("what", ("objection",))), "")

    @property
    def recurring_clauses(self) -> list[str]:
        """The clauses that ask for reports again and again."""
        return [clause.clause for clause in self.document.clauses if "recurring_reports" in clause.features]

    # Who signs.

    def approval(self, act: str) -> Signers | None:
        """Return who signs an act by the document's own word, or None where it names nobody."""
        for approval in self.rules(Approval):
            if approval.act == act:
                return Signers(tuple(approval.signers), approval.clause)
        for limit in self.rules(Limit):
            signers = tuple(need.removeprefix("signed_by:") for need in limit.needs if need.startswith("signed_by:"))
            if limit.act == act and signers:
                return Signers(signers, limit.clause)
        return None

    # The ladder.

    @property
    def steps(self) -> list[Step]:
        """The steps of the ladder, in order."""
        return self.document.steps(self.choices)

    def step(self, name: str) -> Step:
        """Return a step of the ladder. Raises KeyError where there is none of that name."""
        for step in self.steps:
            if step.step == name:
                return step
        raise KeyError(name)

    @property
    def counts_lateness(self) -> bool:
        """Whether a step opens by how often one matter was late: each limit that was missed is then one of these times."""
        return any(opening.fact == "late" and opening.count > 1 for step in self.steps for opening in step.opens)

    def step_carried_by(self, kind: str, fields: dict[str, Any]) -> Step | None:
        """Return the step that a fact of that kind and those fields carries out, or None."""
        for step in self.steps:
            carrying = step.carried_by
            if carrying is None or carrying.fact != kind:
                continue
            if all(fields.get(name) in wanted for name, wanted in carrying.where.items()):
                return step
        return None

    def limit(self, step: Step, on: datetime.date, given: datetime.date | None) -> datetime.date | None:
        """Return the last day of the limit that a step sets when it is carried out on a day; None where it sets none.

        Raises Refused where the document sets none and `given` is missing, or sets one itself and `given` differs.
        """
        if step.limit == "set":
            if given is None:
                raise Refused("文件没有写明期限，请在通知单上限定日期", clause=step.clause, field="limit")
            if given < on:
                raise Refused("限定的日期早于今天", clause=step.clause, field="limit")
            return given
        if given is not None:
            raise Refused("这一步的期限由文件规定，不另行限定", clause=step.clause, field="limit")
        if isinstance(step.limit, Count):
            return end_of(step.limit, on, self.calendar)
        return None

    # Deadlines and reports.

    @property
    def deadlines(self) -> list[DeadlineRule]:
        """The rules of the document that count a day from which something is due."""
        return deadline_rules.rules_of(self.document)

    def deadline(self, rule: str, from_on: datetime.date) -> deadline_rules.Deadline | None:
        """Return the last day that the document's rule of that name counts from a day, or None where it has none of that name."""
        if not any(each.name == rule for each in self.deadlines):
            return None
        return deadline_rules.due(self.document, rule, from_on, self.calendar)

    def due_at_dispatch(self, matter: Matter, on: datetime.date) -> datetime.date | None:
        """Return the deadline of a matter that goes out on a day: counted from it where the document's rule says so, else as registered; None without an end date."""
        rules = [rule for rule in self.deadlines if rule.name == matter.due_rule and rule.from_dispatch]
        if not any(rule.count.range is None for rule in rules):
            return matter.due_on
        return deadline_rules.due(self.document, matter.due_rule, on, self.calendar).due

    def report_rules(self, matter: Matter, part: str) -> list[DeadlineRule]:
        """Return the recurring reports that the document asks for from a unit of that part in a matter."""
        owed = [rule for rule in self.rules(DeadlineRule) if rule.owes == "report" and rule.owed_by == "unit"]
        words = self.document.words
        return [rule for rule in owed if rule.fits(matter.category, matter.level, words.role_of(part), words.holder)]

    def meeting_rule(self, matter: Matter) -> DeadlineRule | None:
        """Return the report that the document asks for once, counted from the meeting that decided the matter; None without one."""
        once = [rule for rule in self.report_rules(matter, "lead") if cycle_of(rule).every in cycles.ONCE]
        return next((rule for rule in once if not rule.counts_dispatch), None)

    def due_rules(self, category: str, level: str, part: str = "lead") -> list[DeadlineRule]:
        """Return the rules by which a matter's own deadline may be counted for a unit of that part; no reports, nothing that the office owes."""
        owed = [rule for rule in self.rules(DeadlineRule) if deadline_rules.is_for_matters(rule)]
        words = self.document.words
        return [rule for rule in owed if rule.fits(category, level, words.role_of(part), words.holder)]

    def report_rule(self, name: str) -> DeadlineRule:
        """Return the document's recurring report of that name. Raises Refused where there is none."""
        for rule in self.rules(DeadlineRule):
            if rule.owes == "report" and rule.name == name:
                return rule
        raise Refused("办法里没有这项定期报送", field="rule")

    @property
    def returns_counted(self) -> tuple[int, str] | None:
        """How many times a report on one matter may be returned before it costs points, and the clause; None where the document says nothing."""
        for rule in self.scores:
            of_matter = "matter" in (*rule.count.once_per, *rule.count.within)
            if "returned" in rule.select.names and of_matter and rule.count.from_ > 1:
                return rule.count.from_ - 1, rule.clause
        return None


def paper_for(document: Regime, act: str, clause: str = "") -> Paper | None:
    """Return the paper that a document names for an act, or None; of several the one that `clause` names, else the first."""
    named = [paper for paper in document.papers if paper.act == act]
    return next((paper for paper in named if paper.clause == clause), named[0] if named else None)


def clause_naming(document: Regime, feature: str) -> str:
    """Return the first clause of a document that names a feature; empty where it says nothing of it."""
    return next((clause.clause for clause in document.clauses if feature in clause.features), "")


def cycle_of(rule: DeadlineRule) -> cycles.Cycle:
    """Return how often a recurring report of the document comes. Raises Refused for what is no cycle."""
    try:
        return cycles.cycle_from(rule.count, rule.rest)
    except ValueError as error:
        raise Refused(str(error), clause=rule.clause, field="rule") from None
