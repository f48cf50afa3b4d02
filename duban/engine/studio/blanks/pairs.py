"""Which select goes with which count and which worth: what does not is not offered, and refused where it is sent all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from duban.engine.studio.blanks.counts import COUNTS
from duban.engine.studio.blanks.parts import Blank, BlankError, Values, one
from duban.engine.studio.blanks.slots import SELECTS
from duban.engine.studio.blanks.worths import WORTHS

SELECT, COUNT, WORTH = "select.shape", "count.shape", "worth.shape"
# By the place in the row or by how many times it adds up to.
STEPPED = ("place", "times")


def goes_together(select: str, count: str, worth: str) -> bool:
    """Say whether a pair of words exists."""
    if select == "quantity":
        return count == "each" and worth in ("slope", "itself")
    if worth in ("slope", "itself"):
        return False
    if select == "unit":
        return count == "each" and worth == "amount"
    if select == "matters" and (worth == "range" or count == "per" or "along" in count):
        return False
    if worth == "times" and ("from" in count or "in_a_row" in count):
        return False
    if worth in STEPPED:
        return count in ("each", "within", "once_per")
    # Rows alone change nothing: it is by the place in the row or from which time that they matter.
    return count != "within"


def fitted(values: Values) -> Values:
    """Return the values of a sentence with counts and worths that go with what is selected; what does not becomes the first that does."""
    select, count, worth = (one(values, name) for name in (SELECT, COUNT, WORTH))
    if select not in dict(SELECTS):
        return values
    counts, worths = _counts(select, count or "each"), _worths(select, count or "each")
    count = count if not count or count in counts or count not in dict(COUNTS) else next(iter(counts), "each")
    worths = _worths(select, count or "each")
    if not worths or (worth or "amount") in worths:
        return {**values, COUNT: [count]} if count else values
    return {**values, COUNT: [count or "each"], WORTH: [next(iter(worths))]}


def offered(blanks: Iterator[Blank], values: Values) -> Iterator[Blank]:
    """Give the blanks, in those of the shapes only what goes together."""
    select, count = one(values, SELECT), one(values, COUNT) or "each"
    for blank in blanks:
        known = _counts(select, count) if blank.name == COUNT else _worths(select, count) if blank.name == WORTH else {}
        held = set(blank.value)
        yield (
            replace(blank, choices=tuple(each for each in blank.choices if each[0] in known or each[0] in held))
            if known
            else blank
        )


def check(values: Values) -> None:
    """Raises BlankError where what is selected, how it is counted and what it is worth do not go together."""
    select, count, worth = one(values, SELECT), one(values, COUNT) or "each", one(values, WORTH) or "amount"
    if select not in dict(SELECTS) or count not in dict(COUNTS) or goes_together(select, count, worth):
        return
    name = dict(SELECTS)[select]
    worths = _worths(select, count)
    if worths:
        what = f"按“{name}”计分的，不能选“{dict(WORTHS).get(worth, worth)}”，可以选{_quoted(worths)}"
        raise BlankError(WORTH, "怎样定分值", what)
    what = f"按“{name}”计分的，不能选“{dict(COUNTS)[count]}”，可以选{_quoted(_counts(select, count))}"
    raise BlankError(COUNT, "怎样计次", what)


def _counts(select: str, count: str) -> dict[str, str]:
    return {each: label for each, label in COUNTS if _worths(select, each)} or {count: ""}


def _worths(select: str, count: str) -> dict[str, str]:
    known = count if count in dict(COUNTS) else "each"
    return {value: label for value, label in WORTHS if goes_together(select, known, value)}


def _quoted(words: dict[str, str]) -> str:
    return "".join(f"“{label}”" for label in words.values())
