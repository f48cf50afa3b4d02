"""The older kinds of rules, written out in the slots of the score rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from duban.engine.rules.bases import Base, Floor, Sheet, SheetTotal
from duban.engine.rules.fields import Rule
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.scores import EACH, Count, Score, Worth
from duban.engine.rules.sections import TOTAL, Section
from duban.engine.rules.selects import Select

SHEET = "_sheet"


def score_of(rule: Points | Beyond) -> Score:
    """Write `points` and `beyond` as a score rule of the same clause."""
    where = dict(rule.where)
    count = EACH
    if isinstance(rule, Beyond):
        from_ = rule.more_than + 1
        is_once = rule.times == "once"
        count = Count(once_per=("matter",), from_=from_) if is_once else Count(within=("matter",), from_=from_)
        worth = Worth(rule.points)
    else:
        if rule.only_role:
            where["role"] = frozenset((rule.only_role,))
        if rule.needs_matter:
            where["matter"] = frozenset(("any",))
        worth = _worth(rule)
    periods = rule.periods if isinstance(rule, Points) else ()
    select = Select("event", (rule.fact,), where)
    return Score(clause=rule.clause, line=rule.line, select=select, count=count, worth=worth, periods=periods)


def _worth(rule: Points) -> Worth:
    if isinstance(rule.points, Decimal):
        return Worth(rule.points)
    by = "class" if rule.by == "authority_class" else str(rule.by)
    return Worth(by=(by,), points={(key,): amount for key, amount in rule.points.items()})


def sections_of(rules: Sequence[Rule], written: Sequence[Section]) -> dict[str, Section]:
    """Give the sections by id, parents and children alike, with what base, floor and sheet rules say of them."""
    found = {section.id: section for section in written}
    total = found.pop(TOTAL, Section(id=TOTAL, label="总分"))
    bases = [rule for rule in rules if isinstance(rule, Base)]
    sheets = [rule for rule in rules if isinstance(rule, Sheet)]
    adds_up = any(isinstance(rule, SheetTotal) for rule in rules)
    for base in bases:
        if base.unless_sheet and sheets:
            found[SHEET] = Section(id=SHEET, label="评分表", clause=base.clause, unless_complete=base.points)
        else:
            total = replace(total, start=base.points, start_clause=base.clause)
    if sheets and SHEET not in found and not adds_up:
        found[SHEET] = Section(id=SHEET, label="评分表", clause=sheets[0].clause, unless_complete=Decimal(0))
    for number, sheet in enumerate(sheets):
        name = f"{SHEET}_{number}"
        typed = () if adds_up else ("office",)
        found[name] = Section(
            id=name, label=sheet.section, clause=sheet.clause, parent=TOTAL if adds_up else SHEET,
            least=Decimal(0), most=sheet.most, typed=typed, missing="zero", is_cut=True,
        )  # fmt: skip
    floors = [rule for rule in rules if isinstance(rule, Floor)]
    if floors:
        floor = max(floors, key=lambda rule: rule.least)
        total = replace(total, least=floor.least, least_clause=floor.clause)
    return {TOTAL: total, **found}
