"""Whether the facts of a case can be: each refused with its id and one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from duban.engine import holdings
from duban.engine.clauses import Regime
from duban.engine.facts import Fact, FactError
from duban.engine.full_values import full_value
from duban.engine.rules.bases import Sheet, SheetRow
from duban.engine.rules.quantities import Typed
from duban.engine.rules.scores import Score
from duban.engine.rules.steps import Step, asks_for_limit
from duban.engine.vocabulary.words import outside

if TYPE_CHECKING:
    from duban.engine.cases import Unit


def validate(
    regime: Regime, facts: Sequence[Fact], units: Iterable[Unit], choices: Mapping[str, str] | None = None
) -> None:
    """Raise FactError for a fact that cannot be, naming it.

    Refused are unknown units, matters never assigned, acts of units that do not hold the matter then, steps
    and sections of the sheet that the regime has not, urgings or steps without the limit that it asks for, points beyond the full
    value of a matter, facts of a unit that was not there, figures outside their bounds, and amounts outside the range of a rule.
    """
    units = list(units)
    known = {unit.unit: unit for unit in units}
    assigned = {fact.matter for fact in facts if fact.kind == "assigned"}
    steps = [rule for clause in regime.clauses for rule in clause.rules if isinstance(rule, Step)]
    names = {rule.step for rule in steps}
    sections = {r.section for c in regime.clauses for r in c.rules if isinstance(r, Sheet)}
    sections |= {r.row for c in regime.clauses for r in c.rules if isinstance(r, SheetRow)}
    sections |= {name for section in regime.sections if section.typed for name in (section.id, section.label)}
    worth = full_value(regime, choices)
    full = worth[0] if worth else None
    kinds = {fact.kind for fact in facts}
    ids = {fact.id for fact in facts} if not kinds.isdisjoint(("withdrawn", "corrected")) else set()
    ranges = _ranges(regime, choices)
    is_open = regime.words.is_open
    looked_at = facts
    if _are_placed(facts, units, assigned):
        asked = _ASKED.union(ranges)
        looked_at = [fact for fact in facts if fact.kind in asked or fact.points is not None]
    for fact in looked_at:
        unit = known.get(fact.unit)
        if unit is None:
            raise FactError(fact.id, f"没有“{fact.unit}”这个单位")
        if (unit.since and fact.on < unit.since) or (unit.to and fact.on > unit.to):
            raise FactError(fact.id, f"{fact.on} 时单位“{fact.unit}”不在")
        if fact.matter is not None and fact.matter not in assigned:
            raise FactError(fact.id, f"事项“{fact.matter}”从未交办")
        if fact.kind == "transferred" and (fact.to not in known or fact.to == fact.unit):
            raise FactError(fact.id, f"to “{fact.to}”应是另一个已知单位")
        if fact.kind == "completed" and fact.points is not None:
            if fact.points < 0 or (full is not None and fact.points > full):
                raise FactError(fact.id, f"points 应在 0 与 {full if full is not None else '满分'} 之间")
        elif fact.kind == "step" and fact.step not in names and not (is_open and not names):
            raise FactError(fact.id, f"{regime.name}没有“{fact.step}”这一步")
        elif fact.kind == "sheet" and sections and fact.section not in sections:
            raise FactError(fact.id, f"{regime.name}的评分表没有“{fact.section}”这一部分")
        elif fact.kind in ("withdrawn", "corrected") and fact.get("of") not in ids:
            raise FactError(fact.id, f"of “{fact.get('of')}”不是这个案例里的事实")
        if fact.limit is None and fact.kind in ("step", "urged") and any(asks_for_limit(rule, fact) for rule in steps):
            raise FactError(fact.id, "缺少 limit：这一步的期限由发出时确定")
        for rule in ranges.get(fact.kind, ()):
            _check_range(rule, fact)
    _check_sheets(regime, facts, choices)
    _check_figures(regime, facts, choices)
    for fact in holdings.refused(facts, regime.words.holder)[:1]:
        raise FactError(fact.id, f"{fact.on} 时单位“{fact.unit}”并不承办事项“{fact.matter}”，不能{_ACTS[fact.kind]}")


def _are_placed(facts: Sequence[Fact], units: Sequence[Unit], assigned: set[str | None]) -> bool:
    """Whether all units are there the whole time and all matters assigned: then only some kinds need a look at each fact."""
    known = {unit.unit for unit in units if not (unit.since or unit.to)}
    return {fact.unit for fact in facts} <= known and {fact.matter for fact in facts} <= assigned | {None}


def _ranges(regime: Regime, choices: Mapping[str, str] | None) -> dict[str, list[Score]]:
    found: dict[str, list[Score]] = {}
    for rule in regime.rules_of(Score, choices) if regime.words.is_open else ():
        if rule.worth.range is not None:
            for kind in rule.select.names:
                found.setdefault(kind, []).append(rule)
    return found


def _check_range(rule: Score, fact: Fact) -> None:
    """What a person decides inside a range carries the amount, the person and the reason."""
    own = {name: wanted for name, wanted in rule.select.where.items() if fact.get(name) is not None}
    if fact.excused or any(fact.get(name) not in wanted for name, wanted in own.items()) or rule.worth.range is None:
        return
    amount = fact.get("amount")
    for name, said in (("amount", "分值"), ("person", "由谁定的"), ("reason", "理由")):
        if fact.get(name) is None or not str(fact.get(name)).strip():
            raise FactError(fact.id, f"缺少 {name}：{rule.clause} 的分由人在范围内定，要写明{said}")
    least, most = rule.worth.range
    wrong = outside(amount, least, most)
    if wrong:
        raise FactError(fact.id, f"amount {wrong}（{rule.clause}）")


def _check_sheets(regime: Regime, facts: Iterable[Fact], choices: Mapping[str, str] | None) -> None:
    """A row of a sheet, and a section of a matter's sheet, lie between 0 and their most; a unit's own section may be cut."""
    rows = {rule.row: rule.most for rule in regime.rules_of(SheetRow, choices)}
    sections = {rule.section: rule.most for rule in regime.rules_of(Sheet, choices) if rule.several}
    for fact in [fact for fact in facts if fact.kind == "sheet"] if rows or sections else ():
        most = rows.get(str(fact.section), sections.get(str(fact.section)) if fact.matter else None)
        wrong = outside(fact.points, Decimal(0), most) if fact.points is not None and most is not None else None
        if wrong:
            raise FactError(fact.id, f"points {wrong}（{fact.section}）")


def _check_figures(regime: Regime, facts: Sequence[Fact], choices: Mapping[str, str] | None) -> None:
    """Typed figures lie inside their bounds, also where the bound is what another figure of the unit says."""
    complete = regime.choices(choices)
    sections = {section.id: section for section in regime.sections if section.typed and section.holds(complete)}
    sections |= {section.label: section for section in list(sections.values())}
    typed = {
        entry.id: entry.form for entry in regime.quantities if isinstance(entry.form, Typed) and entry.holds(complete)
    }
    if not (sections or typed):
        return
    latest: dict[tuple[str, str], Decimal] = {}
    given = [fact for fact in facts if fact.kind in ("figure", "sheet")]
    for fact in sorted(given, key=lambda fact: (fact.on, fact.id)):
        if fact.kind == "figure":
            latest[fact.unit, str(fact.get("quantity"))] = fact.get("value")
    for fact in given:
        if fact.kind == "sheet" and fact.section in sections:
            section = sections[fact.section]
            least = section.least if section.least is not None else Decimal(0)
            wrong = None if section.is_cut or fact.points is None else outside(fact.points, least, section.most)
            if wrong:
                raise FactError(fact.id, f"points {wrong}（{section.label}）")
        elif fact.kind == "figure":
            name = str(fact.get("quantity"))
            form = typed.get(name)
            if form is not None:
                _check_figure(fact, form, latest)
            elif name in sections:
                section = sections[name]
                least = section.least if section.least is not None else Decimal(0)
                wrong = None if section.is_cut else outside(fact.get("value"), least, section.most)
                if wrong:
                    raise FactError(fact.id, f"value {wrong}（{section.label}）")
            else:
                raise FactError(fact.id, f"{regime.name}没有由人给出的数量“{name}”")


def _check_figure(fact: Fact, form: Typed, latest: Mapping[tuple[str, str], Decimal]) -> None:
    value: Decimal = fact.get("value")
    most = latest.get((fact.unit, form.most)) if isinstance(form.most, str) else form.most
    wrong = outside(value, form.least, most)
    if form.is_whole and value != value.to_integral_value():
        wrong = f"{value} 不是整数"
    if form.choice and value not in form.choice:
        wrong = f"{value} 不在可选的 {'、'.join(map(str, form.choice))} 之中"
    if wrong:
        raise FactError(fact.id, f"value {wrong}")


# The kinds that are asked for more than a unit that is there and a matter that was assigned; so is what carries points.
_ASKED = frozenset(("transferred", "step", "urged", "sheet", "withdrawn", "corrected"))
_ACTS = {
    "completed": "办结",
    "extended": "延期",
    "written_off": "销号",
    "transferred": "移交",
    "reopened": "撤回办结",
}
