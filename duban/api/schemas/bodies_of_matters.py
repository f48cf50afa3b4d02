"""What is handed in of matters and of how often is reported on them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body, Change, Line, Name, Page, Words

Every = Literal[
    "", "week", "weeks", "days", "month", "month_day", "workday", "weekday", "quarter", "quarter_day",
    "half_year", "half_year_day", "year", "year_day",
]  # fmt: skip
Rest = Literal["", "next", "previous", "same"]
RhythmNumber = Annotated[int, Field(ge=0, le=1231)]


class NewRhythm(Body):
    """How often is reported. `month`, `quarter`, `half_year`, `year` are the last working day and have no `number`.

    `number` of `week`: the weekday, 0 is Monday; `weeks`: the weeks times ten plus the weekday (24: every two weeks on Friday); `days`: how
    many; `month_day`: the day, 31 is the last; `workday`: which working day of the month; `weekday`: which (5 is the last) times ten plus
    the weekday (54: the last Friday); `quarter_day`, `half_year_day`: the month in it times a hundred plus the day (325); `year_day`: month
    and day (630). `rest`: what becomes of a day that is a rest day; empty: the next working day, of a last day the one before.
    """

    every: Every
    number: RhythmNumber = 0
    rest: Rest = ""


class NewMilestone(Body):
    """A date on the way."""

    on: date
    text: Annotated[str, Field(min_length=1, max_length=200)]


class RowChange(Change):
    """What stands in a matter's row; a member that is not given stays. `due_on` null: 长期, no end date."""

    title: Annotated[str, Field(min_length=1, max_length=200)] = ""
    due_on: date | None = None
    level: Annotated[str, Field(max_length=40)] = ""


class NewMatter(Body):
    """What a matter asks. `lead` and `support` are codes of units, `parent` the number of a matter.

    `due_on` null: 长期, no end date; `reports`: how often the lead units report.
    """

    title: Annotated[str, Field(min_length=1, max_length=200)]
    requirement: Words
    standard: Words = ""
    category: Annotated[str, Field(max_length=40)] = ""
    source: Literal["meeting", "instruction", "work_report", "paper", "proposal", "message", "superior", "other"]
    source_text: Line = ""
    level: Annotated[str, Field(max_length=40)] = ""
    due_on: date | None
    due_rule: Annotated[str, Field(max_length=60)] = ""
    lead: Annotated[list[Name], Field(min_length=1, max_length=50)]
    support: Annotated[list[Name], Field(max_length=200)] = []
    quantifiable: bool = True
    urgent: bool = False
    planning: bool = False
    parent: Name | None = None
    milestones: Annotated[list[NewMilestone], Field(max_length=100)] = []
    reports: NewRhythm | None = None


class NewRecurrence(Change):
    """A rhythm, or the regime's `rule` of that name."""

    every: Every = ""
    number: RhythmNumber = 0
    rest: Rest = ""
    rule: Annotated[str, Field(max_length=60)] = ""
    from_on: date | None = None
    through_on: date | None = None


class AskedQuestions(Page):
    """`matter`: only those on this one; `show`: `waiting`, only those that wait for their answer."""

    matter: str = Field("", max_length=40)
    show: Literal["", "waiting"] = ""


class AskedNotes(Page):
    """`matter`: only those on this one."""

    matter: str = Field("", max_length=40)


class NewQuestion(Body):
    """`unit`: who is asked, `username` one person of it; without a unit the office."""

    unit: Name | None = None
    username: Name | None = None
    text: Annotated[str, Field(max_length=300)]


class NewAnswer(Body):
    """The answer; said again, it is put right."""

    text: Annotated[str, Field(max_length=1000)]


class NewNote(Body):
    """What is noted."""

    text: Annotated[str, Field(max_length=1000)]
