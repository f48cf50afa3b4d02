"""What an office's own ledger says in its own way: classes that are not the document's, rows that were finished long ago, titles."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from duban.engine.cycles import Cycle
from duban.engine.rhythms import rhythm_from
from duban.papers.reading.lists.finished import finished_in
from duban.papers.reading.lists.ledgers import Fault, Ledger, LedgerRow

# A title is the first line of its content, or the first sentence where that line is longer than `_LONGEST_LINE`.
_LONGEST_LINE, _LONGEST_TITLE = 60, 200
_SEVERAL = 3
_LABELS = {"category": "类别", "level": "级别"}


def without_own_words(ledger: Ledger, known: Mapping[str, Mapping[str, str]]) -> tuple[list[LedgerRow], list[Fault]]:
    """Return the rows without what stands in a column that knows none of the document's words (`known` by field), and a remark for each such column.

    Where a column has some of them, or few rows, another word in it is a slip and stays for the check.
    """
    rows, remarks = list(ledger.rows), []
    for name, words in known.items():
        filled = [row for row in ledger.rows if row.values.get(name)]
        written = dict.fromkeys(row.values[name] for row in filled)
        if len(filled) < _SEVERAL or not words or set(written) & set(words):
            continue
        said = "、".join(f"“{each}”" for each in list(written)[:6])
        first = filled[0]
        cell = first.cells.get(name, f"A{first.row}")
        message = f"这一栏写的{said}是本单位自己的分法，不是办法的{_LABELS[name]}，一律按所选的登记"
        remarks.append(Fault(first.sheet, first.row, cell, _LABELS[name], message, grave=False))
        rows = [replace(row, values={**row.values, name: ""}) for row in rows]
    return rows, remarks


def finished_remark(row: LedgerRow) -> Fault | None:
    """Return the remark that a row was not taken because it says that it is finished; None where it does not."""
    word = finished_in(row.raw.items())
    if not word:
        return None
    message = f"表里写明“{word}”，没有登记；要登记的，勾选“表里写明已办结的也登记”"
    return Fault(row.sheet, row.row, row.cells.get("content", f"A{row.row}"), "", message, grave=False)


def title_and_requirement(values: dict[str, Any]) -> tuple[str, str]:
    """Return title and requirement: a content that is too long for a title stands whole in the requirement."""
    content, requirement = values["content"].strip(), (values.get("requirement") or "").strip()
    if len(content) <= _LONGEST_TITLE and "\n" not in content:
        return content, requirement or content
    line = content.split("\n")[0].strip()
    first = line if len(line) <= _LONGEST_LINE else line.split("。")[0]
    title = first if len(first) <= _LONGEST_LINE else first[: _LONGEST_LINE - 1] + "…"
    return title, f"{content}\n{requirement}".strip()


def said_by(row: LedgerRow) -> dict[str, Any]:
    """Return what a row says, but for its place in the list."""
    return {name: value for name, value in row.values.items() if name != "no"}


def cycle_of(written: str) -> Cycle | None:
    """Return the cycle that the words in place of a date name: 每月5日前; None where they name none."""
    try:
        return rhythm_from(written) if written else None
    except ValueError:
        return None
