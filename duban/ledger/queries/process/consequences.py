"""Consequences that are no numbers: which the document knows, what follows a step, who owes which paper, who lost what."""

import datetime
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from duban.engine import deadlines
from duban.engine.clauses import Enumeration, Regime
from duban.engine.rules.steps import Step
from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Consequence, Proposal
from duban.ledger.models.consequences import PAPERS, Kind
from duban.people.models import LEADERS, Jurisdiction, Officer, Role
from duban.people.prepared import Prepared

_KINDS = {kind.label: kind for kind in Kind}


@dataclass(frozen=True)
class Measure:
    """One thing that may be done to a unit or a person, with the clause that names it."""

    kind: Kind
    clause: str

    @property
    def word(self) -> str:
        """Return the document's word for it."""
        return str(self.kind.label)

    @property
    def needs_person(self) -> bool:
        """Return whether it can only befall a person."""
        return self.kind.needs_person


def measures_of(regime: Regime) -> list[Measure]:
    """Return what may be recommended under a regime, in the order of the document."""
    return [
        Measure(_KINDS[word], each.clause)
        for each in regime.lists
        if each.id.startswith("sanctions")
        for word in each.items
    ]


def after_step(regime: Regime, step: str) -> list[Measure]:
    """Return what follows when a step of the ladder is carried out: papers that are owed, and what befalls the unit."""
    found: Enumeration | None = next((each for each in regime.lists if each.id == f"after_{step}"), None)
    return [Measure(_KINDS[word], found.clause) for word in found.items] if found else []


def papers_after(regime: Regime, step: str) -> list[Measure]:
    """Return what the unit owes after a step: what it hands in, and the head's explanation in person."""
    return [each for each in after_step(regime, step) if each.kind.is_owed]


def papers_due(
    jurisdiction: Jurisdiction, regime: Regime, kind: Kind, on: datetime.date, limit: datetime.date | None
) -> datetime.date | None:
    """Return the day until which a paper is due by the document's own rule, else by the limit that the step set; None without either."""
    name = kind.due_rule
    if name and any(rule.name == name for rule in deadlines.rules_of(regime)):
        return deadlines.due(regime, name, on, Governed.of(jurisdiction).calendar).due
    return limit


def holds_interview(step: Step) -> bool:
    """Return whether somebody is summoned when the step is carried out."""
    return any(each["kind"] == "interview" for each in step.also)


def has_contact_leader(assignment: Assignment) -> bool:
    """Return whether the document speaks of contact leaders (卓尼 第十二条: 联系乡镇的县领导), and the unit has one."""
    return (
        assignment.unit.contact_leader_id is not None
        and "contact_leader" in Governed.of(assignment.matter).document.roles
    )


def summons_of(proposal: Proposal) -> Consequence | None:
    """Return the interview to which a step's unit was summoned and which was not held yet; None where there is none."""
    found = Consequence.objects.filter(
        proposal=proposal, kind=Kind.INTERVIEW, held_on__isnull=True, lifted_on__isnull=True
    )
    return found.select_related("jurisdiction", "unit", "matter", "led_by").order_by("id").last()


def usual_interviewer(assignment: Assignment, step: Step) -> Officer | None:
    """Return who summons the unit: the principal where the document says so, else its contact leader or the leader in charge; None if unnamed."""
    principal = any(str(each.get("authority", "")).endswith("_principal") for each in step.also)
    if principal:
        leaders = Officer.objects.filter(jurisdiction=assignment.matter.jurisdiction, role="principal", is_active=True)
        return leaders.order_by("id").first()
    if has_contact_leader(assignment):
        return assignment.unit.contact_leader
    return assignment.unit.portfolio.leader if assignment.unit.portfolio else None


@dataclass(frozen=True)
class Following:
    """What follows a step, as far as who carries it out has to say more: who summons whom, by which medium, when papers are due, whom it befalls.

    `talk` is the interview to which the unit was summoned already.
    """

    interview: bool
    talk: Consequence | None
    today: datetime.date
    exposure: bool
    led_by: Officer | None
    papers: bool
    persons: bool
    summoned: str
    leaders: QuerySet[Officer]


