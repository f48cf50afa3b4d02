"""Standards by class of tasks, and the grades of a unit by class, where the document grades so (安康 第十二条(一))."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from duban.engine.rules.grades import Grade
from duban.ledger.governed import Governed
from duban.ledger.models import GradeStandard, JournalLine
from duban.ledger.queries.scoring import entered_marks
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Row:
    """A class of tasks with the standard in force, the one to come, and how many stood before."""

    category: str
    name: str
    clause: str
    standard: GradeStandard | None
    coming: GradeStandard | None
    earlier: int


def grades_by_class(governed: Governed) -> bool:
    """Say whether the document wants units graded by class of tasks."""
    return any(rule.by_class for rule in governed.rules(Grade))


def classes_of(governed: Governed) -> dict[str, str]:
    """Return the classes of tasks by which units are graded, with their names; nothing where they are not."""
    return {each.id: each.name for each in governed.document.categories} if grades_by_class(governed) else {}


def rows_of(jurisdiction: Jurisdiction, governed: Governed, on: datetime.date) -> list[Row]:
    """Return every class with its standards on a day, in one query."""
    listed: dict[str, list[GradeStandard]] = {}
    for each in GradeStandard.objects.filter(jurisdiction=jurisdiction).order_by("since", "id"):
        listed.setdefault(each.category, []).append(each)
    found = []
    for category in governed.document.categories if grades_by_class(governed) else ():
        known = listed.get(category.id, [])
        begun = [each for each in known if each.since <= on]
        coming = [each for each in known if each.since > on]
        found.append(
            Row(
                category.id,
                category.name,
                category.clause,
                begun[-1] if begun else None,
                coming[0] if coming else None,
                max(len(begun) - 1, 0),
            )
        )
    return found


def in_force(jurisdiction: Jurisdiction, category: str, on: datetime.date) -> GradeStandard | None:
    """Return the standard of a class on a day."""
    found = GradeStandard.objects.filter(jurisdiction=jurisdiction, category=category, since__lte=on)
    return found.order_by("since", "id").last()


def grades_of(jurisdiction: Jurisdiction, span: Span, classes: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return the grades of each unit (by code) by class in a period, as names of class and grade, in the document's order; one query."""
    standing = entered_marks.standing(jurisdiction, ("grade",), span)
    found: dict[str, list[tuple[str, str]]] = {}
    for category, name in classes.items():
        for (code, key), lines in standing.items():
            if key == category:
                found.setdefault(code, []).append((name, _grade(lines[-1])))
    return found


def _grade(line: JournalLine) -> str:
    return str(line.data["fact"]["grade"])
