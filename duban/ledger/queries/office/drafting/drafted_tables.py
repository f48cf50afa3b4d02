"""An assessment table of a draft (考核表): kept whole in a clause of its own, and what it would be cut into, for a clerk to accept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from duban.engine.studio import drafts
from duban.engine.studio.drafts import Content
from duban.engine.studio.offers import items
from duban.engine.wording import plain
from duban.ledger.queries.office.drafting.drafted_items import (
    Line,
    clause_of,
    clause_of_head,
    groups_for,
    section_of,
    section_of_head,
    words_of,
)
from duban.papers.reading.texts.assessment_tables import MARK, Head, Item, Table, table_in

TABLE = "考核表"
# How an item comes to its points: a person gives them, they are taken from the full, or rules give them.
WAYS = (
    ("person", "由人评定"),
    ("deduct", "起评满分，按规定扣"),
    ("rules", "从0起，按规定得"),
    ("none", "没有分项，只作一条"),
)
MISSING = (("pending", "待录入（有人没填，总分就不出）"), ("full", "按满分"), ("zero", "按0分"))
CUT = "已按下面各项分条"
_MARKS = re.compile(
    r"^(?:\d{1,2}[.．、]|[（(]\d{1,2}[)）]|[①-⑳])\s*|[（(]\s*\d+(?:\.\d+)?\s*分?[^（()）]*[)）]|[；;。，,\s]+$"
)
_LABEL = 20


@dataclass(frozen=True)
class Proposal:
    """What a table would be cut into; `left` are its lines that are no items, `differs` sums that do not agree with what is printed."""

    clause: str
    heads: tuple[Head, ...]
    lines: tuple[Line, ...]
    left: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def waiting(self) -> int:
        """How many items are not clauses yet."""
        return sum(not each.is_there for each in self.lines)


def put_in(passages: Sequence[tuple[str, str]], tables: Sequence[str]) -> list[tuple[str, str]]:
    """Return (number, words) of the clauses with each table as a clause behind the one in which its mark stands; one whose mark is gone comes last."""
    found: list[tuple[str, str]] = []
    placed: set[int] = set()
    for number, words in passages:
        here = [at for at in range(len(tables)) if MARK.format(number=at + 1) in words]
        for at in here:
            words = words.replace(MARK.format(number=at + 1), "")
        if words.strip():
            found.append((number, words.strip()))
        annex = f"{number.split(' ')[0]} " if number.startswith("附件") else ""
        found += [(f"{annex}{_called(at, tables)}", tables[at]) for at in here]
        placed.update(here)
    return found + [(_called(at, tables), tables[at]) for at in range(len(tables)) if at not in placed]


def tables_of(content: Content) -> list[str]:
    """Return the numbers of the clauses that hold a table of which something is still to be accepted."""
    return [
        each["clause"]
        for each in content["clauses"]
        if _may_hold(each) and (found := proposal_of(content, each["clause"])) and found.waiting
    ]


def proposal_of(content: Content, number: str) -> Proposal | None:
    """Return what the table of a clause would be cut into; None for a clause without one."""
    clause = next((each for each in content["clauses"] if each["clause"] == number), None)
    read = table_in(str(clause.get(drafts.ORIGINAL) or "")) if clause is not None and _may_hold(clause) else None
    if clause is None or read is None or not read.items:
        return None
    read = _cited(read, content, number)
    known = {each["clause"]: str(each.get(drafts.ORIGINAL) or "") for each in content["clauses"]}
    lines = []
    for place, item in enumerate(_once(read.items)):
        lines.append(
            Line(
                place,
                item.head,
                item.number,
                _label(item),
                item.points,
                item.words,
                item.unit,
                _way(item),
                "",
                item.number in known,
            )
        )
    return Proposal(number, read.heads, tuple(lines), read.left, tuple(_differs(read)))


def cut(
    content: Content, number: str, wanted: Sequence[Line] | None = None, missing: str = "pending"
) -> tuple[Content, tuple[str, ...]]:
    """Return the draft with items of a table as clauses, sections and groups, and the numbers of the clauses that were touched.

    `wanted` are the items as the clerk left them; None: all that are proposed and not there yet. Raises ValueError where there is no such
    table, nothing is wanted, or two would have one number.
    """
    found = proposal_of(content, number)
    if found is None:
        raise ValueError("这一条里没有考核表")
    chosen = [each for each in found.lines if not each.is_there] if wanted is None else list(wanted)
    if not chosen:
        raise ValueError("还没有选要分出的项目")
    known = {each["clause"] for each in content["clauses"]}
    for name, count in Counter(each.number for each in chosen).items():
        if not name or count > 1 or name in known:
            raise ValueError(f"条号“{name}”空着、写了两次，或者已经有了")
    head = dict(content["regime"])
    groups = groups_for(head, chosen)
    sections = [dict(each) for each in head.get("sections") or []]
    made: list[dict[str, Any]] = []
    under: dict[str, str] = {}
    for each in found.heads:
        if each.number in known or any(line.head == each.number for line in chosen):
            under[each.number] = section_of_head(each, sections)
            if each.number not in known:
                made.append(clause_of_head(each, chosen))
    for line in chosen:
        made.append(clause_of(line))
        if line.way != "none" and line.points:
            sections.append(section_of(line, sections, under.get(line.head, ""), groups.get(line.unit, ""), missing))
    head |= {"sections": sections} if sections else {}
    clauses = []
    left = {each.number for each in found.lines if not each.is_there} - {each.number for each in chosen}
    for each in content["clauses"]:
        whole = each["clause"] == number and drafts.is_undecided(each) and not left
        clauses.append({**each, "no_rule": CUT} if whole else each)
        if each["clause"] == number:
            clauses += sorted(made, key=lambda one: _order(found, one["clause"]))
    return {**content, "regime": head, "clauses": clauses}, (number, *(each["clause"] for each in made))


def _called(at: int, tables: Sequence[str]) -> str:
    return TABLE if len(tables) == 1 else f"{TABLE}{at + 1}"


def _may_hold(clause: Mapping[str, Any]) -> bool:
    return str(clause.get(drafts.ORIGINAL) or "").count("\t") > 3


def _cited(read: Table, content: Content, number: str) -> Table:
    """The numbers of a table as they are cited: behind the table's own where the document has other clauses of these numbers."""
    annex = f"{number.split(' ')[0]} " if number.startswith("附件") else ""
    words = {each["clause"]: str(each.get(drafts.ORIGINAL) or "") for each in content["clauses"]}
    taken = any(each.number in words and words[each.number] != words_of(each) for each in read.heads)
    taken = taken or any(each.number in words and words[each.number] != each.words for each in read.items)
    if not annex and not taken:
        return read
    prefix = annex if annex and not taken else f"{number} "
    return replace(
        read,
        heads=tuple(replace(each, number=f"{prefix}{each.number}") for each in read.heads),
        items=tuple(
            replace(each, number=f"{prefix}{each.number}", head=f"{prefix}{each.head}" if each.head else "")
            for each in read.items
        ),
    )