def following_of(proposal: Proposal, step: Step | None, on: datetime.date) -> Following | None:
    """Return what has to be said when a step is carried out on a day; None for an urging, which says nothing more."""
    if step is None or step.carried_by is not None:
        return None
    assignment = proposal.assignment
    regime = Governed.of(assignment.matter).document
    dated = [papers_due(proposal.jurisdiction, regime, each.kind, on, None) for each in papers_after(regime, step.step)]
    follows = after_step(regime, step.step)
    heads = assignment.unit.officers.filter(role=Role.UNIT_HEAD, is_active=True).order_by("id")
    return Following(
        interview=holds_interview(step),
        talk=summons_of(proposal) if holds_interview(step) else None,
        today=on,
        exposure=any(each.kind.is_exposure for each in follows),
        led_by=usual_interviewer(assignment, step),
        papers=step.limit is None and None in dated,
        persons=any(each.kind.may_name_persons for each in follows),
        summoned=next((str(each) for each in heads[:1]), ""),
        leaders=Officer.objects.filter(jurisdiction=proposal.jurisdiction, role__in=LEADERS, is_active=True).order_by(
            "id"
        ),
    )


@dataclass(frozen=True)
class Asked:
    """What the register shows: of one unit, one kind, one year; `only` is `open` for what still runs, `owed` for papers not handed in."""

    unit: str = ""
    kind: str = ""
    year: str = ""
    only: str = ""


def register(officer: Officer, asked: Asked, today: datetime.date) -> QuerySet[Consequence]:
    """Return the consequences of a filter that the officer may see, the newest first."""
    found = access.process.consequences(officer)
    if asked.unit:
        found = found.filter(unit__code=asked.unit)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.year.isascii() and asked.year.isdigit() and 1990 <= int(asked.year) <= 2199:
        found = found.filter(imposed_on__year=int(asked.year))
    if asked.only == "owed":
        found = found.filter(owed(), kind__in=PAPERS)
    if asked.only == "late":
        found = found.filter(owed(), kind__in=PAPERS, owed_by__lt=today)
    if asked.only == "open":
        found = found.filter(Q(until_on__isnull=True) | Q(until_on__gte=today), lifted_on__isnull=True)
    if asked.only == "to_check":
        found = found.filter(
            kind__in=PAPERS, handed_in_on__isnull=False, checked_on__isnull=True, lifted_on__isnull=True
        )
    related = ("unit", "matter", "led_by", "recorded_by", "file")
    return found.select_related(*related).order_by("-imposed_on", "-id")


def owed() -> Q:
    """Return the condition under which a paper is still to be handed in."""
    return Q(handed_in_on__isnull=True, owed_by__isnull=False, lifted_on__isnull=True)


def barred(
    jurisdiction: Jurisdiction, last: datetime.date, upto: datetime.date | None = None
) -> dict[str, Consequence]:
    """Return, by the unit's code, the loss of eligibility that stands in the way of honours for a period that ends on `last`.

    What was imposed or lifted after `upto` (the day on which the honours are given; default: the period's end) is not known.
    """
    found = _BARRED.ask(office=jurisdiction.pk, last=last, known=max(upto or last, last))
    return {each.unit.code: each for each in found}


def lost_in(
    jurisdiction: Jurisdiction, first: datetime.date, last: datetime.date, upto: datetime.date
) -> QuerySet[Consequence]:
    """Return the losses of eligibility of a period: imposed in it, or by a later day for it, since a year's result is known once the year is over."""
    period = (first, last)
    later = Q(imposed_on__gt=last, imposed_on__lte=upto, until_on__range=period)
    return Consequence.objects.filter(
        Q(imposed_on__range=period) & ~Q(until_on__lt=first) | later,
        jurisdiction=jurisdiction,
        kind=Kind.ELIGIBILITY,
        lifted_on__isnull=True,
    )


def _barred(office: int, last: datetime.date, known: datetime.date) -> QuerySet[Consequence]:
    found = Consequence.objects.filter(
        Q(lifted_on__isnull=True) | Q(lifted_on__gt=known),
        jurisdiction=office,
        kind=Kind.ELIGIBILITY,
        person="",
        imposed_on__lte=known,
        until_on__gte=last,
    )
    return found.select_related("unit").order_by("id")


_BARRED = Prepared(
    _barred, office=987_654_321_260_001, last=datetime.date(9876, 5, 31), known=datetime.date(9876, 6, 1)
)
