"""A regime: an official document as data, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from duban.engine.evaluation.abbreviations import score_of, sections_of
from duban.engine.rules.fields import Rule
from duban.engine.rules.points import Beyond, Points
from duban.engine.rules.quantities import Counted, Quantity
from duban.engine.rules.scores import Score
from duban.engine.rules.sections import Section
from duban.engine.rules.steps import Step
from duban.engine.vocabulary.periods import PeriodKind
from duban.engine.vocabulary.words import NONE, Words

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class Clause:
    """One clause: how it is cited, what it demands in our words, and what satisfies it."""

    clause: str
    gist: str
    kinds: tuple[str, ...]
    part: str
    rules: tuple[Rule, ...] = ()
    features: tuple[str, ...] = ()
    no_rule: str | None = None
    counts: str = "all"
    by_person: str | None = None
    cannot: str | None = None
    sources: tuple[Mapping[str, Any], ...] = ()
    # Where it stands, for messages.
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Ambiguity:
    """What the text leaves open: the question, its readings, the one chosen and why."""

    id: str
    clauses: tuple[str, ...]
    question: str
    readings: Mapping[str, str]
    chosen: str
    why: str
    switch: bool


@dataclass(frozen=True)
class AuthorityClass:
    """A name for a set of authorities, perhaps under certain readings only."""

    id: str
    name: str
    authorities: tuple[str, ...]
    when: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(frozen=True)
class Category:
    """A kind of thing that the document supervises."""

    id: str
    name: str
    clause: str


@dataclass(frozen=True)
class Paper:
    """A paper that the document names, and the act that prints it."""

    id: str
    name: str
    clause: str
    act: str


@dataclass(frozen=True)
class Enumeration:
    """Things that a clause counts out by name (methods, media, contents of an inspection)."""

    id: str
    name: str
    clause: str
    items: tuple[str, ...]
    month: int | None = None


@dataclass(frozen=True)
class Example:
    """Facts that the document itself tells and the totals that it gives for them, as a case of the interchange format.

    With a `clause`, `points` is what the lines of that clause must come to, for each unit.
    """

    name: str
    case: Mapping[str, Any]
    totals: Mapping[str, str | None]
    file: str = ""
    line: int = 0
    clause: str | None = None
    points: Mapping[str, str] = field(default_factory=dict)


# What a pack may say of how its document was issued, with the words of its page.
ISSUING = {"meeting": "审议通过", "addressees": "主送", "copies": "抄送", "consent": "经何机关同意", "basis": "依据"}


class UnknownReading(ValueError):
    """A choice of an ambiguity or a reading that the regime does not offer."""


@dataclass(frozen=True, eq=False)
class Regime:
    """A document with everything that the program reads out of it."""

    id: str
    name: str
    title: str | None
    number: str | None
    issuer: str | None
    level: str
    issued_on: date | None
    in_force: date | None
    version: str
    remarks: tuple[str, ...]
    periods: tuple[str, ...]
    groups: Mapping[str, str]
    levels: Mapping[str, str]
    level_clause: str | None
    authority_classes: tuple[AuthorityClass, ...]
    categories: tuple[Category, ...]
    papers: tuple[Paper, ...]
    roles: Mapping[str, str]
    ledger_columns: tuple[str, ...]
    lists: tuple[Enumeration, ...]
    clauses: tuple[Clause, ...]
    readings: tuple[Ambiguity, ...]
    parts: tuple[str, ...]
    features: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Words = NONE
    # The pack's own names of authorities, roles and levels, by id.
    named: Mapping[str, str] = field(default_factory=dict)
    spans: tuple[PeriodKind, ...] = ()
    sections: tuple[Section, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    ladder: str = "rungs"
    bodies: Mapping[str, str] = field(default_factory=dict)
    # How it was issued, by the names of `ISSUING`.
    issuing: Mapping[str, str] = field(default_factory=dict)
    examples: tuple[Example, ...] = ()
    # The file of the head and the line of each of its keys, for messages.
    file: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def choices(self, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
        """Complete the chosen readings by the pack's own.

        Raises UnknownReading for an ambiguity or a reading that there is not, or one that has no switch.
        """
        complete = {ambiguity.id: ambiguity.chosen for ambiguity in self.readings}
        known = {ambiguity.id: ambiguity for ambiguity in self.readings}
        for name, reading in (chosen or {}).items():
            if name not in known:
                raise UnknownReading(f"choices：{self.name}没有“{name}”这处歧义")
            ambiguity = known[name]
            if reading not in ambiguity.readings:
                offered = "、".join(ambiguity.readings)
                raise UnknownReading(f"choices：{name} 没有“{reading}”这种执行口径，只有 {offered}")
            if not ambiguity.switch and reading != ambiguity.chosen:
                raise UnknownReading(f"choices：{name} 没有开关，只按 {ambiguity.chosen} 读")
            complete[name] = reading
        return complete

    def has_group(self, group: str) -> bool:
        """Say whether units of a group are supervised at all: one of the document's own; every one where it tells none apart."""
        return not self.groups or any(each in self.groups for each in self.words.chain(group))

    def kept(self, chosen: Mapping[str, str]) -> dict[str, str]:
        """Return, of readings chosen under another version, those that may be chosen here too."""
        return {
            each.id: chosen[each.id]
            for each in self.readings
            if each.id in chosen
            and chosen[each.id] in each.readings
            and (each.switch or chosen[each.id] == each.chosen)
        }

    def rules_of(self, kind: type[R], choices: Mapping[str, str] | None = None) -> list[R]:
        """List the rules of one kind that hold under the choices, in clause order."""
        complete = self.choices(choices)
        return [
            rule for clause in self.clauses for rule in clause.rules if isinstance(rule, kind) and rule.holds(complete)
        ]

    def scores(self, choices: Mapping[str, str] | None = None) -> list[Score]:
        """List what scores under the choices, in clause order: the score rules, and `points` and `beyond` written out in the same slots."""
        return [
            score_of(rule) if isinstance(rule, Points | Beyond) else rule
            for rule in self.rules_of(Rule, choices)
            if isinstance(rule, Score | Points | Beyond)
        ]

    def reads(self, event: str, field: str, choices: Mapping[str, str] | None = None) -> bool:
        """Say whether points hang on a field of an event: paid for each of it, by a table, under a condition, or added up."""
        complete = self.choices(choices)
        counted = [each.form for each in self.quantities if each.holds(complete) and isinstance(each.form, Counted)]
        read = [(each.select, (*each.worth.by, each.count.per)) for each in self.scores(choices)]
        read += [(form.select, (*form.fields, form.count.per)) for form in counted]
        return any(event in select.names and field in (*fields, *select.where) for select, fields in read)

    def sections_by_id(self, choices: Mapping[str, str] | None = None) -> dict[str, Section]:
        """Give the sections under the choices by id, the total first, with what base, floor and sheet rules say of them."""
        complete = self.choices(choices)
        written = [section for section in self.sections if section.holds(complete)]
        return sections_of(self.rules_of(Rule, choices), written)

    def steps(self, choices: Mapping[str, str] | None = None) -> list[Step]:
        """List the steps of the ladder in order."""
        return self.rules_of(Step, choices)

    def clause(self, name: str) -> Clause:
        """Give one clause by its citation. Raises KeyError where there is none."""
        for clause in self.clauses:
            if clause.clause == name:
                return clause
        raise KeyError(name)

    def features_under(self, name: str) -> frozenset[str]:
        """Give the features of the clause of that citation, or of all that stand under it where it is a heading."""
        under = [clause for clause in self.clauses if clause.clause.startswith(name)]
        exactly = [clause for clause in under if clause.clause == name]
        return frozenset(feature for clause in exactly or under for feature in clause.features)

    def order(self) -> dict[str, int]:
        """Give the place of each clause in the document."""
        return {clause.clause: place for place, clause in enumerate(self.clauses)}

    def has_clause(self, name: str) -> bool:
        """Say whether a citation names a clause, or a heading under which clauses stand."""
        return any(clause.clause.startswith(name) for clause in self.clauses)

    def classes(self, choices: Mapping[str, str]) -> dict[str, frozenset[str]]:
        """Give the authorities of each authority class under complete choices."""
        found: dict[str, frozenset[str]] = {}
        for entry in self.authority_classes:
            if all(choices.get(name) in readings for name, readings in entry.when):
                found[entry.id] = found.get(entry.id, frozenset()) | frozenset(entry.authorities)
        return found
