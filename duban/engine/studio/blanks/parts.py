"""The parts of a sentence with blanks: each turns data of a rule into what stands in blanks, and back."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.studio.blanks.names import Choice, Names
from duban.engine.vocabulary.readers import number_from
from duban.engine.wording import plain

Values = Mapping[str, Sequence[str]]
Filled = dict[str, list[str]]
Domain = Callable[[Names, Values, str], Sequence[Choice]]
_WIDE = str.maketrans("０１２３４５６７８９．－−–＋", "0123456789.---+")


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: its name in the form, its label, `kind` choice, number, words or several, what may be chosen, what stands in it.

    `before` and `after` are the words of the sentence around it; `is_asked`: looked for by everybody, though it may stay empty.
    """

    name: str
    label: str
    kind: str
    choices: tuple[Choice, ...] = ()
    value: tuple[str, ...] = ()
    is_required: bool = False
    before: str = ""
    after: str = ""
    is_asked: bool = False

    @property
    def shown(self) -> str:
        """What stands in the blank, in the words of its choices."""
        words = dict(self.choices)
        return "、".join(words.get(each, each) for each in self.value)


class BlankError(ValueError):
    """A blank that cannot be taken: `name` in the form, `label`, `what` is wrong with it; `sentence` as far as it is filled."""

    def __init__(self, name: str, label: str, what: str, sentence: str = "") -> None:
        self.name, self.label, self.what, self.sentence = name, label, what, sentence
        super().__init__(f"{f'“{sentence}”：' if sentence else ''}“{label}”{what}")


class CannotSay(ValueError):
    """Data for which there is no blank."""


class Part(ABC):
    """A part of a sentence: `put` data into values, offer its `blanks`, `take` the data back (None where nothing is said)."""

    @abstractmethod
    def put(self, value: Any, at: str, into: Filled) -> None:
        """Write data as values. Raises CannotSay for what the part has no blank for."""

    @abstractmethod
    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        """Offer the blanks, with what stands in them."""

    @abstractmethod
    def take(self, values: Values, at: str, names: Names) -> Any:
        """Read the data. Raises BlankError."""


def said(values: Values, at: str) -> list[str]:
    """What stands in a blank, empty entries left out."""
    return [text.strip() for text in values.get(at, ()) if text.strip()]


def one(values: Values, at: str) -> str:
    """What stands in a blank that holds one thing."""
    return next(iter(said(values, at)), "")


def here(choices: Sequence[Choice]) -> Domain:
    """A domain that is always the same."""
    return lambda names, values, at: choices


@dataclass(frozen=True)
class Words(Part):
    """Words, as they are written; `offered` are suggestions."""

    label: str
    required: bool = False
    before: str = ""
    after: str = ""
    offered: Domain | None = None

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, str):
            raise CannotSay(self.label)
        into[at] = [value]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        choices = tuple(self.offered(names, values, at)) if self.offered else ()
        yield Blank(at, self.label, "words", choices, tuple(said(values, at)), self.required, self.before, self.after)

    def take(self, values: Values, at: str, names: Names) -> Any:
        text = one(values, at)
        if not text and self.required:
            raise BlankError(at, self.label, "还没有填")
        return text or None


@dataclass(frozen=True)
class Number(Part):
    """An amount; `whole` numbers are from `least` up, a share is also told as 30%."""

    label: str
    required: bool = False
    whole: bool = False
    before: str = ""
    after: str = ""
    least: int | None = None
    is_share: bool = False

    def put(self, value: Any, at: str, into: Filled) -> None:
        number = number_from(value)
        if number is None:
            raise CannotSay(self.label)
        into[at] = [plain(number)]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield Blank(at, self.label, "number", (), tuple(said(values, at)), self.required, self.before, self.after)

    def take(self, values: Values, at: str, names: Names) -> Any:
        number = number_of(values, at, self.label, is_share=self.is_share)
        if number is None:
            if self.required:
                raise BlankError(at, self.label, "还没有填")
            return None
        least = self.least if self.least is not None or not self.whole else 1
        if self.whole and number != number.to_integral_value():
            raise BlankError(at, self.label, f"应是整数，“{one(values, at)}”不是")
        if least is not None and number < least:
            raise BlankError(at, self.label, f"应不小于{least}")
        return int(number) if self.whole else plain(number)


