"""The figures of a document that may be changed for a trial: each with its clause and the sentence it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any

from duban.engine.clauses import Regime
from duban.engine.rules.bands import Bands
from duban.engine.rules.bases import Cap, Sheet
from duban.engine.rules.formulas import Formula
from duban.engine.rules.limits import Deadline, Limit
from duban.engine.rules.quantities import Quantity
from duban.engine.rules.scores import Slope, Worth
from duban.engine.rules.sections import Section
from duban.engine.sentences.differences import section_statement
from duban.engine.sentences.figures import figure_statement
from duban.engine.sentences.rules import sentence_of
from duban.engine.wording import plain

Path = tuple[Any, ...]

# Put in the place of a figure, it shows where in the sentence the figure stands.
_MARK = 987654
# What in a rule is a number and no figure of the text.
_NOT_FIGURES = frozenset(("line", "when", "key"))
# What an input method for Chinese types in the place of digits and signs.
_NARROW = str.maketrans("０１２３４５６７８９．－−＋", "0123456789.--+")
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{1,4})?\Z")


class UnknownFigure(ValueError):
    """A figure that the document has not, or a value that cannot stand in its place."""


@dataclass(frozen=True)
class Figure:
    """One number of a document: `before` and `after` are the words around it, `value` is written without its sign where the words say 扣.

    `key` names it for people: the clause, and which figure of the clause it is where there are several (附件1 三2#1).
    """

    key: str
    clause: str
    before: str
    after: str
    value: str
    is_whole: bool
    when: tuple[tuple[str, frozenset[str]], ...]
    path: Path
    # The number as it is said, with its sign; the rule holds it less `offset`, and a share that is said in percent as a part of one.
    number: Decimal
    offset: int = 0
    is_percent: bool = False

    def held(self, number: Decimal) -> Decimal | int:
        """Give a number that is said so as the rule holds it."""
        return int(number) - self.offset if self.is_whole else number / 100 if self.is_percent else number

    def holds(self, choices: Mapping[str, str]) -> bool:
        """Say whether it counts under complete readings."""
        return all(choices.get(ambiguity) in readings for ambiguity, readings in self.when)

    def said(self, value: str) -> str:
        """Give the sentence with that value."""
        return f"{self.before}{value}{self.after}"


@lru_cache(maxsize=32)
def figures_of(regime: Regime) -> tuple[Figure, ...]:
    """Give the figures of a document in the order of its clauses: of the rules, then of sections and quantities of the clause."""
    found: list[Figure] = []
    for place, clause in enumerate(regime.clauses):
        of_clause: list[Figure] = []
        roots: list[tuple[Path, Any]] = [
            (("clauses", place, "rules", number), rule) for number, rule in enumerate(clause.rules)
        ]
        for name in ("sections", "quantities"):
            listed = enumerate(getattr(regime, name))
            roots += [((name, number), each) for number, each in listed if each.clause == clause.clause]
        for root, entry in roots:
            # Days that were counted stand in the facts; another count would not change them.
            if isinstance(entry, Deadline | Limit):
                continue
            of_clause += _of_entry(regime, clause.clause, root, entry)
        several = len(of_clause) > 1
        found += [
            replace(each, key=f"{each.clause}#{number}" if several else each.clause)
            for number, each in enumerate(of_clause, 1)
        ]
    return tuple(found)


def figure_of(regime: Regime, key: str) -> Figure:
    """Give one figure by its key. Raises UnknownFigure, saying which figures the clause has."""
    known = figures_of(regime)
    for figure in known:
        if figure.key == key:
            return figure
    clause = key.partition("#")[0]
    of_clause = [figure for figure in known if figure.clause == clause]
    if of_clause:
        told = "；".join(f"{each.key}：{each.before}〔{each.value}〕{each.after}" for each in of_clause)
        raise UnknownFigure(f"“{key}”没有指明改哪个数，{clause} 可以改的有：{told}")
    if any(
        isinstance(rule, Deadline | Limit) for each in regime.clauses if each.clause == clause for rule in each.rules
    ):
        raise UnknownFigure(f"{clause} 定的是期限，已有事实的期限不会因此改变，不能推演")
    if any(each.clause == clause for each in regime.clauses):
        raise UnknownFigure(f"{clause} 没有可以改的数")
    raise UnknownFigure(f"{regime.name}没有“{clause}”这一条")


def number_for(figure: Figure, text: str) -> Decimal:
    """Read what is to stand in the place of a figure; without a sign it stays a plus or minus, as it is.

    Raises UnknownFigure for what is no number, and where only whole numbers from 0 up make sense.
    """
    said = text.strip().translate(_NARROW)
    if not _NUMBER.match(said):
        raise UnknownFigure(f"{figure.key}：“{text}”不是可以用的数")
    number = Decimal(said)
    if figure.is_whole and (number < figure.offset or number != number.to_integral_value()):
        raise UnknownFigure(f"{figure.key}：“{text}”应是不小于 {figure.offset} 的整数")
    return -number if said[:1] not in "+-" and figure.number < 0 else number


def put(node: Any, path: Path, value: Any) -> Any:
    """Give the same thing with another value at the end of the path; nothing is changed in place."""
    if not path:
        return value
    name, rest = path[0], path[1:]
    if isinstance(node, tuple):
        return (*node[:name], put(node[name], rest, value), *node[name + 1 :])
    if isinstance(node, Mapping):
        return {**node, name: put(node[name], rest, value)}
    return replace(node, **{name: put(getattr(node, name), rest, value)})


def fault_of(entry: Any) -> str | None:
    """Say what cannot be in a rule or section whose figures were changed; None where all can."""
    if isinstance(entry, Cap | Sheet) and entry.most < 0:
        return "限额不能小于 0"
    least, most = getattr(entry, "least", None), getattr(entry, "most", None)
    if isinstance(entry, Section) and least is not None and most is not None and least > most:
        return "最低分不能高于最高分"
    if isinstance(entry, Bands):
        bounds = list(entry.least.values())
        if any(one <= other for one, other in pairwise(bounds)):
            return "高的等次，起分要比低的高"
        if not all(0 < share < 1 for share in entry.most.values()):
            return "比例应在 0 和 100% 之间"
    worth = getattr(entry, "worth", None)
    if isinstance(worth, Worth):
        if worth.range is not None and None not in worth.range and worth.range[0] > worth.range[1]:  # type: ignore[operator]
            return "幅度的下限不能高于上限"
        if isinstance(worth.slope, Slope) and worth.slope.each > 0:
            return "每少 1 的分值是要扣的，不能是加"
    return None


def _of_entry(regime: Regime, clause: str, root: Path, entry: Any) -> Iterator[Figure]:
    for path, value in _numbers(entry, ()):
        whole = isinstance(value, int)
        mark = _MARK if whole or value >= 0 else -_MARK
        said = _sentence(regime, put(entry, path, mark if whole else Decimal(mark)))
        # "More than twice" is said as "from the third time on".
        offset = 1 if whole and str(_MARK + 1) in said else 0
        before, found, after = said.partition(str(_MARK + offset))
        # What no sentence says nobody can point at.
        if not found or str(_MARK + offset) in after:
            continue
        if before.endswith(("-", "−")):
            before, shown = before[:-1], plain(Decimal(value))
        else:
            shown = plain(abs(Decimal(value)) + offset)
        number = Decimal(value) + offset
        is_percent = not whole and after.startswith("00%")
        if is_percent:
            number, after = number * 100, after[2:]
            shown = plain(number)
        yield Figure("", clause, before, after, shown, whole, entry.when, (*root, *path), number, offset, is_percent)


def _sentence(regime: Regime, entry: Any) -> str:
    if isinstance(entry, Section):
        return section_statement(entry)
    if isinstance(entry, Quantity):
        return figure_statement(entry, regime)
    return sentence_of(entry, regime)


def _numbers(node: Any, path: Path) -> Iterator[tuple[Path, Decimal | int]]:
    """Yield the numbers in a rule with the way to each."""
    if isinstance(node, bool | str | Formula) or node is None:
        return
    if isinstance(node, Decimal | int):
        if node or isinstance(node, Decimal):
            yield path, node
    elif isinstance(node, tuple | list):
        for place, entry in enumerate(node):
            yield from _numbers(entry, (*path, place))
    elif isinstance(node, Mapping):
        for name, entry in node.items():
            yield from _numbers(entry, (*path, name))
    elif is_dataclass(node):
        for each in fields(node):
            if each.name not in _NOT_FIGURES:
                yield from _numbers(getattr(node, each.name), (*path, each.name))
