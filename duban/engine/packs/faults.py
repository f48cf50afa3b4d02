"""Every fault of a pack at once: what cannot be read is noted, left aside, and the rest is read on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from duban.engine.packs.sources import Mapping, PackError, Sequence

T = TypeVar("T")
_MOST = 200
_QUOTED = re.compile(r"“([^”]*)”(?:（([a-z0-9_]+)）)?")


class Aside:
    """The faults found so far, and the words of what was left aside for them: a name among these is no fault of its own."""

    def __init__(self, found: Iterable[PackError] = ()) -> None:
        self.found: list[PackError] = list(found)
        self.words: set[str] = set()
        self._thinned: set[int] = set()
        self._seen: set[tuple[str, int, str]] = set()

    def read(self, build: Callable[[], T]) -> T | None:
        """Read with `build` until it reads: whatever it refuses is noted and taken out of the tree. None where nothing can be left aside."""
        for _ in range(_MOST):
            try:
                return build()
            except PackError as error:
                if not self._leave_aside(error):
                    return None
        return None

    def note(self, faults: Iterable[PackError]) -> None:
        """Note further faults, those left out that only name what was left aside."""
        for fault in faults:
            named = _QUOTED.findall(fault.what.partition("；是不是")[0])
            if not self.words.intersection(name for pair in named for name in pair if name):
                self.found.append(fault)

    def raise_all(self) -> None:
        """Raise the first fault with all others beside it; nothing where there is none."""
        if self.found:
            raise joined(self.found)

    def _leave_aside(self, error: PackError) -> bool:
        node, key = error.node, error.key
        if node is None:
            self.found += error.all
            return self._drop_from(error.within)
        told = (error.file, error.line, error.what)
        again, self._seen = told in self._seen, self._seen | {told}
        is_there = key in node
        if not again and id(node[key] if is_there and key else node) not in self._thinned:
            self.found.append(error)
        if is_there and key and not again:
            self._drop(node, key)
            return True
        return self._drop_from(node.within)

    def _drop(self, node: Mapping, key: str) -> None:
        self.words.update(words_of(node.pop(key)), (key,))
        self._thinned.add(id(node))

    def _drop_from(self, within: tuple[Any, Any] | None) -> bool:
        if within is None:
            return False
        container, place = within
        if isinstance(container, Mapping) and place in container:
            self._drop(container, place)
            return True
        if isinstance(container, Sequence):
            for index, entry in enumerate(container):
                if entry is place:
                    self.words.update(words_of(entry))
                    del container[index], container.lines[index]
                    self._thinned.add(id(container))
                    return True
        return self._drop_from(getattr(container, "within", None))


def joined(found: Iterable[PackError]) -> PackError:
    """Give the first of several faults, which has the others beside it; each once."""
    first, *others = {(each.file, each.line, each.what): each for each in found}.values()
    first.others = others
    return first


def words_of(value: Any) -> set[str]:
    """Every text inside a value, names of keys and numbers too."""
    if isinstance(value, dict):
        return set().union(*({str(key)} | words_of(entry) for key, entry in value.items())) if value else set()
    if isinstance(value, list):
        return set().union(*map(words_of, value)) if value else set()
    text = str(value)
    return {text, *re.findall(r"[a-z_][a-z0-9_]*", text)}
