"""What is handed in: no member that was not asked for."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, ValidationInfo, create_model, field_validator

from duban.api.schemas.written import as_written, is_line, with_plain_signs
from duban.ledger.acts import Act, Kind

Line = Annotated[str, Field(max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Words = Annotated[str, Field(max_length=20_000)]
Number = Annotated[int, Field(ge=1, le=2_000_000_000)]


class Body(Schema):
    """Members that are not named here are refused: nobody writes what is not theirs to write."""

    model_config = ConfigDict(extra="forbid")
    # Members whose signs are kept to the letter: secrets, and the words of a document.
    to_the_letter: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*", mode="before")
    @classmethod
    def written(cls, value: Any, info: ValidationInfo) -> Any:
        """Return it as it is. Raises an error of its kind for what could only be guessed: 1 for a yes, a number for a date, words for a number."""
        return as_written(cls.model_fields[info.field_name or ""].annotation, value)

    @field_validator("*")
    @classmethod
    def plain(cls, value: Any, info: ValidationInfo) -> Any:
        """Return it with plain signs, as the pages keep it; its bounds are those of what was sent."""
        name = info.field_name or ""
        return value if name in cls.to_the_letter else with_plain_signs(value, is_line(cls.model_fields[name].metadata))


class Change(Body):
    """A change of something that has a version: the one that was read."""

    version: Number


class Dispatch(Change):
    """`accept_by`: the day until which units sign or object."""

    accept_by: date | None = None


class Acceptance(Change):
    """`responsible`: who answers for it in the unit."""

    responsible: Annotated[str, Field(max_length=60)] = ""


class Refusal(Change):
    """`proper`: the code of the unit that ought to have it."""

    reason: Words
    proper: Name | None = None


class RefusalRuling(Change):
    """Whether the unit was right; where it was, `to` is the unit to which the matter passes."""

    upheld: bool
    to: Name | None = None
    reason: Words = ""


class NewReport(Change):
    """What a unit says of its progress or of the result; `follows`: in the place of one that waits for review."""

    what: Literal["progress", "result"]
    follows: bool = False
    done: Words
    problems: Words = ""
    blocked: Words = ""
    next_steps: Words = ""
    visible_progress: Line = ""


class NewUrge(Change):
    """`limit`: the day until which, inclusive; needed where the urging is a step of the ladder."""

    channel: Literal["phone", "written", "on_site", "meeting"]
    limit: date | None = None
    note: Words = ""


class Reason(Change):
    """Why."""

    reason: Words


# How each kind of an act's fields is written in a body; what is not here no program can say yet.
_WRITTEN: dict[Kind, Any] = {Kind.TEXT: Words, Kind.DAY: date, Kind.UNIT: Name, Kind.STEP: Name, Kind.FLAG: bool,
    Kind.SEVERAL: list[Name], Kind.PERSONS: Annotated[list[Name], Field(max_length=50)],
    Kind.POINTS: Annotated[Decimal, Field(max_digits=7, decimal_places=2)],
}  # fmt: skip
# What stands for a field that need not be filled in.
_LEFT_OUT: dict[Kind, Any] = {Kind.FLAG: False, Kind.SEVERAL: [], Kind.PERSONS: []}


def body_of(act: Act) -> type[Reason]:
    """Return what is handed in to ask for an act. Raises KeyError for a field of a kind that has no form here."""
    own = [each for each in act.fields if each.name != "reason"]
    if not own:
        return Reason
    members: dict[str, Any] = {}
    for each in own:
        written, must = _WRITTEN[each.kind], each.required or each.kind == Kind.STEP
        left_out = _LEFT_OUT.get(each.kind)
        members[each.name] = (
            (written, ...) if must else (written if each.kind in _LEFT_OUT else written | None, left_out)
        )
    said = "; ".join(f"`{each.name}`: {each.meaning}" for each in own)
    return create_model(f"New{type(act).__name__}", __base__=Reason, __doc__=f"{said}.", **members)


class Reopening(Reason):
    """`alone`: cooperating units stay done."""

    alone: bool = False


class ReportAcceptance(Change):
    """`points`: where fewer than the full value of a matter."""

    points: Annotated[Decimal, Field(max_digits=7, decimal_places=2)] | None = None


class ReportReturn(Reason):
    """`redo_by`: the day until which it is to be done again."""

    redo_by: date


class Sign(Change):
    """Agree, or refuse with reasons."""

    agree: bool
    reason: Words = ""


class Execution(Change):
    """`limit` where the document sets none; `held_on` where the step is an interview or an exposure: the day on which it was; `authority` where it leaves open who issues the circular.

    Of an interview `place` and `summoned` (who was spoken with), of an exposure `medium`; `papers_by` where a paper is owed and nothing
    dates it; `persons` whom it befalls.
    """

    limit: date | None = None
    held_on: date | None = None
    authority: Annotated[str, Field(max_length=40)] = ""
    place: Annotated[str, Field(max_length=100)] = ""
    medium: Annotated[str, Field(max_length=100)] = ""
    summoned: Annotated[str, Field(max_length=60)] = ""
    papers_by: date | None = None
    persons: Annotated[list[Annotated[str, Field(max_length=60)]], Field(max_length=50)] = []
    note: Words = ""


class Summons(Change):
    """When and where the unit is spoken with; `set_for` with its offset from UTC. `summoned` is who is to come, default the unit's head."""

    set_for: AwareDatetime
    place: Annotated[str, Field(min_length=1, max_length=100)]
    summoned: Annotated[str, Field(max_length=60)] = ""
    note: Words = ""


