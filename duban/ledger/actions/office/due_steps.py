"""The ladder's next steps, proposed by the daily run: each matter climbs the ladder of the document under which it was registered."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from django.db.models import Min, Q

from duban.engine import ladder
from duban.engine.facts import Fact
from duban.engine.known_facts import known_facts
from duban.engine.rules.steps import Step, carries
from duban.ledger import journal
from duban.ledger.actions.requests import proposals, step_batches
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, JournalLine, Matter, Proposal
from duban.ledger.models.assignments import OPEN_STAGES, Part
from duban.ledger.models.proposals import GOING, STEP, Outcome
from duban.people.models import Jurisdiction, Unit

# Facts by which a step opens only where a date was missed before.
_AFTER_A_DATE = ("late", "limit_missed", "false_report")
# Matters whose facts are read at once.
_TOGETHER = 500
ONE_DAY = datetime.timedelta(days=1)
Each = TypeVar("Each")
# A matter and a unit, by their keys.
Place = tuple[int | None, int | None]


def propose(jurisdiction: Jurisdiction, day: datetime.date, at: datetime.datetime) -> int:
    """Propose each ladder step that is open on `day` and was not yet proposed for the same opening; return how many."""
    return Climb(jurisdiction).propose(day, at)


class Climb:
    """The ladders of an office, from day to day of one run: the first day looks at every matter, each later one where something can have changed."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        """Take the office; nothing is read yet."""
        self._jurisdiction = jurisdiction
        self._is_first = True
        self._documents: list[tuple[str | None, Governed]] | None = None
        # Matters, by their keys, to be looked at again on a day, or on the very next one.
        self._later: dict[datetime.date, set[int]] = defaultdict(set)
        self._next: set[int] = set()

    def look_at(self, matters: Iterable[int]) -> None:
        """Note that something was recorded of these matters: the next day that is proposed for looks at them."""
        self._next.update(matters)

    def propose(self, day: datetime.date, at: datetime.datetime) -> int:
        """Propose each ladder step that is open on `day` and was not yet proposed for the same opening; return how many.

        Days follow one another. What was refused today is tried again tomorrow.
        """
        among = None if self._is_first else self._next.union(*(self._later.pop(on, set()) for on in self._due_by(day)))
        self._is_first, self._next = False, set()
        count = 0
        for governed, climbing in list(self._climbing(day, among)):
            due = self._due(governed, climbing, day)
            if governed.document.ladder == "states":
                _let_lapse(climbing, {(step.unit, step.matter, step.step) for step in due}, at)
            proposed, again = step_batches.put_up(self._wanted(governed, climbing, due, day), at)
            count += proposed
            self._next |= again
        return count

    def _due_by(self, day: datetime.date) -> list[datetime.date]:
        return [on for on in self._later if on <= day]

    def _wanted(
        self, governed: Governed, climbing: Sequence[Assignment], due: Sequence[ladder.DueStep], day: datetime.date
    ) -> list[tuple[Assignment, ladder.DueStep]]:
        """Return the due steps to be put up, in their order: those of assignments at work that were not proposed before.

        A run that comes late leaves out what the end of the work would have withdrawn meanwhile, though it was taken back since.
        """
        held = {(each.unit.code, each.matter.no): each for each in climbing}
        own = [held[step.unit, step.matter] for step in due if (step.unit, step.matter) in held]
        reopened = _reopened(own)
        known = _known(own, reopened, day)
        wanted = []
        for step in due:
            assignment = held.get((step.unit, step.matter))
            carrying = governed.step(step.step).carried_by
            if carrying is not None and carrying.fact != "urged":
                continue  # whoever records that fact carries the step out: there is nothing to sign
            if assignment is None or (assignment.pk, step.step, step.since) in known:
                continue
            if not any(on > day for on in reopened[assignment.matter_id, assignment.unit_id]):
                wanted.append((assignment, step))
        return wanted

    def _climbing(
        self, day: datetime.date, among: Collection[int] | None
    ) -> Iterator[tuple[Governed, list[Assignment]]]:
        """Yield, document by document, the lead assignments at work on which a step may be open (`among` those matters, and those behind since today); one document's in the order of their rows."""
        at_work = Q(matter__jurisdiction=self._jurisdiction, part=Part.LEAD, stage__in=OPEN_STAGES)
        for digest, governed in self._read_documents() if self._documents is None else self._documents:
            early = any(opens_early(step) for step in governed.steps)
            behind = Q() if early else Q(deadlines__on__lt=day)
            own = Assignment.objects.filter(at_work & Q(matter__document=digest))
            own = own.select_related("matter__jurisdiction", "unit").distinct()
            if among is None:
                found = {each.pk: each for each in own.filter(behind)}
            else:
                found = {each.pk: each for each in own.filter(deadlines__on=day - ONE_DAY)}
                for some in _some(sorted(among)):
                    found |= {each.pk: each for each in own.filter(behind, matter__in=some)}
            if found:
                yield governed, [found[pk] for pk in sorted(found)]

    def _read_documents(self) -> list[tuple[str | None, Governed]]:
        """Read once which documents the office's matters follow, and keep those that have a ladder."""
        documents = Matter.objects.filter(jurisdiction=self._jurisdiction).order_by().values_list("document")
        firsts = documents.annotate(first=Min("pk")).order_by("first").values_list("document", "first")
        known = Matter.objects.select_related("jurisdiction").in_bulk([first for _, first in firsts])
        found = [(digest, Governed.of(known[first])) for digest, first in firsts]
        self._documents = [(digest, governed) for digest, governed in found if governed.steps]
        return self._documents

    def _due(self, governed: Governed, climbing: Sequence[Assignment], day: datetime.date) -> list[ladder.DueStep]:
        """Return the open steps of these matters at the end of `day`, from the facts known by then; note when each is to be looked at again.

        A run that comes late leaves out a step that somebody carried out meanwhile: nothing is left to propose. The run of a day stands at its
        beginning, and who urges does so after it: a milder step that is carried out again on that day takes nothing back.
        """
        keys = {each.matter.no: each.matter_id for each in climbing}
        groups = dict(Unit.objects.filter(jurisdiction=self._jurisdiction).values_list("code", "group"))
        groups |= dict(governed.held.groups)
        rules = {rule.step: rule for rule in governed.steps}
        words = governed.document.words
        due: list[ladder.DueStep] = []
        for some in _some(sorted({*keys.values()})):
            facts = known_facts(journal.fact_rows(governed.office, matters=some), words)
            known = [fact for fact in facts if _known_on(fact) <= day and not step_batches.is_urged_on(fact, day)]
            found, turns = ladder.due_and_later(
                governed.document, known, groups, day, choices=governed.choices, calendar=governed.calendar
            )
            later = [fact for fact in facts if fact.on > day or step_batches.is_urged_on(fact, day)]
            self._next |= {keys[fact.matter] for fact in later if fact.on == day and fact.matter in keys}
            due += [step for step in found if not _was_carried(rules[step.step], step, later)]
            for matter, on in [*turns.items(), *((fact.matter, _known_on(fact)) for fact in facts)]:
                if on > day and matter in keys:
                    self._later[on].add(keys[matter])
        return sorted(due, key=ladder.order)


