"""By what a document scores: what units start from, which points are figures, and so what makes up a total."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine import lines, wording
from duban.engine.clauses import Regime
from duban.engine.lines import Line
from duban.engine.rules.adjustments import Rank, Unranked
from duban.engine.rules.bands import Bands
from duban.engine.rules.bases import SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.periods import OfPeriods
from duban.engine.rules.scores import Score as RuleOfScore
from duban.engine.scoring import Score


@dataclass(frozen=True)
class Basis:
    """By what a regime scores, under some readings: the rules that units start from, and the clauses whose points are a figure."""

    bases: tuple[tuple[str, Decimal], ...]
    starts: frozenset[str]
    figures: frozenset[str]
    adds_sheets: bool
    grades: bool
    # The document itself says who is left out; it works out nothing of which there might be nothing.
    leaves_out: bool = False
    # The groups of each ranking apart, where the document has several; the grades from the best down.
    pools: tuple[tuple[str, ...], ...] = ()
    scale: tuple[str, ...] = ()
    # What totals are called, in which kinds of periods.
    bands: tuple[Bands, ...] = ()
    # Which periods' points are made of shorter ones.
    of_periods: tuple[OfPeriods, ...] = ()

    def graded_by(self, kind: str) -> str:
        """Return the clause that says what totals are called in a period of that kind; empty where none does."""
        rule = self._bands_of(kind)
        return rule.clause if rule else ""

    def _bands_of(self, kind: str) -> Bands | None:
        return next((each for each in self.bands if not each.periods or kind in each.periods), None)

    def why_graded(self, score: Score, kind: str) -> tuple[str, str]:
        """Return why a total in a period of that kind has its grade, or has none, and the clause; both empty where no document says what it is called."""
        rule = self._bands_of(kind)
        if rule is None or score.total is None:
            return "", ""
        reached = rule.reached(score.total)
        share = (
            f"{reached}最多{wording.plain(rule.most[reached] * 100)}%的单位，并列的一并计算"
            if reached in rule.most
            else ""
        )
        if score.grade is None:
            return f"达到{reached}的分数，{share}，还有单位待录入，等次未定", rule.clause
        return (f"达到{reached}的分数，{share}，列为{score.grade}" if score.grade != reached else ""), rule.clause

    def parts_of(self, score: Score) -> tuple[Decimal, Decimal, Decimal]:
        """Return what a unit starts with, earns and loses; what a cap or the floor cut lowers the side that it cut."""
        start = plus = minus = Decimal(0)
        for line in score.lines:
            points = written(line)
            if line.stage == lines.START or line.clause in self.starts or (line.clause in self.figures and points > 0):
                start += points
            elif (points < 0) == (line.stage == lines.EARNED):
                minus += points
            else:
                plus += points
        return start, plus, minus

    def line_from(self, record: Mapping[str, Any]) -> Line:
        """Return the line that a published result holds; what kind of line it is tell its clause and its facts."""
        points, facts, clause = Decimal(record["points"]), tuple(record["facts"]), record["clause"]
        if clause in self.starts:
            stage = lines.CUT if facts and points < 0 else lines.START
        elif facts or clause in self.figures:
            stage = lines.EARNED
        else:
            stage = lines.START if (clause, points) in self.bases else lines.CUT
        places = max(0, -int(points.as_tuple().exponent))
        return Line(clause, points, facts, record["why"], stage, places)

    def why_unranked(self, score: Score, kind: str) -> str:
        """Return in words why a unit has no place in a period of that kind; while figures are missing, between what its total lies."""
        if score.is_pending:
            between = score.between
            return f"待录入{f'，总分在{between[0]:.2f}至{between[1]:.2f}之间' if between else ''}"
        if self.grades:
            return "本期没有评定等次"
        if score.total is not None:
            return f"本期得{score.total:.2f}分，按办法不列入排名"
        if any(kind in rule.periods for rule in self.of_periods):
            return "本期还没有已发布的各期得分"
        if self.leaves_out:
            return "按办法不计本期总分"
        return "本期没有登记评分表得分" if self.adds_sheets else "本期没有到期或办结的事项"


def basis_of(regime: Regime, choices: Mapping[str, str]) -> Basis:
    """Return by what a regime scores under these readings."""
    sections = regime.sections_by_id(choices).values()
    # Under a clause that also gives and takes points, a figure cannot be told from these by the clause.
    earning = {rule.clause for rule in regime.scores(choices)}
    typed = {section.clause for section in sections if section.typed and section.clause not in earning}
    flat = [(section.clause, section.unless_complete) for section in sections if section.unless_complete]
    starts = [
        (section.start_clause or section.clause, section.start) for section in sections if section.start is not None
    ]
    figures = [rule for rule in regime.rules_of(Rule, choices) if _scores_a_figure(rule)]
    return Basis(
        bases=(*starts, *flat),
        starts=frozenset({*typed, *(rule.clause for rule in regime.rules_of(SheetTotal, choices))}),
        figures=frozenset(rule.clause for rule in figures),
        adds_sheets=bool(regime.rules_of(SheetTotal, choices)),
        grades=bool(regime.rules_of(Grade, choices)),
        leaves_out=bool(regime.rules_of(Unranked, choices)) and not figures,
        pools=tuple(pool.groups for rule in regime.rules_of(Rank, choices) for pool in rule.pools),
        scale=next((rule.scale for rule in regime.rules_of(Grade, choices)), ()),
        bands=tuple(regime.rules_of(Bands, choices)),
        of_periods=tuple(regime.rules_of(OfPeriods, choices)),
    )


def written(line: Line) -> Decimal:
    """Return the points of a line as they are written: with its own places, else without a needless zero."""
    return Decimal(wording.plain(line.points)) if line.places is None else round(line.points, line.places)


def _scores_a_figure(rule: Rule) -> bool:
    """Whether the points of a rule are worked out by a formula and no amount for each thing that happened."""
    return isinstance(rule, Efficacy | OfPeriods) or (isinstance(rule, RuleOfScore) and rule.select.kind == "quantity")
