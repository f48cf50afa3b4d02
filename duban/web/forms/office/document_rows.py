"""Several rows of a part at once, typed or pasted out of a spreadsheet: one a line, cells by tabs, in the order of the columns or under their heads."""

import csv
import re
from collections.abc import Mapping, Sequence
from typing import Protocol

from duban.engine.studio import drafts
from duban.ledger.queries.office.drafting.drafted_contents import CLAUSE, Content
from duban.ledger.queries.office.drafting.drafted_items import BY_OFFICE
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded

_MOST = 300


class Shown(Protocol):
    """What is asked of a column here."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def label(self) -> str:
        """Its head."""

    @property
    def kind(self) -> str:
        """How its cells are read."""


def head_of(column: Shown) -> str:
    """Return the head of a column over a grid, without what explains it."""
    return re.split(r"[（(]", column.label)[0].removesuffix("（按规则得出的不选）")


def cut(text: str, columns: Sequence[Shown]) -> list[dict[str, str]]:
    """Return the rows as cells by column. Raises Refused for more cells than there are columns, or more rows than can be."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(keepends=True), delimiter="\t")]
    rows = [row for row in rows if any(row)]
    heads = [head_of(each) for each in columns]
    order = list(range(len(columns)))
    if rows and sum(cell in heads for cell in rows[0]) > (len(rows[0]) > 1):
        order = [heads.index(cell) if cell in heads else -1 for cell in rows.pop(0)]
    if len(rows) > _MOST:
        raise Refused(f"一次最多加 {_MOST} 行，这里有 {len(rows)} 行", possible="请分几次粘贴。", field="more")
    found = []
    for number, row in enumerate(rows, 1):
        placed = dict(zip(order, row, strict=False))
        if any(row[len(order) :]) or placed.get(-1):
            raise Refused(f"第 {number} 行的格子比表头多", possible=f"各列依次为：{'、'.join(heads)}。", field="more")
        found.append({column.key: folded(placed.get(at, "")) for at, column in enumerate(columns)})
    return found


def in_values(
    number: int, cells: Mapping[str, str], columns: Sequence[Shown], choices: Mapping[str, Sequence[tuple[str, str]]]
) -> dict[str, str]:
    """Return one row with what is chosen by its name in the place of the name. Raises Refused, which names row and column, for a name that there is not."""
    told = dict(cells)
    for column in columns:
        text = told[column.key].strip()
        if column.kind in ("lines", "fields"):
            told[column.key] = re.sub(r"\s*[；;]\s*", "\n", text)
        if not text or column.key not in choices:
            continue
        words = {word: value for value, word in choices[column.key]}
        if text not in words and text not in words.values():
            some = "、".join(list(words)[:12]) + ("等" if len(words) > 12 else "")
            raise Refused(
                f"第 {number} 行的“{head_of(column)}”写了“{text}”，没有这个",
                possible=f"可以写：{some or '先在别处加上'}。",
                field="more",
            )
        told[column.key] = words.get(text, text)
    return told


def decided(content: Content, entries: object) -> dict[str, object]:
    """Return the clauses of which nothing was said yet and under which a figure now stands that a person gives: the person carries them out."""
    listed = list(entries.values()) if isinstance(entries, dict) else drafts.listed(entries)
    cited = {str(each.get("clause")) for each in listed if isinstance(each, dict) and "typed" in each}
    return {
        f"{CLAUSE}{each['clause']}": {**each, "by_person": BY_OFFICE}
        for each in content["clauses"]
        if each["clause"] in cited and drafts.is_undecided(each)
    }
