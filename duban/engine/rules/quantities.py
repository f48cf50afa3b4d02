"""Quantities: numbers that rules, conditions and formulas name, for one unit and period; exact fractions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules.formulas import Formula, FormulaError, parse
from duban.engine.rules.scores import COUNT_KEYS, EACH, Condition, Count, count_of, read_conditions
from duban.engine.rules.sections import MISSING
from duban.engine.rules.selects import Select, select_of
from duban.engine.vocabulary import readers

FORMS = ("count", "sum", "typed", "formula", "across")
ACROSS = ("max", "min", "sum", "mean")
POOLS = ("ranked", "group", "pool")
_SELECT = ("event", "matters", "unit", "quantity", "where")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are selected, or the sum of a product of their fields; `owed` matters without such an event leave it pending."""

    select: Select
    count: Count = EACH
    fields: tuple[str, ...] = ()
    default: Decimal | None = None
    owed: Select | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """A figure that a person gives, between bounds; `most` may be another quantity."""

    least: Decimal | None = None
    most: Decimal | str | None = None
    is_whole: bool = False
    choice: tuple[Decimal, ...] = ()
    by: tuple[str, ...] = ("office",)
    missing: str = "pending"


@dataclass(frozen=True, slots=True)
class Across:
    """The largest, smallest, sum or mean of a quantity over the units of a pool."""

    what: str
    of: str
    pool: str = "ranked"


@dataclass(frozen=True, kw_only=True, slots=True)
class Quantity:
    """One quantity: how its value comes about, for which units, and what it is where a formula divides by nothing."""

    id: str
    form: Counted | Typed | Formula | Across
    label: str = ""
    unit: str = ""
    clause: str = ""
    groups: tuple[str, ...] = ()
    only_if: tuple[Condition, ...] = ()
    if_zero: Decimal | str | None = None
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    line: int = 0

    def holds(self, choices: dict[str, str]) -> bool:
        """Say whether the quantity stands under the chosen readings."""
        return all(choices.get(ambiguity) in readings for ambiguity, readings in self.when)


def read_quantities(head: Mapping) -> tuple[Quantity, ...]:
    """Read `quantities:`, {id: quantity, or a list of quantities under readings that exclude one another}."""
    value = head.get("quantities")
    if value is None:
        return ()
    if isinstance(value, list):
        listed = readers.mappings(head, "quantities")
        for node in listed:
            node.need("id")
        return tuple(_quantity(node, readers.text(node, "id", node["id"])) for node in listed)
    found = readers.mapping(head, "quantities", value)
    quantities = []
    for name in found:
        if not readers.is_id(name) or name.isdecimal():
            raise found.refuse(f"quantities 的名称“{name}”只能用小写字母、数字和下划线", name)
        quantities += [_quantity(node, name) for node in readers.mappings(found, name)]
    return tuple(quantities)


def _quantity(node: Mapping, name: str) -> Quantity:
    node.only(
        ("id", "label", "unit", "clause", "group", "only_if", "when", "if_zero", "of", "pool", *FORMS), f"数量 {name} "
    )
    forms = [form for form in FORMS if form in node]
    if len(forms) != 1:
        raise node.refuse(f"数量 {name} 应有 {'、'.join(FORMS)} 之一")
    (kind,) = forms
    form: Any = {"count": _count, "sum": _sum, "typed": _typed, "formula": _formula, "across": _across}[kind](node)
    if_zero: Decimal | str | None = None
    if "if_zero" in node:
        said = node["if_zero"]
        if_zero = said if said in ("not_scored", "left_out") else readers.amount(node, "if_zero", said)
    if isinstance(form, Formula) and form.divides and if_zero is None:
        raise node.refuse(
            f"数量 {name} 的公式有除法，要写 if_zero：除数为 0 时是多少，或 not_scored、left_out", "formula"
        )
    if kind != "across" and ("of" in node or "pool" in node):
        raise node.refuse(f"数量 {name} 没有 across，of、pool 没有用处", "of" if "of" in node else "pool")
    return Quantity(
        id=name,
        form=form,
        label=readers.optional_text(node, "label") or name,
        unit=readers.optional_text(node, "unit") or "",
        clause=readers.optional_text(node, "clause") or "",
        groups=readers.texts(node, "group", node["group"]) if "group" in node else (),
        only_if=read_conditions(node, "only_if", node["only_if"]) if "only_if" in node else (),
        if_zero=if_zero,
        when=readers.read_when(node),
        line=node.line,
    )


def _count(node: Mapping) -> Counted:
    inner = readers.mapping(node, "count", node["count"])
    inner.only((*_SELECT, *COUNT_KEYS), "count ")
    return Counted(select_of(inner, "count"), count_of(inner))


def _sum(node: Mapping) -> Counted:
    inner = readers.mapping(node, "sum", node["sum"])
    inner.only((*_SELECT, *COUNT_KEYS, "field", "default", "owed"), "sum ")
    inner.need("field")
    written = readers.text(inner, "field", inner["field"])
    names = tuple(part.strip() for part in written.replace("×", "*").split("*"))
    if not all(readers.is_id(part) for part in names):
        raise inner.refuse("field 应是一个字段，或几个字段相乘（mark * weight）", "field")
    default = readers.amount(inner, "default", inner["default"]) if "default" in inner else None
    owed = None
    if "owed" in inner:
        entry = readers.mapping(inner, "owed", inner["owed"])
        entry.only(("matters", "where"), "owed ")
        owed = select_of(entry, "owed")
    return Counted(select_of(inner, "sum"), count_of(inner), names, default, owed)


def _typed(node: Mapping) -> Typed:
    inner = node["typed"]
    if inner is True:
        return Typed()
    inner = readers.mapping(node, "typed", inner)
    inner.only(("least", "most", "whole", "choice", "by", "missing"), "typed ")
    most: Decimal | str | None = None
    if inner.get("most") is not None:
        said = inner["most"]
        named = isinstance(said, str) and readers.is_id(said) and readers.number_from(said) is None
        most = said if named else readers.amount(inner, "most", said)
    choice = inner.get("choice", [])
    entries = list(choice) if isinstance(choice, Mapping | list) else [choice]
    typed = Typed(
        least=readers.amount(inner, "least", inner["least"]) if inner.get("least") is not None else None,
        most=most,
        is_whole=readers.flag(inner, "whole", inner.get("whole", False)),
        choice=tuple(readers.amount(inner, "choice", entry) for entry in entries),
        by=readers.texts(inner, "by", inner["by"]) if "by" in inner else ("office",),
        missing=readers.one_of(MISSING)(inner, "missing", inner.get("missing", "pending")),
    )
    if typed.missing == "full" and typed.most is None and not typed.choice:
        raise inner.refuse("missing: full 要有 most", "missing")
    return typed


def _formula(node: Mapping) -> Formula:
    written = node["formula"]
    if isinstance(written, int) and not isinstance(written, bool):
        written = str(written)
    try:
        return parse(readers.text(node, "formula", written))
    except FormulaError as error:
        raise node.refuse(str(error), "formula") from None


def _across(node: Mapping) -> Across:
    node.need("of")
    return Across(
        readers.one_of(ACROSS)(node, "across", node["across"]),
        readers.text(node, "of", node["of"]),
        readers.one_of(POOLS)(node, "pool", node.get("pool", "ranked")),
    )
