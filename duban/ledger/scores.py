"""Scores: the engine's answer for a period, from the journal's facts. Never stored; publication freezes it."""

import datetime
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.core.cache import cache

from duban.engine import cases, lines, scoring, wording
from duban.engine import facts as engine_facts
from duban.engine.clauses import Regime
from duban.engine.facts import Fact
from duban.engine.known_facts import known
from duban.engine.lines import Line
from duban.engine.packs import loading
from duban.engine.rules.adjustments import Rank, Unranked
from duban.engine.rules.bases import SheetTotal
from duban.engine.rules.efficacies import Efficacy
from duban.engine.rules.fields import Rule
from duban.engine.rules.grades import Grade
from duban.engine.rules.scores import Score as RuleOfScore
from duban.engine.scoring import Result, Score
from duban.ledger import documents, journal
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.reorganised.changes import Change, units_of
from duban.ledger.reorganised.facts import of_period
from duban.people.models import Jurisdiction

# Lines of a journal from which on a draft takes seconds.
_LONG = 50_000


def case_for(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> dict[str, Any]:
    """Return the case, in the interchange format, of a jurisdiction's period: both days inclusive, facts known by now.

    Matters that were done with before the period are left out: nothing of them counts in it. Units that take no part in the ranking
    are left out with their facts; a matter that passed to one of them leaves the ranking as a written-off one does.
    """
    governed = Governed.of(jurisdiction, from_on)
    members = units_of(jurisdiction, governed.held, from_on, to_on)
    codes = {unit["unit"] for unit in members.units}
    return {
        "regime": governed.document.id,
        "choices": dict(governed.choices),
        "period": {"from": from_on.isoformat(), "to": to_on.isoformat(), "kind": kind},
        "units": members.units,
        "facts": list(_rows(jurisdiction, codes, members.changes, from_on, to_on)),
    }


def case_again(ranking: Ranking) -> dict[str, Any]:
    """Return the case of a published ranking as it is known now: its own document, readings and units, the facts of its period."""
    case, codes = ranking.snapshot, {unit["unit"] for unit in ranking.snapshot["units"]}
    held = Governed.of(ranking.jurisdiction, ranking.from_on).held
    changes = units_of(ranking.jurisdiction, held, ranking.from_on, ranking.to_on).changes
    return {**case, "facts": list(_rows(ranking.jurisdiction, codes, changes, ranking.from_on, ranking.to_on))}


def score_case(case: Mapping[str, Any], document: Regime | None = None) -> Result:
    """Return the engine's answer to a case, by that document; without one by the installed pack that the case names."""
    regime = document or loading.load_regime(case["regime"])
    facts = engine_facts.facts_from(case["facts"], words=regime.words)
    units = cases.units_from(case["units"], regime.words)
    period = cases.period_from(case["period"], regime.words)
    return scoring.score(regime, facts, units, period, choices=case["choices"])


@dataclass(frozen=True)
class Scored:
    """The answer to a case with what explains it: the units, whose the ignored facts are, and by code and name who is of no group of the document."""

    units: Sequence[cases.Unit]
    result: Result
    owners: dict[str, str]
    apart: Sequence[tuple[str, str]] = ()

    def score(self, unit: str) -> Score | None:
        """Return what a unit has, by its code; None where it takes no part."""
        return next((each for each in self.result.units if each.unit == unit), None)


def published_of(ranking: Ranking) -> Scored:
    """Return a published ranking with what explains it; the answer is not computed again."""
    case = ranking.snapshot
    document = document_of(ranking)
    units, result = cases.units_from(case["units"], document.words), result_of(ranking)
    facts = engine_facts.facts_from(case["facts"], words=document.words)
    return _explained(units, facts, result)


def document_of(ranking: Ranking) -> Regime:
    """Return the document by which a ranking was computed; of one from before documents were adopted, that of its first day."""
    if ranking.document_id:
        return documents.loaded(ranking.document_id)
    found, _ = documents.governing(ranking.jurisdiction, ranking.from_on)
    return found if found.id == ranking.regime else loading.load_regime(ranking.regime)


def draft_of(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Scored:
    """Return the answer of a period as it stands now; kept in memory until a fact that counts is added or amended, or the units change.

    One answer is kept for each period, with what it rests on: a newer one takes the place of an older one that nobody will ask for again.
    """
    governed = Governed.of(jurisdiction, from_on)
    members = units_of(jurisdiction, governed.held, from_on, to_on)
    listed, changes, apart = members.units, members.changes, members.apart
    kinds = scoring.counted_kinds(governed.document, kind, governed.choices)
    last = journal.last_counted(jurisdiction, kinds)
    document = governed.held.digest or jurisdiction.regime
    basis = digest_of({"basis": [last, document, governed.choices, listed, [each.pk for each in changes], apart]})
    key = f"scores:{jurisdiction.pk}:{kind}:{from_on}:{to_on}"
    kept: tuple[str, Scored] | None = cache.get(key) if last else None
    if kept is not None and kept[0] == basis:
        return kept[1]
    # Row by row, and only what counts: of a hundred thousand facts no more stands in memory than the answer needs.
    words = governed.document.words
    rows = _rows(jurisdiction, {unit["unit"] for unit in listed}, changes, from_on, to_on, kinds)
    facts = engine_facts.facts_from(rows, words=words)
    units, period = cases.units_from(listed, words), cases.Period(from_on, to_on, kind)
    result = scoring.score(governed.document, facts, units, period, choices=governed.choices)
    found = replace(_explained(units, facts, result), apart=apart)
    if last:
        cache.set(key, (basis, found), 3600)
    return found


def lately_of(jurisdiction: Jurisdiction, kind: str, from_on: datetime.date, to_on: datetime.date) -> Scored:
    """Return a period's draft for a page that everybody opens all the time: with a long journal it may be two minutes old."""
    key = f"scores-lately:{jurisdiction.pk}:{kind}:{from_on}:{to_on}"
    found: Scored | None = cache.get(key)
    if found is None:
        found = draft_of(jurisdiction, kind, from_on, to_on)
        if journal.last_of(jurisdiction) > _LONG:
            cache.set(key, found, 120)
    return found


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

    def why_unranked(self, score: Score) -> str:
        """Return in words why a unit has no place; while figures are missing, between what its total lies."""
        if score.is_pending:
            between = score.between
            return f"待录入{f'，总分在{between[0]:.2f}至{between[1]:.2f}之间' if between else ''}"
        if self.grades:
            return "本期没有评定等次"
        if score.total is not None:
            return f"本期得{score.total:.2f}分，按办法不列入排名"
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
    )


def result_of(ranking: Ranking) -> Result:
    """Return the frozen answer of a published ranking, as the engine gave it."""
    record, document = ranking.result, document_of(ranking)
    basis = basis_of(document, ranking.snapshot["choices"])
    units = [
        Score(
            each["unit"],
            None if each["total"] is None else Decimal(each["total"]),
            each["rank"],
            [basis.line_from(line) for line in each["lines"]],
            each.get("grade"),
            between=(Decimal(each["between"][0]), Decimal(each["between"][1])) if each.get("between") else None,
            is_pending="between" in each,
        )
        for each in record["units"]
    ]
    honours = [scoring.Honour(each["unit"], each["clause"]) for each in record["honours"]]
    ignored = [scoring.Ignored(each["fact"], each["why"]) for each in record["ignored"]]
    period = cases.period_from(record["period"], document.words)
    return Result(record["regime"], period, units, honours, ignored, any("grade" in each for each in record["units"]))


def written(line: Line) -> Decimal:
    """Return the points of a line as they are written: with its own places, else without a needless zero."""
    return Decimal(wording.plain(line.points)) if line.places is None else round(line.points, line.places)


def _scores_a_figure(rule: Rule) -> bool:
    """Whether the points of a rule are worked out by a formula and no amount for each thing that happened."""
    return isinstance(rule, Efficacy) or (isinstance(rule, RuleOfScore) and rule.select.kind == "quantity")


def _explained(units: Sequence[cases.Unit], facts: Sequence[Fact], result: Result) -> Scored:
    ignored = {entry.fact for entry in result.ignored}
    return Scored(units, result, {fact.id: fact.unit for fact in facts if fact.id in ignored})


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a case or a result in its canonical form."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def regime_version(jurisdiction: Jurisdiction) -> str:
    """Return the version of the regime in force."""
    return Governed.of(jurisdiction).document.version


def _rows(
    jurisdiction: Jurisdiction,
    codes: Collection[str],
    changes: Sequence[Change],
    from_on: datetime.date,
    to_on: datetime.date,
    kinds: Collection[str] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the facts of those units that bear on a period, of some kinds or all."""
    # A transfer to a unit that takes no part is told as a write-off; facts of a kind that does not count need not be read.
    words = Governed.of(jurisdiction, from_on).document.words
    facts = journal.each_fact(jurisdiction, since=from_on, through=to_on, kinds=kinds)
    read = known(facts, words)
    for row in of_period(read, changes, from_on) if changes else read:
        if row["unit"] not in codes:
            continue
        if row["kind"] == "transferred" and row["to"] not in codes:
            row = {**row, "kind": "written_off"}
            del row["to"]
        yield row
