"""What is handed in and answered of the office's calendar."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body, Line
from duban.api.schemas.shapes import Answer


class NewHolidayNotice(Body):
    """A holiday notice as its text; `year`, `number`, `issued_on` where the text does not say them; `only_check` takes nothing in."""

    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    year: Annotated[int, Field(ge=1996, le=2100)] | None = None
    number: Annotated[str, Field(max_length=60)] = ""
    issued_on: date | None = None
    is_local: bool = False
    only_check: bool = False


class Withdrawal(Body):
    """Why it was wrong."""

    reason: Line


class HolidayNoticeShown(Answer):
    """A notice that was taken in."""

    id: int
    year: int
    number: str
    issued_on: date
    is_local: bool
    entered_on: date
    withdrawn_on: date | None
    withdrawn_reason: str


class YearShown(Answer):
    """A year: rest days on weekdays and worked days on weekends, and whether it is only reckoned (`why`)."""

    year: int
    announced: bool
    why: str
    rest: list[date]
    work: list[date]
    notices: list[HolidayNoticeShown]


class MovedDate(Answer):
    """An open date that the notice counts otherwise; what it counts earlier stays."""

    what: str
    matter: str
    unit: str
    before: date
    after: date
    moves: bool


class NoticeTaken(Answer):
    """What was read, and the open dates that it counts otherwise; `taken` is null where it was only checked."""

    taken: int | None
    year: int
    number: str
    moves: list[MovedDate]


class AskedEntries(Body):
    """The days, both inclusive, at most a year; the kinds, all of them without; a unit's code or the key of a leader."""

    first: date
    last: date
    kinds: list[Literal["due", "report", "inspection", "interview"]] = ["due", "report", "inspection", "interview"]
    unit: Annotated[str, Field(max_length=40)] = ""
    leader: Annotated[str, Field(max_length=9)] = ""


class Entry(Answer):
    """One thing on a calendar: `about` is the record that it is about, `standing` one of done, late, today, ahead."""

    kind: str
    key: str
    about: str
    on: date
    until: date
    at: datetime | None
    what: str
    title: str
    unit: str
    place: str
    standing: str
    provisional: bool
    final: bool


class Entries(Answer):
    """What stands on the calendar, the earliest first."""

    entries: list[Entry]