def number_of(values: Values, at: str, label: str, *, is_share: bool = False) -> Decimal | None:
    """Read a number from a blank, a share also from a percentage; None where it is empty. Raises BlankError for what is no number."""
    text = one(values, at)
    if not text:
        return None
    plain_text = text.translate(_WIDE).removesuffix("分")
    is_percent = is_share and plain_text.endswith(("%", "％"))
    plain_text = plain_text.rstrip("%％").strip() if is_percent else plain_text
    number = number_from(plain_text)
    if number is None or not re.fullmatch(r"[+-]?\d+(\.\d+)?", plain_text):
        raise BlankError(at, label, f"应是数，“{text}”不是")
    return number / 100 if is_percent else number


@dataclass(frozen=True)
class Truth(Part):
    """Something that holds or does not; what does not hold is not written."""

    label: str

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, bool):
            raise CannotSay(self.label)
        if value:
            into[at] = ["yes"]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield Blank(at, self.label, "choice", (("", "否"), ("yes", "是")), tuple(said(values, at)))

    def take(self, values: Values, at: str, names: Names) -> Any:
        return True if one(values, at) == "yes" else None


@dataclass(frozen=True)
class One(Part):
    """One of several."""

    label: str
    domain: Domain
    required: bool = False
    before: str = ""
    after: str = ""

    def put(self, value: Any, at: str, into: Filled) -> None:
        if isinstance(value, list) and len(value) == 1:
            (value,) = value
        if not isinstance(value, str):
            raise CannotSay(self.label)
        into[at] = [value]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        held = tuple(said(values, at))[:1]
        choices = _with_held(self.domain(names, values, at), held)
        yield Blank(at, self.label, "choice", choices, held, self.required, self.before, self.after)

    def take(self, values: Values, at: str, names: Names) -> Any:
        text = one(values, at)
        if not text:
            if self.required:
                raise BlankError(at, self.label, "还没有选")
            return None
        _known(text, self.domain(names, values, at), at, self.label)
        return text


@dataclass(frozen=True)
class Some(Part):
    """Several of several; one alone is written without a list unless `listed`."""

    label: str
    domain: Domain
    required: bool = False
    listed: bool = False
    before: str = ""
    after: str = ""

    def put(self, value: Any, at: str, into: Filled) -> None:
        entries = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, str) for entry in entries):
            raise CannotSay(self.label)
        into[at] = list(entries)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        held = tuple(said(values, at))
        choices = _with_held(self.domain(names, values, at), held)
        yield Blank(at, self.label, "several", choices, held, self.required, self.before, self.after)

    def take(self, values: Values, at: str, names: Names) -> Any:
        entries = list(dict.fromkeys(said(values, at)))
        if not entries:
            if self.required:
                raise BlankError(at, self.label, "还没有选")
            return None
        known = self.domain(names, values, at)
        for entry in entries:
            _known(entry, known, at, self.label)
        return entries if self.listed or len(entries) > 1 else entries[0]


@dataclass(frozen=True)
class Listed(Part):
    """Several words, written with 、 between them or one a line."""

    label: str
    required: bool = False
    listed: bool = True

    def put(self, value: Any, at: str, into: Filled) -> None:
        entries = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, str) and not re.search("[、\n]", entry) for entry in entries):
            raise CannotSay(self.label)
        into[at] = list(entries)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        yield Blank(
            at, self.label, "words", (), ("、".join(said(values, at)),) if said(values, at) else (), self.required
        )

    def take(self, values: Values, at: str, names: Names) -> Any:
        entries = [word.strip() for text in said(values, at) for word in re.split("[、\n]", text) if word.strip()]
        if not entries and self.required:
            raise BlankError(at, self.label, "还没有填")
        return (entries if self.listed or len(entries) > 1 else entries[0]) if entries else None


def below(at: str, key: str) -> str:
    """The name of a blank inside another."""
    return f"{at}.{key}" if at else key


def sibling(at: str, key: str) -> str:
    """The name of a blank beside another."""
    return below(at.rpartition(".")[0], key)


def _known(text: str, choices: Sequence[Choice], at: str, label: str) -> None:
    if text not in {name for name, _ in choices}:
        raise BlankError(at, label, "所选的内容已不在这份文件里，请重新选择")


def _with_held(choices: Sequence[Choice], held: Sequence[str]) -> tuple[Choice, ...]:
    known = {name for name, _ in choices}
    return (*choices, *((each, "（文件里已没有）") for each in held if each not in known))
