"""The examples of a clause in a draft: what must come out, what does and why, and the blanks in which they are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duban.engine.studio import drafts, examples, telling
from duban.engine.studio.blanks import Blank
from duban.engine.studio.examples import Tried
from duban.ledger.queries.office.drafting.drafted_contents import Content

# What the rows of an example are called; the rest of its blanks stand above and below them.
ROWS = {"units": "单位", "matters": "事项", "facts": "发生了什么"}

_FOLDS = {"units": "再加一个单位", "matters": "涉及某件事项的，再加一件事项", "facts": "再加一样情况"}


@dataclass(frozen=True)
class Row:
    """A row of an example's form: its heading where it is the first of its kind, its blanks, and whether it is empty yet."""

    heading: str
    blanks: Sequence[Blank]
    is_new: bool
    # Rarely needed: folded until it is asked for.
    fold: str = ""


@dataclass(frozen=True)
class Shown:
    """An example: its place, what it is called, what came of it unit by unit, and its form."""

    place: int
    name: str
    tried: Sequence[Tried]
    rows: Sequence[Row]
    fault: str = ""
    is_open: bool = False
    was: str = ""

    @property
    def agrees(self) -> bool:
        """Say whether everything in it comes out."""
        return all(each.agrees for each in self.tried)


def examples_of(content: Content, clause: Mapping[str, Any], is_open: bool) -> list[Shown]:
    """Return the examples of a clause; with their forms where the draft may be changed."""
    found = []
    for place, example in enumerate(clause.get("examples") or []):
        tried = examples.tried_one(content, clause["clause"], place, example)
        rows = rows_of(telling.values_of(example, content), content) if is_open else []
        found.append(Shown(place, str(example.get("name") or ""), tried, rows, was=drafts.mark_of(example)))
    return found


def is_idle(blank: Blank, content: Content) -> bool:
    """Say whether a blank asks for what the document does not tell apart: levels, and classes of authorities."""
    key = {"level": "levels", "class": "authority_classes"}.get(blank.name.rpartition(".")[2])
    return key is not None and not blank.value and not blank.is_required and not content["regime"].get(key)


def rows_of(values: Mapping[str, Sequence[str]], content: Content) -> list[Row]:
    """Return the form of an example row by row: one line a unit, a matter, a happening; an empty line of each comes last."""
    lines: dict[str, list[Blank]] = {}
    for blank in telling.blanks_for(values, content):
        if is_idle(blank, content):
            continue
        place, _, rest = blank.name.partition(".")
        is_head = place in ("name", "kind", "first", "last", "rest")
        key = f"{place}.{rest.partition('.')[0]}" if place in ROWS else "" if is_head else place
        lines.setdefault(key, []).append(blank)
    found, seen = [], set()
    for name, listed in lines.items():
        place = name.partition(".")[0]
        heading = ROWS.get(place, "") if place not in seen else ""
        seen.add(place)
        is_new = place in ROWS and not any(each.value for each in listed)
        fold = _FOLDS[place] if is_new and (place == "matters" or not heading) else ""
        found.append(Row(heading if not fold else "", listed, is_new, fold))
    return found