def _once(items: Sequence[Item]) -> Iterator[Item]:
    """Items with a number each: what stands twice in the table is told apart."""
    seen: Counter[str] = Counter()
    for each in items:
        seen[each.number] += 1
        yield each if seen[each.number] == 1 else replace(each, number=f"{each.number}（重号{seen[each.number]}）")


def _label(item: Item) -> str:
    """What an item is called: the name in its row, of a part how it begins."""
    words = _MARKS.sub("", re.sub(r"\s+", "", item.words))
    first = re.split(r"[，；。,;:：]", words)[0]
    named = first if item.is_part or not item.name else item.name
    return named if len(named) <= _LABEL else f"{named[: _LABEL - 1]}…"


def _way(item: Item) -> str:
    if not item.points:
        return "none"
    return items.way_of(item.words, item.points)


def _differs(read: Table) -> Iterator[str]:
    """Sums that do not agree: of the items of a head, for each department that has its own; of the heads with the total."""
    for head in read.heads:
        below = [each for each in read.items if each.head == head.number]
        for unit in dict.fromkeys(each.unit for each in below):
            came = sum((Decimal(each.points) for each in below if each.unit in (unit, "") and each.points), Decimal())
            if head.points and any(each.points for each in below) and came != Decimal(head.points):
                yield f"{head.number}“{head.name}”表上写{head.points}分，{unit}各项加起来{plain(came)}分"
    tops = [Decimal(each.points) for each in read.heads if each.points] or [
        Decimal(each.points) for each in read.items if each.points and not each.unit
    ]
    if read.total and tops and sum(tops) != Decimal(read.total):
        yield f"表上总分{read.total}分，各项加起来{plain(sum(tops, Decimal()))}分"


def _order(found: Proposal, number: str) -> tuple[int, int]:
    """Heads before their items, in the order of the table."""
    heads = [each.number for each in found.heads]
    if number in heads:
        return heads.index(number), -1
    line = next((each for each in found.lines if each.number == number), None)
    return (heads.index(line.head) if line and line.head in heads else len(heads), line.place if line else 0)


__all__ = ["MISSING", "TABLE", "WAYS", "Line", "Proposal", "cut", "proposal_of", "put_in", "tables_of"]
