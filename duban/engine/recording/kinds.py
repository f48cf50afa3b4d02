"""One kind of fact as a document knows it: its fields, the rules that take it, and how what was filled in is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as default
from datetime import date
from decimal import Decimal
from typing import Any

from duban.engine import wording
from duban.engine.rules.scores import Score
from duban.engine.vocabulary.events import Event, Field
from duban.engine.vocabulary.words import Words, value_of

AMOUNT, PERSON = "评定分值", "评定人"
_LONGEST = 500


class FieldRefused(ValueError):
    """A value that a field cannot have; `field` names it, `clause` the provision that bounds it."""

    def __init__(self, field: str, why: str, clause: str = "") -> None:
        self.field, self.why, self.clause = field, why, clause
        super().__init__(why)


@dataclass(frozen=True)
class Figure:
    """A figure that a person gives: its field with label, unit and bounds, the values to choose from, who gives it, under which clause.

    `is_cut`: a value beyond its bounds is cut when it is scored, and taken here. `has_moving_bound`: another figure is its most.
    """

    field: Field
    choice: tuple[Decimal, ...]
    by: tuple[str, ...]
    clause: str
    is_cut: bool = False
    has_moving_bound: bool = False


@dataclass(frozen=True)
class Recordable:
    """One kind of fact as the document knows it: the event, its fields in order, and the score rules that take it."""

    event: Event
    fields: tuple[Field, ...]
    rules: tuple[Score, ...] = ()
    is_scored: bool = False
    # Of figures that a person gives, by section or quantity: the name under which the number stands, and between what it lies.
    figures: Mapping[str, Figure] = default(default_factory=dict)

    @property
    def id(self) -> str:
        """The kind."""
        return self.event.id

    @property
    def label(self) -> str:
        """What readers call it."""
        return self.event.label

    @property
    def clause(self) -> str:
        """The clause that knows it: its own, else that of the first rule that takes it."""
        return self.event.clause or next((rule.clause for rule in self.rules), "")

    @property
    def ranges(self) -> tuple[Score, ...]:
        """The rules inside whose range a person decides the points."""
        return tuple(rule for rule in self.rules if rule.worth.range is not None)

    @property
    def asked(self) -> tuple[Field, ...]:
        """What is asked of who records it: the fields, and where a person decides the points, how many and who."""
        if not self.ranges:
            return self.fields
        ends = [rule.worth.range or (None, None) for rule in self.ranges]
        least = None if any(low is None for low, _ in ends) else min(low for low, _ in ends if low is not None)
        most = None if any(high is None for _, high in ends) else max(high for _, high in ends if high is not None)
        # Where a rule takes all facts of the kind, somebody has to decide.
        names = {field.name for field in self.fields}
        is_optional = all(names & set(rule.select.where) for rule in self.ranges)
        amount = Field("amount", "decimal", AMOUNT, is_optional, least=least, most=most, unit="分")
        return (*self.fields, amount, Field("person", "text", PERSON, is_optional))

    def of_those_given_by(self, givers: Collection[str]) -> Recordable | None:
        """Give the kind with those figures alone that one of these gives, which stand as they are entered; None without any."""
        own = {key: figure for key, figure in self.figures.items() if not set(givers).isdisjoint(figure.by)}
        if not own:
            return None
        name = "section" if self.id == "sheet" else "quantity"
        fields = tuple(
            replace(field, words={key: word for key, word in field.words.items() if key in own})
            if field.name == name
            else field
            for field in self.fields
            if field.name != "by"
        )
        return replace(self, event=replace(self.event, entered_by="unit"), fields=fields, figures=own)

    def range_of(self, fact: Mapping[str, object]) -> Score | None:
        """Give the rule whose range bounds the points of a fact with these fields, or None where nobody decides any."""
        names = {field.name for field in self.fields}
        for rule in self.ranges:
            own = {name: wanted for name, wanted in rule.select.where.items() if name in names}
            if all(fact.get(name) in wanted for name, wanted in own.items()):
                return rule
        return None

    def read(self, given: Mapping[str, object], words: Words) -> dict[str, object]:
        """Return the fields as the interchange format writes them, in the order of the document.

        Raises FieldRefused for a field that the kind has not, one that is missing, and a value outside its type or bounds.
        """
        known = {field.name: field for field in self.fields}
        for name in given:
            if name not in known and name not in ("amount", "person", "reason"):
                labels = "、".join(field.label for field in self.fields)
                raise FieldRefused(
                    name, f"“{self.label}”没有“{name}”这一项" + (f"，只有{labels}" if labels else ""), self.clause
                )
        read: dict[str, object] = {}
        for field in self.fields:
            value = given.get(field.name)
            if value in (None, ""):
                if not field.optional:
                    raise FieldRefused(field.name, f"请填写{field.label}", self.clause)
                continue
            read[field.name] = plain(_read(field, value, words, self.clause))
        figure = self.figures.get(str(read.get("section" if self.id == "sheet" else "quantity")))
        if figure is not None:
            _within(figure, Decimal(str(read[figure.field.name])))
        rule = self.range_of(read)
        if rule is not None:
            read |= _decided(rule, given)
        return read


def _read(field: Field, value: object, words: Words, clause: str) -> Any:
    if field.words:
        if not isinstance(value, str) or value not in field.words:
            raise FieldRefused(field.name, f"{field.label}没有“{value}”，只有{'、'.join(field.words.values())}", clause)
        return value
    if field.type == "text" and (not isinstance(value, str) or not value.strip()):
        raise FieldRefused(field.name, f"{field.label}应是文字", clause)
    if field.type == "text" and len(str(value)) > _LONGEST:
        raise FieldRefused(field.name, f"{field.label}最多 {_LONGEST} 字", clause)
    read, wrong = value_of(field, value, words)
    if wrong is None:
        return read
    if field.type in ("whole", "decimal"):
        raise FieldRefused(field.name, f"{field.label}{bounds_said(field)}，不能是“{value}”", clause)
    raise FieldRefused(field.name, f"{field.label}{wrong}", clause)


def _within(figure: Figure, value: Decimal) -> None:
    """Raise FieldRefused for a figure outside its bounds, where these are numbers."""
    asked = figure.field
    if figure.choice and value not in figure.choice:
        said = "、".join(wording.plain(each) for each in figure.choice)
        raise FieldRefused(asked.name, f"{asked.label}只能是 {said}，不能是“{wording.plain(value)}”", figure.clause)
    _, wrong = value_of(asked, value, Words())
    if wrong and not figure.is_cut:
        raise FieldRefused(
            asked.name, f"{asked.label}{bounds_said(asked)}，不能是“{wording.plain(value)}”", figure.clause
        )


def bounds_said(field: Field) -> str:
    """Say between what a number lies: 应是 0 至 5 的整数（次）."""
    least, most = (None if end is None else wording.plain(end) for end in (field.least, field.most))
    kind = "整数" if field.type == "whole" else "数"
    unit = f"（{field.unit}）" if field.unit else ""
    if least is not None and most is not None:
        return f"应是 {least} 至 {most} 的{kind}{unit}"
    if least is not None:
        return f"应是不小于 {least} 的{kind}{unit}"
    return f"应是不大于 {most} 的{kind}{unit}" if most is not None else f"应是{kind}{unit}"


def _decided(rule: Score, given: Mapping[str, object]) -> dict[str, object]:
    """What a person decides inside the range of a rule: the amount, who, and why."""
    least, most = rule.worth.range or (None, None)
    amount = Field("amount", "decimal", AMOUNT, least=least, most=most, unit="分")
    if given.get("amount") in (None, ""):
        raise FieldRefused("amount", f"请填写{amount.label}：{bounds_said(amount)}，由人评定", rule.clause)
    found, wrong = value_of(amount, given["amount"], Words())
    if wrong:
        raise FieldRefused("amount", f"{amount.label}{bounds_said(amount)}，不能是“{given['amount']}”", rule.clause)
    said = {}
    for name, label in (("person", PERSON), ("reason", "理由")):
        value = given.get(name)
        if not isinstance(value, str) or not value.strip():
            raise FieldRefused(name, f"请填写{label}：分值由人评定的，要写明由谁评定和理由", rule.clause)
        said[name] = value.strip()
    return {"amount": plain(found), **said}


def plain(value: Any) -> object:
    """Give a value as the interchange format writes it: days and decimals as text."""
    if isinstance(value, date):
        return value.isoformat()
    return wording.plain(value) if isinstance(value, Decimal) else value
