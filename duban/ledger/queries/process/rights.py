"""What approvals and due process put on a desk and on a matter's page: the acts that may be done, what waits, what was imposed."""

import datetime
from collections.abc import Container
from dataclasses import dataclass

from django.db.models import Model

from duban.ledger import access, ladders
from duban.ledger.acts import About
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Claim, Consequence, Deadline, Matter, Objection
from duban.ledger.models.assignments import GONE_STAGES, Stage
from duban.ledger.queries.matters.dossiers import Dossier
from duban.ledger.queries.matters.options import Option, asked_for
from duban.ledger.queries.process import consequences, objections
from duban.ledger.queries.scoring import claims
from duban.ledger.situations import Situation
from duban.people.models import Officer


@dataclass(frozen=True)
class Tile:
    """A number and the list that it leads to: the route's name and its query."""

    word: str
    count: int
    route: str
    query: str


@dataclass(frozen=True)
class Due:
    """What a matter's page shows of due process: what was imposed, what the unit said, the dates for which it may still give reasons."""

    consequences: list[Consequence]
    objections: list[Objection]
    running: list[Deadline]


def tiles_for(officer: Officer, today: datetime.date, filled: Container[type[Model]] | None = None) -> list[Tile]:
    """Return what waits for the office or for a unit: objections to rule on, papers to hand in, papers to check.

    Nothing is asked of tables that are not among `filled`, as `presences` has it (None: all are asked).
    """

    def is_asked(model: type[Model]) -> bool:
        return filled is None or model in filled

    word = "申报待核实" if officer.is_office else "我的申报待核实"
    waiting = claims.waiting(officer) if is_asked(Claim) and access.may(officer, "make_claim") else 0
    papers = ("owed", "应交材料") if officer.is_unit else ("to_check", "材料待核查")
    late = ("late", "材料超期未交")
    heard = objections.waiting(officer) if is_asked(Objection) else 0
    found = [Tile("异议和申辩待裁定", heard, "objections", "tab=open")]
    found.append(Tile(word, waiting, "claims", "tab=open"))
    for only, word in (papers, late):
        asked = consequences.Asked(only=only)
        count = consequences.register(officer, asked, today).order_by().count() if is_asked(Consequence) else 0
        found.append(Tile(word, count, "consequences", f"only={only}"))
    return found


def owed_papers(officer: Officer, today: datetime.date, most: int = 5) -> list[Consequence]:
    """Return the papers that the officer's unit owes, the nearest date first."""
    found = consequences.register(officer, consequences.Asked(only="owed"), today)
    return list(found.order_by("owed_by", "id")[:most])


def handed_over(officer: Officer, most: int = 20) -> list[Consequence]:
    """Return what was handed over to the discipline body, the newest first."""
    found = access.process.consequences(officer).select_related("unit", "matter", "recorded_by")
    return list(found.order_by("-imposed_on", "-id")[:most])


def due_of(officer: Officer, matter: Matter, present: frozenset[str]) -> Due:
    """Return what a matter's page shows of due process; `present` is what there is of it, as `presences` has it."""
    running = objections.running(officer, matter)
    if not {"consequences", "objections"} & present:
        return Due([], [], running)
    imposed = access.process.consequences(officer).filter(matter=matter).select_related("unit", "led_by")
    said = objections.list_of(officer, "open") | objections.list_of(officer, "done")
    of_matter = said.filter(line__matter=matter) | said.filter(deadline__assignment__matter=matter)
    return Due(
        consequences=list(imposed.order_by("-id")[:50]),
        objections=list(of_matter.order_by("-id").distinct()[:50]),
        running=running,
    )


def options_of(officer: Officer, dossier: Dossier, on: datetime.date) -> list[Option]:
    """Return what this officer's post may do about approvals and due process of a matter, or what stands against it."""
    found: list[Option] = []
    for first in dossier.leads[:1]:
        now = Situation(first, on, going=dossier.proposals)
        found += asked_for(officer, now, about=About.MATTER, by_programs=False)
    for assignment in dossier.assignments:
        if assignment.stage in (*GONE_STAGES, Stage.PLANNED):
            continue
        now = Situation(assignment, on, going=dossier.proposals)
        found += asked_for(officer, now, by_programs=False)
        if officer.is_office:
            found += [*_on_the_spot(assignment, dossier), *_papers(assignment, dossier)]
    return found


def _on_the_spot(assignment: Assignment, dossier: Dossier) -> list[Option]:
    """Return the inspection on the spot of what is still to do; it presses where that is the ladder's open step (县方案 四(三))."""
    if not assignment.is_open:
        return []
    climbing = next((each for each in dossier.ladders if each.assignment.pk == assignment.pk), None)
    due = (
        climbing is not None and climbing.next is not None and ladders.channel_carrying(climbing.next.step) == "on_site"
    )
    return [Option("on_the_spot", "安排现场督查", assignment, presses=due)]


def _papers(assignment: Assignment, dossier: Dossier) -> list[Option]:
    """Return the demand for papers that the document attaches to the step that is open now."""
    climbing = next((each for each in dossier.ladders if each.assignment.pk == assignment.pk), None)
    if climbing is None or climbing.due is None or climbing.next is None:
        return []
    papers = consequences.papers_after(Governed.of(assignment.matter).document, climbing.due.step)
    if not papers or ladders.channel_carrying(climbing.next.step) != "meeting":
        return []
    return [Option("papers", f"责令{'、'.join(each.word for each in papers)}", assignment)]
