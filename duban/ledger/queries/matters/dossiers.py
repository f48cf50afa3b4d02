"""The dossier of a matter: all that its page shows, read once."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from duban.engine.known_facts import known_facts
from duban.engine.scoring import Score
from duban.ledger import access, journal, scores
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Attachment, Matter, Milestone, Notice, Proposal, Report
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.queries import presences
from duban.ledger.queries.matters import options, rest_days
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import UNIT_ROLES, Officer
from duban.people.prepared import Prepared, PreparedFor


@dataclass(frozen=True)
class Dossier:
    """One matter with everything that an officer may see of it. `assignments` are those in force, `gone` those that passed on."""

    matter: Matter
    assignments: list[Assignment]
    gone: list[Assignment]
    own: Assignment | None
    milestones: list[Milestone]
    children: list[Matter]
    reports: Sequence[Report]
    proposals: list[Proposal]
    notices: list[Notice]
    attachments: list[Attachment]
    ladders: list[options.Ladder]
    options: list[options.Option]
    # What there is of the matter at all, as `presences` has it.
    present: frozenset[str]

    @property
    def leads(self) -> list[Assignment]:
        """Return the lead units' assignments."""
        return [each for each in self.assignments if each.is_lead]

    @property
    def supports(self) -> list[Assignment]:
        """Return the cooperating units' assignments."""
        return [each for each in self.assignments if not each.is_lead]

    @property
    def remarks(self) -> list[str]:
        """Return what is said of the deadlines that lie on rest days, of the matter and of the units still at it."""
        if self.matter.is_done:
            return []
        days = [self.matter.due_on, *(each.due_on for each in self.assignments if each.completed_on is None)]
        return rest_days.remarks_on(days, Governed.of(self.matter.jurisdiction).calendar)


def dossier_for(officer: Officer, matter: Matter, on: datetime.date) -> Dossier:
    """Return a matter's dossier as the officer may see it on a day, in a number of queries that does not grow with it."""
    assert officer.jurisdiction is not None
    matter.jurisdiction = officer.jurisdiction
    held: list[Assignment] = _HELD.ask(matter=matter.pk)
    held.sort(key=lambda each: not each.is_lead)
    for each in held:
        each.matter = matter
    in_force = [each for each in held if each.stage not in GONE_STAGES]
    present = presences.present(matter)
    reports = _reports(officer, matter, held) if "reports" in present else []
    proposals = _proposals(officer, matter) if "proposals" in present else []
    document = Governed.of(matter).document
    rows = journal.fact_rows(matter.jurisdiction, matters=[matter.pk])
    facts = known_facts(rows, document.words)
    seen = in_force
    if officer.role in UNIT_ROLES:
        seen = [each for each in in_force if each.unit_id == officer.unit_id]
    children = []
    if "parts" in present:
        children = list(access.matters.matters(officer).filter(parent=matter).order_by("id")[:50])
    ladders = options.ladders_of(matter, seen, facts, proposals, on)
    return Dossier(
        matter=matter,
        assignments=in_force,
        gone=[each for each in held if each.stage in GONE_STAGES and each.dispatched_on],
        own=next((each for each in seen if each.unit_id == officer.unit_id), None),
        milestones=list(matter.milestones.order_by("on", "id")) if "milestones" in present else [],
        children=children,
        reports=reports,
        proposals=proposals,
        notices=_notices(officer, matter, present) if {"notices", "listed"} & present else [],
        attachments=_attachments(officer, matter) if "attachments" in present else [],
        present=present,
        ladders=ladders,
        options=options.options_for(
            officer,
            matter,
            in_force,
            facts=facts,
            ladders=ladders,
            reports=reports,
            proposals=proposals,
            parts=children,
            on=on,
        ),
    )


def _reports(officer: Officer, matter: Matter, held: list[Assignment]) -> list[Report]:
    found: list[Report] = _REPORTS.ask_for(officer, matter=matter.pk)
    whose = {each.pk: each for each in held}
    for each in found:
        each.assignment = whose.get(each.assignment_id) or each.assignment
    return found


def _reports_on(officer: Officer, matter: int) -> QuerySet[Report]:
    # By the assignments themselves: by their matter SQLite would begin with all that the unit ever had.
    held = Assignment.objects.filter(matter=matter).values("pk")
    found = access.reports.reports(officer).filter(assignment__in=held)
    files = Attachment.objects.filter(report=OuterRef("pk")).order_by().values("report")
    counted = Coalesce(Subquery(files.annotate(number=Count("pk")).values("number")), 0)
    return found.select_related("submitted_by", "reviewed_by").annotate(files=counted).order_by("-id")


