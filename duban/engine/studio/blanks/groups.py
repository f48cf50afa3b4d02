"""Parts made of parts: several by their keys, several in rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import Blank, BlankError, CannotSay, Filled, Part, Values, below, said


@dataclass(frozen=True)
class Keys(Part):
    """Several parts by their keys. None where none of them says anything."""

    parts: Mapping[str, Part]

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, dict):
            raise CannotSay(at)
        for key, entry in value.items():
            if key not in self.parts:
                raise CannotSay(key)
            if entry is not None:
                self.parts[key].put(entry, below(at, key), into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        for key, part in self.parts.items():
            yield from part.blanks(values, below(at, key), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        found = {key: part.take(values, below(at, key), names) for key, part in self.parts.items()}
        return {key: value for key, value in found.items() if value is not None} or None


@dataclass(frozen=True)
class Rows(Part):
    """A list, one row after another; the last row offered is empty, and an empty row says nothing."""

    label: str
    part: Part
    required: bool = False

    def put(self, value: Any, at: str, into: Filled) -> None:
        for number, entry in enumerate(value if isinstance(value, list) else [value], start=1):
            self.part.put(entry, below(at, str(number)), into)

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        for number in [*numbers_in(values, at), max(numbers_in(values, at), default=0) + 1]:
            for blank in self.part.blanks(values, below(at, str(number)), names):
                yield replace(blank, is_asked=True) if self.required else blank

    def take(self, values: Values, at: str, names: Names) -> Any:
        found = [self.part.take(values, below(at, str(number)), names) for number in numbers_in(values, at)]
        kept = [entry for entry in found if entry is not None]
        if not kept and self.required:
            raise BlankError(at, self.label, "还没有填")
        return kept or None


def numbers_in(values: Values, at: str) -> list[int]:
    """The numbers of the rows in which something stands."""
    begin = f"{at}."
    found = {name[len(begin) :].split(".")[0] for name in values if name.startswith(begin) and said(values, name)}
    return sorted(int(each) for each in found if each.isdecimal())
