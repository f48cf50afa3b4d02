"""The plan of a document under some readings, for one kind of period: its rules in slots, sections, quantities, adjustments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from duban.engine.clauses import Regime
from duban.engine.evaluation.abbreviations import SHEET, of_its_own, score_of, sections_of, written_out
from duban.engine.evaluation.matters import BY_REPORTS, bits_of
from duban.engine.evaluation.probes import Probe
from duban.engine.evaluation.takers import Taker
from duban.engine.rules.adjustments import Factor, Outcome, Rank, Unranked
from duban.engine.rules.bands import Bands
from duban.engine.rules.bases import Cap, SheetRow, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.honours import Honour
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points
from duban.engine.rules.quantities import Across, Counted, Typed
from duban.engine.rules.scores import EACH, Count, Score, Worth
from duban.engine.rules.sections import TOTAL, Section
from duban.engine.rules.selects import Select

NEEDS_MATTER = ("role", "category", "became")


class Plan:
    """Everything that adding up needs to know of a document; made once for each set of readings and kind of period."""

    def __init__(self, regime: Regime, choices: dict[str, str], period_kind: str) -> None:
        self.regime, self.words = regime, regime.words
        self.classes = regime.classes(choices)
        self.order = regime.order()
        self._places = dict(self.order)
        rules = _held(regime, choices, period_kind)
        sections = [section for section in regime.sections if section.holds(choices)]
        if _of(rules, OfPeriods):
            rules, sections = of_its_own(rules), []
        self.rules = rules
        self.sections = sections_of(rules, sections)
        self.children: dict[str, list[Section]] = defaultdict(list)
        for section in self.sections.values():
            if section.id != TOTAL:
                self.children[section.parent].append(section)
        self.typed_sections = [section for section in self.sections.values() if section.typed]
        self._read_sheets()
        self.honours = _of(rules, Honour)
        # What an efficacy coefficient, or the points of shorter periods, come to.
        written, self.written_score = written_out(rules)
        listed = [entry for entry in regime.quantities if entry.holds(choices)]
        self.quantities = {entry.id: entry for entry in (*written, *listed)}
        self.typed_quantities = {
            name: entry.form for name, entry in self.quantities.items() if isinstance(entry.form, Typed)
        }
        self.across = tuple(entry.form for entry in self.quantities.values() if isinstance(entry.form, Across))
        self.goes_across = bool(self.across)
        self.factors = _of(rules, Factor)
        self.highest = _of(rules, HighestOnly)
        self.highest_clauses = frozenset(clause.clause for clause in regime.clauses if clause.counts == "highest")
        self._read_caps()
        self.excludes = _of(rules, Exclude)
        self.unranked = _of(rules, Unranked)
        self.pools = tuple(pool for rule in _of(rules, Rank) for pool in rule.pools)
        self.grade = next(iter(_of(rules, Grade)), None)
        self.bands = next(iter(_of(rules, Bands)), None)
        self.sheet_total = next(iter(_of(rules, SheetTotal)), None)
        self.takers = self._takers()
        self._link()
        self.takers_of: dict[str, list[Taker]] = defaultdict(list)
        for taker in self.takers:
            if taker.quantity is not None:
                self.takers_of[taker.quantity.id].append(taker)
        self.by_kind: dict[str, list[Taker]] = defaultdict(list)
        for taker in self.takers:
            if taker.select.kind == "event":
                for kind in taker.select.names:
                    self.by_kind[kind].append(taker)
        self.matter_takers = [taker for taker in self.takers if taker.select.kind == "matters"]
        self.unit_takers = [taker for taker in self.takers if taker.select.kind == "unit"]
        self.quantity_takers = [taker for taker in self.takers if taker.select.kind == "quantity"]
        self.probes = {kind: Probe(self, kind, takers) for kind, takers in self.by_kind.items()}
        self.gives_points = self._gives_points()
        self.waits_for_sections = self._waits_for_sections()
        self.needs_matters = self._needs_matters()
        self.asks_outcomes = bool(self.matter_takers) or any("became" in taker.select.where for taker in self.takers)
        self.asks_reports = self._asks_reports()

    def _read_caps(self) -> None:
        """Part the caps of one matter, month or quarter from those of whole sections: the innermost first, as sections are added up; of one matter before of one month, that before of one quarter, the strictest first."""
        caps: list[Cap] = _of(self.rules, Cap)
        self.caps = [cap for cap in caps if not cap.per]
        self.narrow_caps = sorted(
            (cap for cap in caps if cap.per), key=lambda cap: (-len(self._chain(cap.into)), cap.per, cap.most)
        )

    def _read_sheets(self) -> None:
        """Find whether sheets are kept by row or by matter, and the words under which such a sheet is filled in."""
        self.sheet_rows: list[SheetRow] = _of(self.rules, SheetRow)
        sheet = [section for section in self.typed_sections if section.parent == SHEET]
        self.marks_matters = bool(self.sheet_rows) or any(section.several for section in sheet)
        self.sheet_words = {word for section in sheet for word in (section.id, section.label)}
        self.sheet_words |= {row.row for row in self.sheet_rows}

    def _takers(self) -> list[Taker]:
        found: list[Taker] = []
        for rule in self.rules:
            given = rule
            if isinstance(rule, Points | Beyond):
                given = score_of(rule)
            elif isinstance(rule, Efficacy | OfPeriods) and self.written_score:
                given = self.written_score
            if isinstance(given, Score):
                found.append(self._taker(len(found), given, given.select, given.count, given.worth))
            elif isinstance(given, Outcome) and given.select:
                found.append(self._taker(len(found), given, given.select, given.count, Worth()))
            elif isinstance(given, SheetTotal):
                found += self._sheets(len(found), given)
        for quantity in self.quantities.values():
            if isinstance(quantity.form, Counted):
                form = quantity.form
                taker = Taker(len(found), quantity.clause, form.select, form.count, Worth(), quantity=quantity)
                found.append(self._set(taker))
                if form.owed:
                    owed = Taker(len(found), quantity.clause, form.owed, EACH, Worth(), quantity=quantity)
                    found.append(self._set(owed))
        return found

    def _taker(self, key: int, rule: Any, select: Select, count: Count, worth: Worth) -> Taker:
        section = rule.into if isinstance(rule, Score) else TOTAL
        taker = Taker(key, rule.clause, select, count, worth, section, rule, only_if=rule.only_if)
        kinds = select.names if select.kind == "event" else ("assigned",)
        taker.tiered = len(worth.by) == 1 and self.words.is_number(kinds, worth.by[0])
        return self._set(taker)

    def _sheets(self, key: int, rule: SheetTotal) -> list[Taker]:
        """The sheet entries of a period added up: each a rule of the section that it names."""
        named = {section.label: section for section in self.sections.values() if section.id.startswith("_sheet")}
        into = [(frozenset((label,)), section) for label, section in named.items()]
        takers = []
        for number, (wanted, section) in enumerate(into):
            select = Select("event", ("sheet",), {"section": wanted})
            score = Score(clause=section.clause, line=rule.line, select=select, into=section.id)
            takers.append(self._taker(key + number, score, select, EACH, Worth(by=("points",))))
        if not into:
            score = Score(clause=rule.clause, line=rule.line, select=Select("event", ("sheet",)))
            takers.append(self._taker(key, score, score.select, EACH, Worth(by=("points",))))
        return takers

    def _set(self, taker: Taker) -> Taker:
        """Complete a taker by what its select and section say: groups that must be the unit's, the mask, fields of the matter."""
        wanted_groups = taker.select.where.get("group")
        groups = [frozenset(map(str, wanted_groups))] if wanted_groups else []
        if taker.select.kind == "unit" and taker.select.names[0] not in ("all", "any"):
            groups.append(frozenset(taker.select.names))
        name: str | None = taker.section if taker.scores else None
        while name is not None and name in self.sections:
            section = self.sections[name]
            if section.groups:
                groups.append(frozenset(section.groups))
            name = section.parent if name != TOTAL else None
        taker.groups = tuple(groups)
        where = [(name, sorted(map(str, wanted))) for name, wanted in sorted(taker.select.where.items())]
        taker.content = f"{taker.select.kind} {taker.select.names} {where} {taker.count} {taker.worth}"
        if taker.select.kind == "matters":
            taker.mask = bits_of(taker.select.names)
        return taker

    def _link(self) -> None:
        """Find which rules a rule replaces, what has to be looked at fact by fact, and which conditions wait for sections."""
        scoring = [taker for taker in self.takers if taker.scores]
        of_clause: dict[str, list[Taker]] = defaultdict(list)
        for taker in scoring:
            of_clause[taker.clause].append(taker)
        narrowed = {clause for factor in self.factors if factor.where for clause in (factor.of or of_clause)}
        for taker in self.takers:
            rule = taker.rule
            if isinstance(rule, Score):
                for clause in rule.replaces:
                    taker.replaces += [other for other in of_clause.get(clause, ()) if other is not taker]
        alone = {other.key for taker in scoring for other in taker.replaces} | {t.key for t in scoring if t.replaces}
        for taker in self.takers:
            taker.contests = [
                rule
                for rule in self.highest
                if any(taker.clause in entry for entry in rule.of)
                or ({*rule.events, *rule.facts} & set(taker.select.names) and taker.select.kind == "event")
            ]
            is_contested = (
                bool(taker.contests)
                or (taker.clause in self.highest_clauses and len(of_clause[taker.clause]) > 1)
                or taker.clause in narrowed
            )
            taker.is_plain = (
                taker.count.is_each
                and not taker.count.per
                and taker.worth.range is None
                and not taker.worth.is_by_place
                and not taker.worth.is_by_times
                and taker.key not in alone
                and not (is_contested and taker.scores)
                and not isinstance(taker.rule, Outcome)
            )
        self.replaces = any(taker.replaces for taker in scoring)
        self._stage(scoring)

    def _stage(self, scoring: list[Taker]) -> None:
        """A rule whose condition names a section waits until that section is added up."""
        for _ in range(len(scoring) + 1):
            moved = False
            for taker in scoring:
                for condition in taker.only_if:
                    if condition.figure not in self.sections:
                        continue
                    before = [other.stage for other in scoring if self.lies_in(other.section, condition.figure)]
                    wanted = max(before, default=-1) + 1
                    if taker.stage < wanted and not self.lies_in(taker.section, condition.figure):
                        taker.stage, moved = wanted, True
            if not moved:
                break
        self.stages = 1 + max((taker.stage for taker in scoring), default=0)

    def place_of(self, clause: str) -> int:
        """Give the place of a clause in the document; of a heading that of its first clause."""
        if clause not in self._places:
            under = (place for name, place in self.order.items() if name.startswith(clause))
            self._places[clause] = next(under, len(self.order))
        return self._places[clause]

    def lies_in(self, section: str, other: str) -> bool:
        """Say whether a section is the other or lies somewhere in it."""
        return other in self._chain(section)

    def _chain(self, section: str) -> list[str]:
        """The section and all that it lies in, the total last."""
        names = [section]
        while names[-1] != TOTAL and names[-1] in self.sections:
            names.append(self.sections[names[-1]].parent)
        return names

    def _asks_reports(self) -> bool:
        """Whether what became of matters hangs on reports: by the words, or since results may wait for acceptance and are told then."""
        masks = [taker.mask | bits_of(map(str, taker.select.where.get("became", ()))) for taker in self.takers]
        return self.words.is_open or any(mask & BY_REPORTS for mask in masks)

    def _gives_points(self) -> bool:
        """Whether anybody has a total: a document of slips and papers alone gives none, and no place."""
        return any(taker.scores for taker in self.takers) or any(
            section.typed or section.start is not None or section.unless_complete is not None
            for section in self.sections.values()
        )

    def _waits_for_sections(self) -> bool:
        """Whether it takes sections, and not quantities alone, to know that a unit has a total."""
        asking = [*self.unranked, *self.quantity_takers, *self.quantities.values()]
        return (
            self.sheet_total is not None
            or any(section.missing == "not_scored" for section in self.typed_sections)
            or any(condition.figure in self.sections for each in asking for condition in each.only_if)
        )

    def _needs_matters(self) -> bool:
        if self.matter_takers or self.excludes:
            return True
        if any(pool.least_matters for pool in self.pools):
            return True
        return any(
            taker.loose
            or set(taker.select.where) & {"role", "category", "became", "level"}
            or set(taker.worth.by) & {"role", "category", "level"}
            or (isinstance(taker.quantity and taker.quantity.form, Counted) and taker.quantity.form.fields)  # type: ignore[union-attr]
            or set((*taker.count.once_per, *taker.count.within)) & {"category", "role", "level"}
            for taker in self.takers
        ) or any(factor.where for factor in self.factors)


def _held(regime: Regime, choices: dict[str, str], kind: str) -> list[Rule]:
    """The rules that hold under these choices in such a period, in the order of the document."""
    rules = (rule for clause in regime.clauses for rule in clause.rules if rule.holds(choices))
    return [rule for rule in rules if not getattr(rule, "periods", ()) or kind in rule.periods]  # type: ignore[attr-defined]


def _of(rules: Iterable[Rule], kind: type[Any]) -> list[Any]:
    return [rule for rule in rules if isinstance(rule, kind)]


@lru_cache(maxsize=256)
def plan_of(regime: Regime, choices: tuple[tuple[str, str], ...], period_kind: str) -> Plan:
    """Compile a document under choices, given as sorted pairs, for one kind of period."""
    return Plan(regime, regime.choices(dict(choices)), period_kind)
