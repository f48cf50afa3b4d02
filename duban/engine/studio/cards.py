"""A card: one clause of a draft, what it does in sentences, what a score card would print for it, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from duban.engine import scoring
from duban.engine.clauses import Clause, Regime
from duban.engine.packs import coverage
from duban.engine.rules.fields import Rule
from duban.engine.sentences.differences import section_statement
from duban.engine.sentences.figures import figure_statement
from duban.engine.sentences.rules import sentence_of
from duban.engine.studio import checking, drafts, reading
from duban.engine.studio.checking import Fault
from duban.engine.studio.drafts import Content
from duban.engine.studio.reading import CannotTry, Draft
from duban.engine.witnesses.examining import examine
from duban.engine.witnesses.worlds import World

STATES = {
    "rule": "按规则执行", "feature": "由系统功能办理", "person": "由人评定", "cannot": "系统不能办理", "no_rule": "不需系统处理",
    "undecided": "尚未确定",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """What one rule of a clause does; `rule` is its place in the clause. Where the rule cannot be read yet, `text` is empty."""

    rule: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line as a score card would print it, with its points, for the smallest case in which the rule fires."""

    rule: int
    why: str
    points: str


@dataclass(frozen=True, slots=True)
class Card:
    """One clause: `state` of `STATES`; `figures` are the sentences of the sections and quantities that stand under it."""

    number: str
    state: str
    sentences: tuple[Sentence, ...]
    figures: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    hints: tuple[Fault, ...]

    @property
    def state_name(self) -> str:
        """What readers call the state."""
        return STATES[self.state]


def card_of(content: Content, number: str) -> Card:
    """Return the card of a clause. Raises KeyError where the draft has none of that number."""
    clause = drafts.clause_of(content, number)
    draft = reading.read(content)
    rules = draft.rules_of(number)
    written = drafts.listed(clause.get("rules"))
    sentences = tuple(Sentence(place, _sentence(draft, rules.get(place))) for place in range(len(written)))
    return Card(
        number,
        state_of(content, number),
        sentences,
        tuple(_figures(draft, number)),
        _lines(draft, number),
        tuple(each for each in checking.faults_of(content) if each.clause == number),
        tuple(each for each in checking.hints_of(content) if each.clause == number),
    )


def state_of(content: Content, number: str) -> str:
    """Return what becomes of a clause, one of `STATES`; cheap, for the list of all cards."""
    clause = drafts.clause_of(content, number)
    if drafts.is_undecided(clause):
        return "undecided"
    draft = reading.read(content)
    built = draft.clause(number)
    if built is None or draft.regime is None:
        return _by_keys(clause)
    try:
        return _state(draft.regime, built)
    except KeyError:  # It restates a clause that is not there.
        return _by_keys(clause)


def states_of(content: Content) -> dict[str, str]:
    """Return the state of every clause, by number, in the order of the draft."""
    return {number: state_of(content, number) for number in map(drafts.number_of, drafts.clauses_of(content)) if number}


def _state(regime: Regime, clause: Clause) -> str:
    """As the coverage of a document tells it; a feature that no test proves for this clause is named a feature here."""
    found = coverage.state(regime, clause)
    if found != "unproved":
        return found
    if clause.by_person or any(coverage.is_by_person(regime, rule) for rule in clause.rules):
        return "person"
    return "rule" if clause.rules else "feature"


def _by_keys(clause: dict[str, Any]) -> str:
    for key, state in (("no_rule", "no_rule"), ("cannot", "cannot"), ("by_person", "person"), ("rules", "rule")):
        if clause.get(key):
            return state
    return "feature"


def _sentence(draft: Draft, rule: Rule | None) -> str:
    """The sentence of a rule; empty where it names what is not there."""
    if rule is None or draft.regime is None:
        return ""
    try:
        return sentence_of(rule, draft.regime)
    except (KeyError, ValueError, TypeError):
        return ""


def _figures(draft: Draft, number: str) -> list[str]:
    if draft.regime is None:
        return []
    sections = [section_statement(each) for each in draft.regime.sections if each.clause == number]
    return sections + [
        figure_statement(each, draft.regime) for each in draft.regime.quantities if each.clause == number
    ]


@lru_cache(maxsize=256)
def _lines(draft: Draft, number: str) -> tuple[Line, ...]:
    """Score the smallest case in which each rule fires, and keep the lines of its clause."""
    try:
        return reading.tried(draft, lambda regime: _lines_by(regime, draft, number))
    except CannotTry:
        return ()


def _lines_by(regime: Regime, draft: Draft, number: str) -> tuple[Line, ...]:
    found: list[Line] = []
    rules = next((each.rules for each in regime.clauses if each.clause == number), ())
    for rule in rules:
        fired = next((each for each in examine(regime, rule) if each.fires and each.facts), None)
        if fired is None:
            continue
        choices = dict(fired.choices)
        world = World(regime, regime.choices(choices), fired.period, fired.group)
        result = scoring.score(regime, fired.facts, world.units, world.period, choices).as_json()  # type: ignore[arg-type]
        lines = [line for unit in result["units"] for line in unit["lines"] if line["clause"] == number]
        place = draft.place_of(rule.line).rule or 0
        found += [Line(place, str(line["why"]), str(line["points"])) for line in lines]
    unique: dict[tuple[str, str], Line] = {}
    for line in found:
        unique.setdefault((line.why, line.points), line)
    return tuple(unique.values())
