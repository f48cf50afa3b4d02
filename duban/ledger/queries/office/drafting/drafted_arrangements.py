"""How the clauses of a draft are cut anew by hand: split, joined with the next, renumbered, added, left out."""

from dataclasses import dataclass

from duban.engine.studio import merging
from duban.ledger.queries.office.drafting import drafted_tables
from duban.ledger.queries.office.drafting.drafted_contents import CLAUSE, Content, part_of, with_new, with_part
from duban.ledger.refusals import Refused

ACTS = {"split": "拆条", "join": "并条", "renumber": "改条号", "add": "加条", "remove": "删条", "table": "按表分条"}


@dataclass(frozen=True)
class Arrangement:
    """What is to be done with a clause: `act` of `ACTS`; `number` of what is new, `at` the sign before which words are cut, `words` of a new one; of
    a table that is cut the `lines` that are wanted (None: all), and what a figure that nobody gives counts as (`missing`).
    """

    act: str
    clause: str
    number: str = ""
    at: int = 0
    words: str = ""
    lines: tuple[drafted_tables.Line, ...] | None = None
    missing: str = "pending"


@dataclass(frozen=True)
class Arranged:
    """The content then, the clauses that were touched, and the one to be looked at next."""

    content: Content
    touched: tuple[str, ...]
    then: str


def arranged(content: Content, asked: Arrangement) -> Arranged:
    """Carry an arrangement out on a content. Raises Refused for a clause that there is not, a number that is taken, words that cannot be cut."""
    numbers = [each["clause"] for each in content["clauses"]]
    number, new = asked.clause, asked.number.strip()
    if asked.act not in ACTS:
        raise Refused("没有这种调整", field="act")
    if asked.act != "add" and part_of(content, f"{CLAUSE}{number}") is None:
        raise Refused("没有这一条", possible="可能刚刚被改了编号，请刷新后再看。", field="clause")
    try:
        if asked.act == "add":
            return Arranged(with_new(content, number, new, asked.words), (new,), new)
        place = numbers.index(number)
        following = numbers[place + 1] if place + 1 < len(numbers) else ""
        if asked.act == "table":
            made, touched = drafted_tables.cut(content, number, asked.lines, asked.missing)
            return Arranged(made, touched, touched[1])
        if asked.act == "split":
            return Arranged(merging.split(content, number, asked.at, new), (number, new), new)
        if asked.act == "renumber":
            return Arranged(merging.renumbered(content, number, new), (number, new), new)
        if asked.act == "join":
            if not following:
                raise Refused("这是最后一条，没有下一条可并", field="clause")
            return Arranged(merging.joined(content, number, following), (number, following), number)
    except ValueError as error:
        raise Refused(str(error), field="number") from None
    left = with_part(content, f"{CLAUSE}{number}", None)
    return Arranged(left, (number,), following or (numbers[place - 1] if place else ""))
