"""What is handed in of an office's people."""

from typing import Annotated

from pydantic import Field

from duban.api.schemas.bodies import Body
from duban.api.schemas.shapes import Answer

Word = Annotated[str, Field(max_length=200)]


class NewUnitRow(Body):
    """A unit: `group` by its code or its word in the document, `aliases` separated by 、, `ranked` 是 or 否, `portfolio` by name."""

    name: Word
    group: Word
    aliases: Annotated[str, Field(max_length=800)] = ""
    portfolio: Word = ""
    ranked: Word = ""
    code: Word = ""


class NewPortfolioRow(Body):
    """A field with the name of the leader in charge."""

    name: Word
    leader: Word = ""


class NewOfficerRow(Body):
    """An officer: `role` by its code or its word, `unit` by a name or alias."""

    full_name: Word
    role: Word
    unit: Word = ""
    title: Word = ""
    username: Word = ""


class NewRoll(Body):
    """An office's people. `update`: keys of the differences to take over, as a check names them."""

    units: Annotated[list[NewUnitRow], Field(max_length=2000)] = []
    portfolios: Annotated[list[NewPortfolioRow], Field(max_length=500)] = []
    officers: Annotated[list[NewOfficerRow], Field(max_length=3000)] = []
    update: Annotated[list[Word], Field(max_length=5000)] = []
    only_check: bool = False


class RollPlace(Answer):
    """What is wrong or to be looked at, and where: `units[3].group`."""

    place: str
    why: str


class RollDifference(Answer):
    """A record that is there and differs: what `update` calls it, and by field what is there and what the row says."""

    key: str
    name: str
    place: str
    changes: dict[str, list[str]]


class RollTaken(Answer):
    """How many of each were added, changed, and asked for because a second person must confirm them."""

    units: int
    portfolios: int
    officers: int
    changed: int
    asked: int


class RollChecked(Answer):
    """What a roll brings about; `taken` is null where it was only checked, or where there are faults."""

    taken: RollTaken | None
    units: int
    portfolios: int
    officers: int
    same: int
    differing: list[RollDifference]
    faults: list[RollPlace]
    remarks: list[RollPlace]
