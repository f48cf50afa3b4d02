"""What is handed in about objections, about what was imposed, and about praise that is claimed."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body, Change, Name, Number, Words


class NewObjection(Body):
    """`ground`: the record is wrong (dispute), or there was good reason."""

    ground: Literal["dispute", "reason"]
    text: Words


class Verdict(Body):
    """Whether it holds, and why."""

    uphold: bool
    reason: Words = ""


class PaperCheck(Body):
    """Whether what was handed in holds."""

    kept: bool
    note: Words


class Event(Body):
    """On which day a talk took place, with whom, and what was said."""

    held_on: date
    record: Words
    person: Annotated[str, Field(max_length=60)] = ""
    place: Annotated[str, Field(max_length=100)] = ""


class Signed(Body):
    """Sign, or send back with the `reason`."""

    agree: bool
    reason: Words = ""


class NewClaim(Body):
    """Praise of a unit, or what the document lets units enter: `fields` as `show_kinds` gives them.

    Praise has `title`, `authority`, `document` (its number or the medium) and `evidence` (the key of an attachment).
    """

    kind: Name
    unit: Name
    title: Annotated[str, Field(max_length=200)] = ""
    authority: Name | None = None
    document: Annotated[str, Field(max_length=100)] = ""
    happened_on: date
    evidence: Number | None = None
    fields: dict[Name, str | int | bool] = {}
    matter: Name | None = None
    person: Annotated[str, Field(max_length=60)] = ""
    occasion: Annotated[str, Field(max_length=60)] = ""
    text: Words = ""
    of_subordinate: bool = False


class CarryingOut(Change):
    """What the approved act asks for: `papers_by` where papers are owed, `media` of an experience, and `note`, a word for the paper."""

    papers_by: date | None = None
    media: Annotated[list[Annotated[str, Field(min_length=1, max_length=60)]], Field(max_length=50)] = []
    note: Words = ""


class Mark(Body):
    """Points for a row of the sheet, or for a section whose rows have no points, by its name."""

    of: Name
    points: Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=2)]


class NewSheet(Body):
    """The sheet of one matter of a unit for a period, both days inclusive: all that is marked."""

    kind: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["month"])]
    from_on: date
    to_on: date
    marks: Annotated[list[Mark], Field(min_length=1, max_length=50)]
    reason: Words


class NewStandard(Body):
    """The standard of one class of tasks (a category as `show_regime` gives them), on what it rests, from which day on."""

    category: Name
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    basis: Annotated[str, Field(min_length=1, max_length=200)]
    since: date


class OwnMark(Mark):
    """A figure for one unit, `of` a section or quantity as `show_kinds` gives them."""

    unit: Name
    points: Annotated[Decimal, Field(max_digits=14, decimal_places=4)]


class OwnMarks(Body):
    """The figures that a leader gives for a period, both days inclusive."""

    kind: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["month"])]
    from_on: date
    to_on: date
    marks: Annotated[list[OwnMark], Field(min_length=1, max_length=500)]
    reason: Words
