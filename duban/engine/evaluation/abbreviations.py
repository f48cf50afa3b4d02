"""The older kinds of rules, written out in the slots of the score rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from duban.engine.rules.adjustments import Factor
from duban.engine.rules.bases import Base, Cap, Floor, Sheet, SheetRow, SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.formulas import parse
from duban.engine.rules.honours import Honour
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.points import Beyond, Exclude, HighestOnly, Points
from duban.engine.rules.quantities import Across, Counted, Quantity
from duban.engine.rules.scores import EACH, Condition, Count, Score, Worth
from duban.engine.rules.sections import TOTAL, Section
from duban.engine.rules.selects import Select
from duban.engine.wording import plain

SHEET = "_sheet"
# The quantities of an efficacy coefficient, and those that tell whether a unit has done all it had to.
# What gives, takes or bounds points.
GIVING = (
    Score, Points, Beyond, Base, Sheet, SheetRow, SheetTotal, Efficacy, Cap, Floor, HighestOnly, Factor, Exclude,
)  # fmt: skip
TOTALS, PERIODS_TOLD, OF_PERIODS = "_totals", "_periods_told", "_of_periods"
COUNTED, COMPLETED, EARNED, HIGHEST, MATTER_SCORE = "_counted", "_completed", "_earned", "_highest", "_matter_score"
ALL_COMPLETED = (
    Condition(COUNTED, (("at_least", Decimal(1)),)),
    Condition("_open", (("is", Decimal(0)),)),
)


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
            least=Decimal(0), most=sheet.most, typed=typed, missing="zero", is_cut=True, several=sheet.several,
        )  # fmt: skip
    floors = [rule for rule in rules if isinstance(rule, Floor)]
    if floors:
        floor = max(floors, key=lambda rule: rule.least)
        total = replace(total, least=floor.least, least_clause=floor.clause)
    return {TOTAL: total, **found}


def efficacy_of(rule: Efficacy) -> tuple[list[Quantity], Score]:
    """Write the efficacy coefficient as quantities and a score rule of the same clause."""
    per, base, weight = (plain(number) for number in (rule.per_matter, rule.base, rule.weight))
    coefficient = f"({base} + {COUNTED} / {HIGHEST} * {weight})"
    formula = parse(f"{EARNED} / ({per} * {COUNTED}) * 100 * {coefficient}")
    pool = "group" if rule.highest == "same_group" else "ranked"
    quantities = [
        *_counts(rule),
        Quantity(id=EARNED, form=replace(_done(rule), fields=("points",), default=rule.per_matter), label="已得分"),
        Quantity(id=HIGHEST, form=Across("max", COUNTED, pool), label="最高事项数"),
        Quantity(id=MATTER_SCORE, form=formula, label="事项得分", clause=rule.clause, if_zero="not_scored"),
    ]
    return quantities, Score(clause=rule.clause, line=rule.line, select=Select("quantity", (MATTER_SCORE,)))


def of_its_own(rules: Sequence[Rule]) -> list[Rule]:
    """Of rules for a period whose points are made of shorter ones give those that name it themselves, and those that give no points."""
    return [rule for rule in rules if not isinstance(rule, GIVING) or bool(getattr(rule, "periods", None))]


def totals_of(rule: OfPeriods) -> tuple[list[Quantity], Score]:
    """Write what a period has of shorter ones as quantities and a score rule of the same clause."""
    told = Select("event", ("period_total",), {"period": frozenset((rule.of,))})
    earned = TOTALS if rule.how == "sum" else f"{TOTALS} / {PERIODS_TOLD}"
    formula = parse(earned if rule.times == 1 else f"{earned} * {plain(rule.times)}")
    zero = "not_scored" if formula.divides else None
    quantities = [
        Quantity(id=TOTALS, form=Counted(told, fields=("points",)), label="各期得分之和"),
        Quantity(id=PERIODS_TOLD, form=Counted(told), label="期数"),
        Quantity(id=OF_PERIODS, form=formula, label="各期得分", clause=rule.clause, if_zero=zero),
    ]
    return quantities, Score(clause=rule.clause, line=rule.line, select=Select("quantity", (OF_PERIODS,)))


def written_out(rules: Iterable[Rule]) -> tuple[list[Quantity], Score | None]:
    """Give the quantities of an efficacy coefficient or of shorter periods, with the score rule of it; and those that tell who has done all, where an honour asks for that."""
    listed = list(rules)
    efficacy = next((rule for rule in listed if isinstance(rule, Efficacy)), None)
    of_periods = next((rule for rule in listed if isinstance(rule, OfPeriods)), None)
    quantities, score = efficacy_of(efficacy) if efficacy else totals_of(of_periods) if of_periods else ([], None)
    asks = any(isinstance(rule, Honour) and rule.among for rule in listed)
    return quantities + completion_of(efficacy) if asks else quantities, score


def completion_of(rule: Efficacy | None) -> list[Quantity]:
    """Give the quantities by which `ALL_COMPLETED` is told: of the matters that the coefficient counts, else of those at stake."""
    counts = [] if rule else _counts(None)
    done = Quantity(id=COMPLETED, form=_done(rule), label="办结件数")
    return [*counts, done, Quantity(id="_open", form=parse(f"{COUNTED} - {COMPLETED}"), label="未办结件数")]


def _counts(rule: Efficacy | None) -> list[Quantity]:
    return [Quantity(id=COUNTED, form=Counted(_matters(rule)), label="计入件数")]


def _done(rule: Efficacy | None) -> Counted:
    return Counted(_matters(rule, "done"))


def _matters(rule: Efficacy | None, *more: str) -> Select:
    word = "in_hand" if rule and rule.counted == "in_hand" else "at_stake"
    return Select("matters", (word, *more), {"role": frozenset(rule.roles)} if rule else {})
