"""What is done next with a matter of a list, where it stands in its row: the act of a desk's row, for whoever may do it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from duban.ledger import access
from duban.ledger.models.assignments import Stage
from duban.ledger.models.matters import State
from duban.ledger.models.reports import Ruling
from duban.ledger.queries.matters.listing.rows import Held, Listed
from duban.people.models import Officer


@dataclass(frozen=True)
class RowAct:
    """One act: its name (as `options` has it), its word, the code of the unit that it is about, and the key of the report that is reviewed."""

    name: str
    word: str
    unit: str = ""
    report: int | None = None


def acts_of(officer: Officer, rows: Iterable[Listed], today: datetime.date) -> dict[int, RowAct]:
    """Return, by the keys of matters, what this officer does next with each; none where the matter's page has to be read first."""
    may = {name for name in _RIGHTS if access.may(officer, name)}
    found = {}
    for row in rows:
        act = _own(row.own) if row.own is not None and officer.is_unit else _offices(row, may, today)
        if act is not None:
            found[row.matter.pk] = act
    return found


_RIGHTS = ("dispatch_matter", "rule_on_refusal", "review_report", "urge")
_OWN = {Stage.TO_ACCEPT: ("acceptance", "签收"), Stage.RETURNED: ("report", "重报"), Stage.IN_HAND: ("report", "报送")}


def _own(held: Held) -> RowAct | None:
    name, word = _OWN.get(Stage(held.stage), ("", ""))
    return RowAct(name, word, held.unit.code) if name else None


def _offices(row: Listed, may: set[str], today: datetime.date) -> RowAct | None:
    if row.matter.state == State.PROPOSED:
        return RowAct("dispatch", "交办…") if "dispatch_matter" in may else None
    refused = _only(each for each in row.leads if each.stage == Stage.REFUSED)
    if refused is not None:
        return RowAct("refusal_ruling", "裁定", refused.unit.code) if "rule_on_refusal" in may else None
    told = row.progress
    if row.matter.state == State.TO_REVIEW:
        waits = told is not None and told.ruling == Ruling.WAITING and "review_report" in may
        return RowAct("review", "审核", report=told.pk) if waits and told is not None else None
    late = _only(each for each in row.leads if each.is_open and each.due_on is not None and each.due_on < today)
    return RowAct("urge", "催办", late.unit.code) if late is not None and "urge" in may else None


def _only(found: Iterable[Held]) -> Held | None:
    """Return the one of them; None of none and of several, of which the matter's page tells."""
    every = list(found)
    return every[0] if len(every) == 1 else None
