"""Sections of a score: what they start with, between what they lie, and what they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duban.engine.packs.sources import Mapping
from duban.engine.rules.scores import Condition, read_conditions
from duban.engine.vocabulary import readers

MISSING = ("pending", "full", "zero", "not_scored")
TOTAL = "total"
_KEYS = (
    "id", "label", "clause", "in", "start", "most", "least", "group", "only_if", "typed", "missing",
    "unless_complete", "beyond_most", "when",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of the total, in points. `typed`: a person gives its figure, from `least` (0) to `most`.

    `unless_complete` is what it is worth while one of its typed parts has no figure. `is_cut`: a figure beyond `most` is cut, not refused.
    """

    id: str
    label: str = ""
    clause: str = ""
    parent: str = TOTAL
    start: Decimal | None = None
    most: Decimal | None = None
    least: Decimal | None = None
    groups: tuple[str, ...] = ()
    only_if: tuple[Condition, ...] = ()
    typed: tuple[str, ...] = ()
    missing: str = "pending"
    unless_complete: Decimal | None = None
    is_cut: bool = False
    # What several matters' sheets come to: their mean, or the latest alone; empty where no sheet is of a matter.
    several: str = ""
    when: tuple[tuple[str, frozenset[str]], ...] = ()
    line: int = 0
    # Clauses of what a section of its own clause would not say: the start, the ceiling and the floor of the total.
    start_clause: str = ""
    least_clause: str = ""

    def holds(self, choices: dict[str, str]) -> bool:
        """Say whether the section stands under the chosen readings."""
        return all(choices.get(ambiguity) in readings for ambiguity, readings in self.when)


def read_sections(head: Mapping) -> tuple[Section, ...]:
    """Read `sections:` of a pack. Raises PackError for what a section has not."""
    return tuple(_section(node) for node in readers.mappings(head, "sections"))


def _section(node: Mapping) -> Section:
    node.only(_KEYS, "sections ")
    node.need("id")
    name = readers.text(node, "id", node["id"])
    if not readers.is_id(name):
        raise node.refuse(f"sections 的名称“{name}”只能用小写字母、数字和下划线", "id")
    numbers: dict[str, Any] = {
        key: readers.amount(node, key, node[key])
        for key in ("start", "most", "least", "unless_complete")
        if key in node
    }
    typed: tuple[str, ...] = ()
    if "typed" in node:
        entry = node["typed"]
        if isinstance(entry, Mapping):
            entry.only(("by",), "typed ")
            typed = readers.texts(entry, "by", entry["by"]) if "by" in entry else ("office",)
        elif entry is not True:
            raise node.refuse("typed 应写作 {by: …}", "typed")
        else:
            typed = ("office",)
        if "most" not in node:
            raise node.refuse(f"{name} 由人给分，要写明 most", "typed")
    missing = readers.one_of(MISSING)(node, "missing", node.get("missing", "pending"))
    beyond = readers.one_of(("cut", "refuse"))(node, "beyond_most", node.get("beyond_most", "refuse"))
    if not typed and ("missing" in node or "beyond_most" in node):
        raise node.refuse(
            f"{name} 没有 typed，missing、beyond_most 没有用处", "missing" if "missing" in node else "beyond_most"
        )
    return Section(
        id=name,
        label=readers.optional_text(node, "label") or ("总分" if name == TOTAL else name),
        clause=readers.optional_text(node, "clause") or "",
        parent=readers.text(node, "in", node["in"]) if "in" in node else TOTAL,
        groups=readers.texts(node, "group", node["group"]) if "group" in node else (),
        only_if=read_conditions(node, "only_if", node["only_if"]) if "only_if" in node else (),
        typed=typed,
        missing=missing,
        is_cut=beyond == "cut",
        when=readers.read_when(node),
        line=node.line,
        **numbers,
    )
