"""Formulas: exact arithmetic over quantities, compiled to closures on integers (a number is numerator and denominator)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from math import gcd

Ratio = tuple[int, int]


class State(IntEnum):
    """Why a figure is no number; of several the gravest (largest) decides."""

    UNKNOWN = 1  # not worked out yet: a figure across units whose round has not come
    PENDING = 2  # a person has not given it yet
    LEFT_OUT = 3  # it does not concern the unit, or counts as absent
    NOT_SCORED = 4  # without it the unit has no total
    BY_NOTHING = 5  # divided by nothing


Figure = Ratio | State
Get = Callable[[str], Figure]
Term = Callable[[Get], Figure]

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|([-+*/(),]))")
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "÷": "/", "（": "(", "）": ")", "，": ","})


class FormulaError(ValueError):
    """A formula that cannot be read; the message says what is wrong."""


@dataclass(frozen=True)
class Formula:
    """A formula: its text, the quantities it names, and the closure that works it out; `divides` by something that may be nothing."""

    text: str
    names: tuple[str, ...]
    term: Term
    divides: bool


def ratio(number: Decimal | int) -> Ratio:
    """Give a number as numerator and denominator."""
    return number.as_integer_ratio()


def rounded(value: Ratio, places: int = 2) -> Decimal:
    """Round half up (away from zero) to so many places."""
    numerator, denominator = value
    scale = 10**places
    whole, rest = divmod(abs(numerator) * scale, denominator)
    whole += rest * 2 >= denominator
    return Decimal(whole if numerator >= 0 else -whole).scaleb(-places)


def exact(value: Ratio) -> Decimal:
    """Give a number as a decimal, cut far behind the point where it has no end."""
    return Decimal(value[0]) / Decimal(value[1])


def below(one: Ratio, other: Ratio) -> bool:
    """Say whether one number is smaller than another, exactly."""
    return one[0] * other[1] < other[0] * one[1]


def parse(text: str) -> Formula:
    """Read a formula: numbers, quantities, + − × ÷, min, max, round(x, n) and brackets. Raises FormulaError."""
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.names: list[str] = []
        self.divides = False
        self.tokens: list[str] = []
        plain, place = text.translate(_SIGNS).rstrip(), 0
        while place < len(plain):
            match = _TOKEN.match(plain, place)
            if match is None:
                raise FormulaError(f"公式里有不认识的“{plain[place:].strip()[:1]}”")
            self.tokens.append(match.group().strip())
            place = match.end()
        self.place = 0

    def whole(self) -> Formula:
        term = self.sum()
        if self.place < len(self.tokens):
            raise FormulaError(f"公式在“{self.tokens[self.place]}”处断开")
        return Formula(self.text, tuple(dict.fromkeys(self.names)), term, self.divides)

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def next(self, wanted: str = "") -> str:
        token = self.peek()
        if not token or (wanted and token != wanted):
            raise FormulaError(f"公式缺少“{wanted}”" if wanted else "公式没有写完")
        self.place += 1
        return token

    def sum(self) -> Term:
        term = self.product()
        while self.peek() in ("+", "-"):
            sign = 1 if self.next() == "+" else -1
            term = _added(term, self.product(), sign)
        return term

    def product(self) -> Term:
        term = self.single()
        while self.peek() in ("*", "/"):
            if self.next() == "*":
                term = _times(term, self.single())
                continue
            start = self.place
            divisor = self.single()
            if not (self.place == start + 1 and _is_number(self.tokens[start])):
                self.divides = True
            elif ratio(Decimal(self.tokens[start]))[0] == 0:
                raise FormulaError("公式除以 0")
            term = _divided(term, divisor)
        return term

    def single(self) -> Term:
        token = self.next()
        if token in ("+", "-"):
            inner = self.single()
            return inner if token == "+" else _added(_constant((0, 1)), inner, -1)
        if token == "(":
            term = self.sum()
            self.next(")")
            return term
        if _is_number(token):
            return _constant(ratio(Decimal(token)))
        if self.peek() == "(" and token in ("min", "max", "round"):
            return self.call(token)
        if not re.match(r"[a-z_]", token):
            raise FormulaError(f"公式在“{token}”处写错")
        self.names.append(token)
        return lambda get, name=token: get(name)  # type: ignore[misc]

    def call(self, name: str) -> Term:
        self.next("(")
        terms = [self.sum()]
        places = 0
        while self.peek() == ",":
            self.next()
            if name == "round":
                number = self.next()
                if not number.isdecimal():
                    raise FormulaError("round 的位数应是整数")
                places = int(number)
            else:
                terms.append(self.sum())
        self.next(")")
        return _round(terms[0], places) if name == "round" else _extreme(terms, name == "max")


def _is_number(token: str) -> bool:
    return token[:1].isdigit()


def _constant(value: Ratio) -> Term:
    return lambda get: value


def _pair(one: Figure, other: Figure) -> State | None:
    if isinstance(one, State):
        return max(one, other) if isinstance(other, State) else one
    return other if isinstance(other, State) else None


def _added(one: Term, other: Term, sign: int) -> Term:
    def term(get: Get) -> Figure:
        a, b = one(get), other(get)
        if isinstance(a, State) or isinstance(b, State):
            return _pair(a, b) or a
        return a[0] * b[1] + sign * b[0] * a[1], a[1] * b[1]

    return term


def _times(one: Term, other: Term) -> Term:
    def term(get: Get) -> Figure:
        a, b = one(get), other(get)
        if isinstance(a, State) or isinstance(b, State):
            return _pair(a, b) or a
        return a[0] * b[0], a[1] * b[1]

    return term


def _divided(one: Term, other: Term) -> Term:
    def term(get: Get) -> Figure:
        a, b = one(get), other(get)
        if not isinstance(b, State) and b[0] == 0:
            return State.BY_NOTHING
        if isinstance(a, State) or isinstance(b, State):
            return _pair(a, b) or a
        return (a[0] * b[1], a[1] * b[0]) if b[0] > 0 else (-a[0] * b[1], -a[1] * b[0])

    return term


def _round(one: Term, places: int) -> Term:
    def term(get: Get) -> Figure:
        a = one(get)
        return a if isinstance(a, State) else ratio(rounded(a, places))

    return term


def _extreme(terms: list[Term], highest: bool) -> Term:
    def term(get: Get) -> Figure:
        values = [one(get) for one in terms]
        states = [value for value in values if isinstance(value, State)]
        if states:
            return max(states)
        found: Ratio | None = None
        for value in values:
            assert not isinstance(value, State)
            if found is None or (below(found, value) if highest else below(value, found)):
                found = value
        assert found is not None
        return found

    return term


def reduced(value: Ratio) -> Ratio:
    """Give a number in lowest terms."""
    divisor = gcd(*value)
    return value[0] // divisor, value[1] // divisor
