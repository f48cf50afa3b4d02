"""Marks of a period: the scoring-sheet points, figures and grades that were entered, as they stand."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from duban.engine.clauses import Regime
from duban.engine.evaluation.abbreviations import SHEET
from duban.engine.recording.figures import figures_of, key_of, typed_quantities
from duban.engine.recording.kinds import bounds_said
from duban.engine.recording.names import body_of, word_of
from duban.engine.rules.bases import SheetTotal
from duban.engine.rules.grades import Grade
from duban.engine.rules.sections import TOTAL, Section
from duban.engine.wording import plain
from duban.ledger.documents import Held
from duban.ledger.models import JournalLine
from duban.ledger.queries.scoring.periods import Span
from duban.people.models import Jurisdiction, Unit

# What the column is called where the document gives the sheet no sections.
WHOLE = "季度考评"


@dataclass(frozen=True)
class Column:
    """What may be entered for each unit: a section of the sheet, or a figure (`kind`), under `key`; between which bounds (None: no bound).

    `by` is who gives it where that is not the office; `groups` the units that have it, empty for all.
    """

    key: str
    label: str
    kind: str = "sheet"
    least: Decimal | None = None
    most: Decimal | None = None
    choice: tuple[Decimal, ...] = ()
    said: str = ""
    by: str = ""
    groups: frozenset[str] = frozenset()
    # The roles that give it, as the document names them.
    givers: tuple[str, ...] = ()
    clause: str = ""

    def has(self, held: Held, unit: Unit) -> bool:
        """Say whether a unit has this at all, in its group under the document."""
        group = held.group_of(unit.code, unit.group)
        return not self.groups or not self.groups.isdisjoint(held.document.words.chain(group))


@dataclass(frozen=True)
class Scheme:
    """What may be marked under a regime: sections and figures, or grades."""

    columns: tuple[Column, ...]
    scale: tuple[str, ...]
    # The one clause under which all of it stands; empty where there are several, each at its column.
    clause: str
    is_open: bool
    # A sheet that counts only when all of it is filled in.
    all_or_none: bool = False

    @property
    def has_others(self) -> bool:
        """Say whether some of it is given by others than the office."""
        return any(column.by for column in self.columns)

    @property
    def has_figures(self) -> bool:
        """Say whether more than the points of a sheet is entered."""
        return any(column.kind == "figure" for column in self.columns)


def scheme_of(regime: Regime, choices: Mapping[str, str]) -> Scheme | None:
    """Return what may be marked under a regime; None where it knows neither sheets nor figures nor grades."""
    columns = (*_sheet(regime, choices), *_figures(regime, choices))
    if columns:
        clauses = [each.clause for each in sections_of(regime, choices)]
        clauses += [each.clause for each in typed_quantities(regime, _complete(regime, choices))]
        cited = list(dict.fromkeys(filter(None, clauses)))
        all_or_none = any(each.unless_complete is not None for each in regime.sections_by_id(choices).values())
        return Scheme(columns, (), cited[0] if len(cited) == 1 else "", False, all_or_none)
    for total in regime.rules_of(SheetTotal, choices):
        return Scheme((Column(WHOLE, WHOLE),), (), total.clause, True)
    for grade in regime.rules_of(Grade, choices):
        return Scheme((), grade.scale, grade.clause, False)
    return None


def _sheet(regime: Regime, choices: Mapping[str, str]) -> Iterator[Column]:
    known = regime.sections_by_id(choices)
    for section in sections_of(regime, choices):
        groups, above = frozenset(section.groups), section
        while not groups and above.parent in known and above.id != TOTAL:
            above = known[above.parent]
            groups = frozenset(above.groups)
        least = section.least if section.least is not None else Decimal(0)
        bounds = "" if section.most is None else f"{plain(least)} 到 {plain(section.most)} 分"
        by = _by(regime, section.typed)
        yield Column(
            key_of(section),
            word_of(regime, section),
            "sheet",
            least,
            section.most,
            (),
            bounds,
            by,
            groups,
            section.typed,
            section.clause,
        )


def _figures(regime: Regime, choices: Mapping[str, str]) -> Iterator[Column]:
    complete = _complete(regime, choices)
    asked_for = {each.id: each for each in typed_quantities(regime, complete)}
    for key, figure in figures_of(regime, complete, "figure").items():
        asked = figure.field
        said = "、".join(map(plain, figure.choice)) or bounds_said(asked)
        yield Column(
            key,
            asked.label,
            "figure",
            asked.least,
            asked.most,
            figure.choice,
            said,
            _by(regime, figure.by),
            frozenset(asked_for[key].groups),
            figure.by,
            asked_for[key].clause,
        )


def _by(regime: Regime, by: tuple[str, ...]) -> str:
    return "、".join(body_of(regime, each) for each in by if each != "office")


def _complete(regime: Regime, choices: Mapping[str, str]) -> dict[str, str]:
    return regime.choices(choices)


def sections_of(regime: Regime, choices: Mapping[str, str]) -> list[Section]:
    """Return the sections of the score that people fill in, in the document's order."""
    return [each for each in regime.sections_by_id(choices).values() if each.typed or each.id.startswith(f"{SHEET}_")]


def standing(
    jurisdiction: Jurisdiction, kinds: Collection[str], span: Span
) -> dict[tuple[str, str], list[JournalLine]]:
    """Return the lines of these kinds in the period by unit code and section, quantity or class of tasks (a unit's own grade: ""), oldest first.

    Withdrawn ones are left out, and the sheets of single matters (`matter_sheets`).
    """
    lines = (
        JournalLine.objects.filter(jurisdiction=jurisdiction, kind__in=kinds, on__gte=span.first, on__lte=span.last)
        .exclude(amendments__verb="fact.withdrawn")
        .exclude(kind="sheet", matter__isnull=False)
        .select_related("unit", "actor")
        .order_by("on", "seq")
    )
    found: dict[tuple[str, str], list[JournalLine]] = {}
    for line in lines:
        assert line.unit is not None
        fact = line.data["fact"]
        key = fact.get("section") or fact.get("quantity") or fact.get("category", "")
        found.setdefault((line.unit.code, key), []).append(line)
    return found


def marked_units(jurisdiction: Jurisdiction, held: Held, *, with_leaders: bool = False) -> list[Unit]:
    """Return the units that are marked under a document: those in its groups that take part in the ranking; `with_leaders` with their fields at hand."""
    found = Unit.objects.filter(jurisdiction=jurisdiction, ranked=True, abolished_on=None).order_by("order", "id")
    rows = found.select_related("portfolio") if with_leaders else found
    return [unit for unit in rows if held.document.has_group(held.group_of(unit.code, unit.group))]
