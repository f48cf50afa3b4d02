"""Reading a draft as far as it can be read, and knowing of every fault at which card and sentence it stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar

from duban.engine.clauses import Clause, Regime
from duban.engine.packs.building import MAIN, Texts, read_on
from duban.engine.packs.loading import load_features
from duban.engine.packs.sources import Mapping, PackError, Sequence
from duban.engine.rules.fields import Rule
from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content

T = TypeVar("T")
Path = tuple[str | int, ...]
UNDECIDED = "尚未确定"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a draft: the clause, and which rule of it (from 0), as far as they are known; `path` within the whole."""

    clause: str | None = None
    rule: int | None = None
    path: Path = ()


class CannotTry(ValueError):
    """A draft with faults that cannot be scored before they are put right."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A draft that was read: the document as far as it can be built (None where there is no beginning), and what is wrong with the rest."""

    content: Content
    regime: Regime | None
    faults: tuple[PackError, ...]
    paths: dict[int, Path] = field(default_factory=dict)

    def place_of(self, line: int) -> Place:
        """Return where a fault on that line stands."""
        path = self.paths.get(line, ())
        clauses = drafts.clauses_of(self.content)
        if path[:1] == ("clauses",) and len(path) > 1:
            number = drafts.number_of(clauses[int(path[1])])
            is_rule = len(path) > 3 and path[2] == "rules"
            return Place(number or None, int(path[3]) if is_rule else None, path)
        return Place(self._cited(path), None, path)

    def rules_of(self, number: str) -> dict[int, Rule]:
        """Return the rules of a clause that can be read, by their place in it."""
        clause = self.clause(number)
        places = {} if clause is None else {self.place_of(rule.line).rule: rule for rule in clause.rules}
        return {place: rule for place, rule in places.items() if place is not None}

    @property
    def sound(self) -> Regime | None:
        """The document without the rules that name what is not there: what can be tried and scored."""
        if self.regime is None or not self.faults:
            return self.regime
        wrong = {place.path[:4] for error in self.faults if (place := self.place_of(error.line)).rule is not None}
        clauses = tuple(
            replace(each, rules=tuple(rule for rule in each.rules if self.paths.get(rule.line, ())[:4] not in wrong))
            for each in self.regime.clauses
        )
        return replace(self.regime, clauses=clauses)

    def clause(self, number: str) -> Clause | None:
        """Return the clause of that number, None where it could not be read."""
        listed = self.regime.clauses if self.regime else ()
        return next((each for each in listed if each.clause == number), None)

    def _cited(self, path: Path) -> str | None:
        """Return the clause that an entry of the head names as its own; of a reading the first."""
        entry: Any = drafts.whole(self.content)
        found = None
        for step in path:
            try:
                entry = entry[step]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(entry, dict):
                cited = entry.get("clause") or next(iter(drafts.listed(entry.get("clauses"))), None)
                found = str(cited) if isinstance(cited, str) else found
        known = {drafts.number_of(each) for each in drafts.clauses_of(self.content)}
        return found if found in known else None


def tried(draft: Draft, act: Callable[[Regime], T]) -> T:
    """Do something that scores facts by a draft. Raises CannotTry where its faults stand in the way of that."""
    regime = draft.sound
    if regime is None:
        raise CannotTry("文件还读不出来")
    if not draft.faults:
        return act(regime)
    try:
        return act(regime)
    except (LookupError, TypeError, ValueError, ArithmeticError, AttributeError, AssertionError, RecursionError):
        # What a sound document guarantees does not hold of one with faults: what it names may not be there.
        raise CannotTry("先改正上面的错误，再来试算") from None


def read(content: Content) -> Draft:
    """Read a draft; the same one is read once."""
    return _read(json.dumps(content, ensure_ascii=False, sort_keys=False))


@lru_cache(maxsize=32)
def _read(text: str) -> Draft:
    content = json.loads(text)
    paths: dict[int, Path] = {}
    said = drafts.whole(content)
    for clause in said["clauses"]:
        if drafts.is_undecided(clause):
            clause.pop("rules", None)
            clause["no_rule"] = UNDECIDED
    texts = _Tree({MAIN: ""}, said, paths)
    try:
        regime = read_on(texts, load_features())
    except PackError as error:
        return Draft(content, None, (*texts.aside.found, *error.all), paths)
    return Draft(content, regime, tuple(texts.aside.found), paths)


class _Tree(Texts):
    """The one file of a draft, as a tree in which every key and entry has a line of its own: the number of its path."""

    def __init__(self, texts: dict[str, str], said: dict[str, Any], paths: dict[int, Path]) -> None:
        super().__init__(texts, "")
        self._said, self._paths = said, paths
        self._built: Any = None

    def read(self, name: str) -> Any:
        """Return the tree of the draft, the same each time. Raises PackError for another file."""
        if name != MAIN:
            return super().read(name)
        if self._built is None:
            self._built = self._node(self._said, ())
        return self._built

    def _node(self, value: Any, path: Path) -> Any:
        if isinstance(value, dict):
            mapping = Mapping(MAIN, self._line(path))
            for key, entry in value.items():
                mapping.lines[str(key)] = self._line((*path, str(key)))
                mapping[str(key)] = child = self._node(entry, (*path, str(key)))
                if isinstance(child, Mapping | Sequence):
                    child.within = (mapping, str(key))
            return mapping
        if isinstance(value, list):
            sequence = Sequence(MAIN, self._line(path))
            for number, entry in enumerate(value):
                child = self._node(entry, (*path, number))
                if isinstance(child, Mapping | Sequence):
                    child.within = (sequence, child)
                sequence.append(child)
                sequence.lines.append(self._line((*path, number)))
            return sequence
        return value

    def _line(self, path: Path) -> int:
        line = len(self._paths) + 1
        self._paths[line] = path
        return line