class NewFact(Body):
    """One thing that happened; `fields` are the interchange format's fields of its kind, `evidence` the key of an attachment."""

    kind: Name
    unit: Name
    on: date
    reason: Words
    matter: Name | None = None
    fields: dict[Name, str | int | bool] = {}
    evidence: Number | None = None


class Amendment(Body):
    """Why a fact is excused or withdrawn."""

    reason: Words


class Award(Amendment):
    """With how many points a result counts, and why."""

    points: Annotated[Decimal, Field(max_digits=7, decimal_places=2)]


class NewRanking(Body):
    """The period to publish, both days inclusive; `kind`: month, quarter, half_year, year or one that the document names itself."""

    kind: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["month"])]
    from_on: date
    to_on: date


class Correction(Body):
    """Why a published ranking is corrected."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class Page(Body):
    """`after`: the last id of the page before."""

    after: int = Field(0, ge=0, le=2_000_000_000)
    limit: int = Field(50, ge=1, le=100)


class Note(Change):
    """A word beside it."""

    note: Words = ""


class NewMeeting(Body):
    """A meeting and its minutes."""

    name: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Annotated[str, Field(max_length=60)] = ""
    held_on: date
    minutes: Annotated[str, Field(max_length=100_000)] = ""


class NewDecisions(Body):
    """One decision a text."""

    texts: Annotated[list[Words], Field(min_length=1, max_length=100)]


class Dismissal(Body):
    """Why a decision needs no matter."""

    reason: Line


class SuperiorLeader(Body):
    """A leader above this government: name, post, and of which level."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    post: Annotated[str, Field(min_length=1, max_length=80)]
    level: Literal["central", "province", "prefecture", "county"]


class NewInstruction(Body):
    """`leader`: the account of who wrote it, or `superior` who has none, where the office enters it; `matter`: on which it is a further one.

    The handwriting is added on its page.
    """

    superior: SuperiorLeader | None = None
    text: Words
    given_on: date
    leader: Annotated[str, Field(max_length=150)] = ""
    matter: Name | None = None


class MatterNamed(Body):
    """The number of a matter."""

    matter: Name


class Result(Body):
    """What came of it."""

    result: Words
