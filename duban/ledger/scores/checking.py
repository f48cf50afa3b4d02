"""Kept tallies held against a full count: what is derived must be what it is derived from."""

import datetime
import json
from collections.abc import Iterator

from duban.ledger.models import Ranking, Tally, UnitTally
from duban.ledger.scores import boards, counting
from duban.ledger.scores.counting import Counted
from duban.people.models import Jurisdiction


def compared(jurisdiction: Jurisdiction) -> Iterator[tuple[Tally, bool]]:
    """Yield every kept tally of an office with whether it is what a full count gives, as of the same line of the journal.

    One that rests on a document, readings or units from before is counted anew by whoever asks for it, and not looked at.
    """
    for row in Tally.objects.filter(jurisdiction=jurisdiction).order_by("pk"):
        expected = _expected(jurisdiction, row)
        if expected is not None:
            yield row, is_as(row, expected)


def is_as(row: Tally, expected: Counted) -> bool:
    """Return whether a kept tally has the board and the lines that were counted."""
    held = {unit: bytes(content) for unit, content in row.units.values_list("unit", "content")}
    return held == expected.at_hand and row.board == json.loads(json.dumps(expected.board))


def drop(row: Tally) -> None:
    """Let a tally be made anew by whoever asks for it."""
    UnitTally.objects.filter(tally=row).delete()
    row.delete()


def _expected(jurisdiction: Jurisdiction, row: Tally) -> Counted | None:
    what, _, rest = row.name.partition(":")
    if what == "draft":
        kind, first, last = rest.split(":")
        asked = boards.draft_asked(
            jurisdiction, kind, datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
        )
        return counting.count(asked, row.seq) if asked.basis == row.basis else None
    ranking = Ranking.objects.select_related("jurisdiction", "corrects").get(pk=rest)
    if what == "again":
        asked = boards.again_asked(ranking, boards.board_of(ranking))
        return counting.count(asked, row.seq) if asked.basis == row.basis else None
    return boards.published_tally(ranking) if boards.basis_of_published(ranking) == row.basis else None