def _proposals(officer: Officer, matter: Matter) -> list[Proposal]:
    found = access.requests.proposals(officer).filter(assignment__matter=matter)
    related = ("assignment__unit", "proposed_by", "to_unit")
    return list(found.select_related(*related).prefetch_related("signatures__officer").order_by("-id"))


def _notices(officer: Officer, matter: Matter, present: frozenset[str]) -> list[Notice]:
    found: list[Notice] = _NOTICES.ask_for(officer, "listed" in present, matter=matter.pk)
    # Sorted here: asked in order, a database reads all papers from the newest down.
    told = sorted(found, key=lambda each: -each.pk)
    for each in told:
        each.jurisdiction = matter.jurisdiction
    return told


def _notices_on(officer: Officer, is_listed: bool, matter: int) -> QuerySet[Notice]:
    seen = access.papers.notices(officer)
    found = access.papers.notices_on(officer, matter) if is_listed else seen.filter(matter=matter)
    return found.select_related("unit")


def _attachments(officer: Officer, matter: Matter) -> list[Attachment]:
    found = access.matters.attachments(officer).filter(matter=matter)
    return list(found.select_related("unit", "added_by", "replaced_by").order_by("-id"))


def _held_of(matter: int) -> QuerySet[Assignment]:
    found = Assignment.objects.filter(matter=matter).select_related("unit__portfolio")
    return found.order_by("-part", "unit__order", "id")


_HELD = Prepared(_held_of, matter=987_654_321_280_001)
_REPORTS = PreparedFor(_reports_on, matter=987_654_321_280_002)
_NOTICES = PreparedFor(_notices_on, matter=987_654_321_280_003)


@dataclass(frozen=True)
class Effect:
    """What one matter changes in a unit's score under one clause: the points with it less the points without it."""

    clause: str
    points: Decimal
    why: str


@dataclass(frozen=True)
class Influence:
    """What one matter changes in a unit's score of a period; totals are None where the unit would not be ranked."""

    unit: str
    code: str
    with_it: Decimal | None
    without_it: Decimal | None
    effects: list[Effect]

    @property
    def points(self) -> Decimal | None:
        """Return the difference, None where one of the totals is missing."""
        if self.with_it is None or self.without_it is None:
            return None
        return self.with_it - self.without_it


def influences_of(officer: Officer, matter: Matter, assignments: Sequence[Assignment], span: Span) -> list[Influence]:
    """Return what a matter changes for each of its units in a period, by scoring with and without it; a unit sees itself only."""
    units = {each.unit.code: each.unit.name for each in assignments}
    if officer.role in UNIT_ROLES:
        units = {each.unit.code: each.unit.name for each in assignments if each.unit_id == officer.unit_id}
    case = scores.case_for(matter.jurisdiction, span.kind, span.first, span.last)
    others = [fact for fact in case["facts"] if fact.get("matter") != matter.no]
    document = Governed.of(matter.jurisdiction, span.first).document
    after = {score.unit: score for score in scores.score_case(case, document).units}
    before = {score.unit: score for score in scores.score_case({**case, "facts": others}, document).units}
    return [_influence(name, code, after[code], before[code]) for code, name in units.items() if code in after]


def _influence(name: str, code: str, after: Score, before: Score) -> Influence:
    now, then = _by_clause(after), _by_clause(before)
    effects = [
        Effect(clause, now.get(clause, Decimal(0)) - then.get(clause, Decimal(0)), _why(after, before, clause))
        for clause in {**now, **then}
        if now.get(clause) != then.get(clause)
    ]
    return Influence(name, code, after.total, before.total, effects)


def _by_clause(score: Score) -> dict[str, Decimal]:
    points: dict[str, Decimal] = {}
    for line in score.lines:
        points[line.clause] = points.get(line.clause, Decimal(0)) + scores.written(line)
    return points


def _why(after: Score, before: Score, clause: str) -> str:
    told = {line.why for line in before.lines if line.clause == clause}
    new = [line.why for line in after.lines if line.clause == clause and line.why not in told]
    return "；".join(new) or "没有本事项时才有这一行"