def opens_early(step: Step) -> bool:
    """Return whether a step may open while nothing is behind: by what the matter is, before the deadline, by an event or a finding."""
    return any(
        opening.entry or opening.before or (opening.fact and opening.fact not in _AFTER_A_DATE)
        for opening in step.opens
    )


def _known_on(fact: Fact) -> datetime.date:
    """Return the day from which a fact is known: a result counts on the day of handing in, and is known once it was accepted."""
    return max(fact.on, fact.get("accepted_on") or fact.on)


def _let_lapse(climbing: Sequence[Assignment], due: set[tuple[str, str, str]], at: datetime.datetime) -> None:
    """Of conditions only the gravest is due, and one that ended closes its step: what was proposed for another is taken back."""
    going = Proposal.objects.filter(assignment__in=climbing, act=STEP, outcome__in=GOING, proposed_by__isnull=True)
    for proposal in going.select_related("assignment__matter__jurisdiction", "assignment__unit").order_by("id"):
        held = proposal.assignment
        if (held.unit.code, held.matter.no, proposal.step) not in due:
            proposals.let_lapse(proposal=proposal, reason="这一步的情形已经解除，或由更重的一步代替", at=at)


def _reopened(held: Sequence[Assignment]) -> dict[Place, list[datetime.date]]:
    """Return the days on which the end of the work was taken back, by matter and unit."""
    found: dict[Place, list[datetime.date]] = defaultdict(list)
    for some in _some(held):
        lines = JournalLine.objects.filter(verb="matter.reopened", matter__in=[each.matter_id for each in some])
        for matter, unit, on in lines.values_list("matter", "unit", "on"):
            found[matter, unit].append(on)
    return found


def _known(
    held: Sequence[Assignment], reopened: Mapping[Place, Sequence[datetime.date]], day: datetime.date
) -> set[tuple[int, str, datetime.date | None]]:
    """Return the openings that were proposed already. What completion withdrew counts no more once that was taken back."""
    known = set()
    for some in _some(held):
        for proposal in Proposal.objects.filter(assignment__in=some, act=STEP).select_related("assignment"):
            place = proposal.assignment.matter_id, proposal.assignment.unit_id
            again = max((on for on in reopened[place] if on <= day), default=None)
            if proposal.outcome != Outcome.WITHDRAWN or again is None or again < proposal.proposed_on:
                known.add((proposal.assignment_id, proposal.step, proposal.open_since))
    return known


def _was_carried(rule: Step, step: ladder.DueStep, facts: Sequence[Fact]) -> bool:
    return any((fact.unit, fact.matter) == (step.unit, step.matter) and carries(rule, fact) for fact in facts)


def _some(rows: Sequence[Each]) -> Iterator[Sequence[Each]]:
    return (rows[start : start + _TOGETHER] for start in range(0, len(rows), _TOGETHER))
