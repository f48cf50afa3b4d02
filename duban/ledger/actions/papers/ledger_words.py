"""What an office's own ledger says in its own way: classes that are not the document's, rows that were finished long ago."""

from collections.abc import Mapping
from dataclasses import replace

from duban.papers.reading.lists.finished import finished_in
from duban.papers.reading.lists.ledgers import Fault, Ledger, LedgerRow

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
