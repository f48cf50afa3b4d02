"""The blanks of what an act needs, and of names that no reader sees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from duban.engine.sentences.rules import NEEDS
from duban.engine.studio.blanks.names import Names
from duban.engine.studio.blanks.parts import Blank, CannotSay, Domain, Filled, Part, Some, Values, below, one, said


@dataclass(frozen=True)
class Needs(Part):
    """What an act needs: things, and signatures."""

    def put(self, value: Any, at: str, into: Filled) -> None:
        things, signed = [], []
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict) and set(entry) == {"signed_by"}:
                signed.append(str(entry["signed_by"]))
            elif isinstance(entry, str):
                things.append(entry)
            else:
                raise CannotSay("须有什么")
        into[below(at, "things")], into[below(at, "signed")] = things, signed

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        for part, key in _NEEDED:
            yield from part.blanks(values, below(at, key), names)

    def take(self, values: Values, at: str, names: Names) -> Any:
        things, signed = (part.take(values, below(at, key), names) or [] for part, key in _NEEDED)
        found = [*things, *({"signed_by": name} for name in signed)]
        return found or None


_NEEDED = (
    (Some("须有什么", lambda names, values, at: with_held(tuple(NEEDS.items()), values, at), listed=True), "things"),
    (Some("须经谁签字", lambda names, values, at: names.signers(), listed=True), "signed"),
)


def with_held(choices: Any, values: Values, at: str) -> Any:
    """The choices, and what stands in the blank besides: words of the program that have no name there."""
    known = {name for name, _ in choices}
    return [*choices, *((each, "其他") for each in said(values, at) if each not in known)]


@dataclass(frozen=True)
class Identity(Part):
    """A name that no reader sees: what is known by its name in the program is chosen, else it is made up, and kept once it is there."""

    label: str
    begin: str
    known: tuple[tuple[str, str], ...]
    used: Domain

    def put(self, value: Any, at: str, into: Filled) -> None:
        if not isinstance(value, str):
            raise CannotSay(self.label)
        into[at] = [value]

    def blanks(self, values: Values, at: str, names: Names) -> Iterator[Blank]:
        held = one(values, at)
        own = ((held, "本条自己的"),) if held and held not in dict(self.known) else ()
        yield Blank(at, self.label, "choice", (("", "一般的"), *self.known, *own), (held,) if held else ())

    def take(self, values: Values, at: str, names: Names) -> Any:
        held = one(values, at)
        if held:
            return held
        taken = {name for name, _ in self.used(names, values, at)}
        return next(name for number in range(1, len(taken) + 2) if (name := f"{self.begin}_{number}") not in taken)
