"""What a unit may say against a record, who may decide on it, and the lists of both sides."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet, prefetch_related_objects

from duban.ledger import access
from duban.ledger.models import Deadline, Matter, Objection
from duban.ledger.models.objections import Verdict
from duban.ledger.queries.matters import timelines
from duban.people.models import Officer

TABS = {"open": "待裁定", "done": "已裁定"}


@dataclass(frozen=True)
class Row:
    """One objection in a list: what it is against, and whether the reader may decide."""

    objection: Objection
    matter: Matter | None
    said: str


def list_of(officer: Officer, tab: str) -> QuerySet[Objection]:
    """Return the objections of a tab that the officer may see: the open ones oldest first, the others newest first."""
    related = (
        "unit",
        "line__matter",
        "line__jurisdiction",
        "line__unit",
        "line__actor",
        "deadline__assignment__matter",
        "made_by",
        "ruled_by",
    )
    found = access.process.objections(officer).select_related(*related)
    if tab == "open":
        return found.filter(verdict=Verdict.OPEN).order_by("made_on", "id")
    return found.exclude(verdict=Verdict.OPEN).order_by("-id")


def abouts_of(listed: Iterable[Objection]) -> dict[int, str]:
    """Return, by the key of each objection against a record without a matter, what that record is: a mark of a sheet, a typed figure."""
    bare = [each for each in listed if each.line is not None and each.line.matter_id is None]
    lines = list({each.line.seq: each.line for each in bare if each.line is not None}.values())
    prefetch_related_objects(lines, "amendments__actor")
    said = {each.seq: _recorded(each) for each in timelines.entries_of(lines)}
    return {each.pk: said[each.line.seq] for each in bare if each.line is not None}


def _recorded(entry: timelines.Entry) -> str:
    details = "，".join(value for name, value in entry.details if name != "理由")
    return f"{entry.said}（{details}）" if details else entry.said


def waiting(officer: Officer) -> int:
    """Return how many objections wait for a ruling, as the list says that the tile leads to."""
    return list_of(officer, "open").order_by().count()


def lines_of(officer: Officer, seqs: list[int]) -> dict[int, Objection]:
    """Return the latest objection to each of these lines that the officer may see, by the line's number, in one query."""
    found = access.process.objections(officer).filter(line__seq__in=seqs).select_related("line").order_by("id")
    return {each.line.seq: each for each in found if each.line is not None}


def running(officer: Officer, matter: Matter) -> list[Deadline]:
    """Return the dates of the officer's unit on a matter for which good reason may still be given beforehand."""
    if not access.may(officer, "object"):
        return []
    found = Deadline.objects.filter(assignment__matter=matter, assignment__unit_id=officer.unit_id or 0)
    free = found.filter(met_on__isnull=True, lifted_on__isnull=True)
    heard = Q(objections__verdict__in=(Verdict.OPEN, Verdict.UPHELD))
    # Those that were missed are left out here: asked for, SQLite would begin with all of the office that were not.
    return [each for each in free.exclude(heard).order_by("on", "id") if each.late_line_id is None]
