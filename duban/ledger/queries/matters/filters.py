"""What of the ledger is asked for: a filter and an order, as an address carries them."""

import calendar
import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from urllib.parse import quote_plus

from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.matters import DONE_STATES, OPEN_STATES, Level, Source, State
from duban.ledger.queries.matters.flags import MARKS

STATE_GROUPS = {"open": ("未办结", OPEN_STATES), "done": ("已办结和销号", DONE_STATES)}


# What became of a matter: each is of exactly one.
OUTCOMES = {
    "on_time": "按期办结",
    "done_late": "超期办结",
    "ahead": "在办未超期",
    "late": "在办已超期",
    "suspended": "中止",
    "proposed": "未交办",
    "revoked": "已撤销",
}
# What became of a matter at a step of the ladder.
THENS = {"settled": "在这一级办结", "standing": "仍在这一级", "passed": "又进了一级"}
# What happened within the last seven days, today among them, or since the first of the month.
RECENTS = {"sent": "近七日交办", "done": "近七日办结", "late": "近七日新超期", "month": "本月办结"}
DUES = {
    "late": "已超期",
    "overran": "超过期限的（含已办结）",
    "today": "今日到期",
    "week": "本周到期",
    "soon": "七日内到期",
    "month": "本月到期",
}


SORTS = {
    "-registered": "最近登记",
    "registered": "最早登记",
    "due": "期限近的在前",
    "-due": "期限远的在前",
    "level": "级别",
    "state": "状态",
}


@dataclass(frozen=True)
class Filter:
    """What a list is asked for. Everything is in the address; an empty value asks nothing.

    `state` is a state or a group (open, done); `stage` the stage of an assignment that the reader may see; `due` one of DUES,
    `since` and `until` dates of the deadline, inclusive; `unit` a code; `portfolio` a key; `source` one of Source, `category` the
    regime's; `mark` one of MARKS; `part` lead or support, of `unit` or of the reader's own; `parent` the number of a matter whose parts are asked for;
    `outcome` one of OUTCOMES; `year` that of the registration, or its month (2026-03); `step` a step of the ladder that was taken, `then` (one of THENS) what
    became of the matter at it; `leader` the key of the leader in whose fields it is led; `recent` one of RECENTS. With due `late` or `overran`
    and with `recent` the unit and the field are those of the very assignment, with `overran` the dates too.
    """

    q: str = ""
    state: str = ""
    stage: str = ""
    source: str = ""
    category: str = ""
    level: str = ""
    mark: str = ""
    unit: str = ""
    part: str = ""
    portfolio: str = ""
    due: str = ""
    since: str = ""
    until: str = ""
    parent: str = ""
    outcome: str = ""
    year: str = ""
    step: str = ""
    then: str = ""
    leader: str = ""
    recent: str = ""
    sort: str = ""

    @property
    def registered(self) -> tuple[str, str]:
        """Return the first and the last day of the registration that `year` asks for."""
        year, _, month = self.year.partition("-")
        days = calendar.monthrange(int(year), int(month))[1] if month else 31
        return f"{year}-{month or '01'}-01", f"{year}-{month or '12'}-{days}"

    @cached_property
    def query(self) -> str:
        """Return the filter as the parameters of an address, without what is not asked. A page of figures asks each twice, for picture and table."""
        return "&".join(f"{name}={quote_plus(value)}" for name, value in self.asked)

    @property
    def is_empty(self) -> bool:
        """Return whether every matter is asked for."""
        return all(name == "sort" for name, _ in self.asked)

    def without(self, *names: str) -> "Filter":
        """Return the filter with some questions left out."""
        return replace(self, **dict.fromkeys(names, ""))

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Return what is asked, each a name and its value, in the order of an address."""
        known = vars(self)
        return [(name, known[name]) for name in NAMES if known[name]]


NAMES = tuple(each.name for each in fields(Filter))


def filter_from(words: Mapping[str, str], levels: Collection[str] = tuple(Level.values)) -> Filter:
    """Return the filter that an address asks for; values that cannot be meant count as not given. `levels` are the document's own."""
    known = {
        "state": {*State.values, *STATE_GROUPS},
        "stage": set(Stage.values),
        "source": set(Source.values),
        "level": set(levels),
        "part": set(Part.values),
        "mark": set(MARKS),
        "due": set(DUES),
        "outcome": set(OUTCOMES),
        "then": set(THENS),
        "recent": set(RECENTS),
        "sort": set(SORTS),
    }
    asked = {each.name: str(words.get(each.name, "")).strip()[:80] for each in fields(Filter)}
    for name, values in known.items():
        if asked[name] not in values:
            asked[name] = ""
    for name in ("since", "until"):
        asked[name] = asked[name] if _day(asked[name]) else ""
    for name in ("portfolio", "leader"):
        if not asked[name].isascii() or not asked[name].isdigit() or len(asked[name]) > 9:
            asked[name] = ""
    if not re.fullmatch(r"(199|20\d|21\d)\d(-(0[1-9]|1[0-2]))?", asked["year"], re.ASCII):
        asked["year"] = ""
    if not asked["step"]:
        asked["then"] = ""
    return Filter(**asked)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
