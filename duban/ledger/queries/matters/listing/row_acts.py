"""What is done next with a matter of a list, where it stands in its row: the act of a desk's row, for whoever may do it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from duban.ledger import access
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.models.assignments import Stage
from duban.ledger.models.matters import State
from duban.ledger.models.reports import Ruling
from duban.ledger.queries.matters.dispatches import starting_of
from duban.ledger.queries.matters.listing.rows import Held, Listed
from duban.people.models import Officer


@dataclass(frozen=True)
class RowAct:
    """One act: its name (as `options` has it), its word, the code of the unit that it is about, and the key of the report that is reviewed."""

    name: str
    word: str
    unit: str = ""
    report: int | None = None


def acts_of(officer: Officer, rows: Sequence[Listed], today: datetime.date) -> dict[int, RowAct]:
    """Return, by the keys of matters, what this officer does next with each; none where the matter's page has to be read first.

    No query, but where the office's document has the start of matters approved and some of these are not sent out: then two.
    """
    may = {name for name in _RIGHTS if access.may(officer, name)}
    starts = _starts(officer, rows) if "dispatch_matter" in may else None
    found = {}
    for row in rows:
        act = _own(row.own) if row.own is not None and officer.is_unit else _offices(row, may, starts, today)
        if act is not None:
            found[row.matter.pk] = act
    return found


_RIGHTS = ("dispatch_matter", "request_start", "rule_on_refusal", "review_report", "urge")
_OWN = {Stage.TO_ACCEPT: ("acceptance", "签收"), Stage.RETURNED: ("report", "重报"), Stage.IN_HAND: ("report", "报送")}


@dataclass(frozen=True)
class _Starts:
    """Of the matters that are not sent out: which have to be put up for approval first, and which wait for a signature."""

    unasked: frozenset[int] = frozenset()
    waiting: frozenset[int] = frozenset()


def _starts(officer: Officer, rows: Sequence[Listed]) -> _Starts:
    keys = [row.matter.pk for row in rows if row.matter.state == State.PROPOSED]
    if not keys or Governed.of(officer.office).approval("start") is None:
        return _Starts()
    matters = list(Matter.objects.filter(pk__in=keys).only("regime", "document", "registered_on", "no"))
    unasked, waiting = starting_of(officer, matters)
    return _Starts(frozenset(unasked), frozenset(waiting))


def _own(held: Held) -> RowAct | None:
    name, word = _OWN.get(Stage(held.stage), ("", ""))
    return RowAct(name, word, held.unit.code) if name else None


def _offices(row: Listed, may: set[str], starts: _Starts | None, today: datetime.date) -> RowAct | None:
    if row.matter.state == State.PROPOSED:
        return _sending(row.matter.pk, may, starts) if starts is not None else None
    refused = next((each for each in row.leads if each.stage == Stage.REFUSED), None)
    if refused is not None:
        # Of several the first: the row has the next when that is ruled on.
        return RowAct("refusal_ruling", "裁定", refused.unit.code) if "rule_on_refusal" in may else None
    told = row.progress
    if row.matter.state == State.TO_REVIEW:
        waits = told is not None and told.ruling == Ruling.WAITING and "review_report" in may
        return RowAct("review", "审核", report=told.pk) if waits and told is not None else None
    late = [each for each in row.leads if each.is_open and each.due_on is not None and each.due_on < today]
    if not late or "urge" not in may:
        return None
    # Of several units one chooses which: they stand below one another, all of them ticked.
    return RowAct("urge", "催办", late[0].unit.code) if len(late) == 1 else RowAct("urgings", f"催办 {len(late)} 家…")


def _sending(key: int, may: set[str], starts: _Starts) -> RowAct | None:
    if key in starts.unasked:
        return RowAct("starts", "提请立项…") if "request_start" in may else None
    return RowAct("dispatch", "交办…") if key not in starts.waiting else None
