"""What is handed in of many at once."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body, Name, Number, Words
from duban.api.schemas.shapes import Answer


class NewStarts(Body):
    """Numbers of the matters that are to start, and why: the same for each."""

    matters: Annotated[list[Name], Field(min_length=1, max_length=200)]
    reason: Words


class SentMatter(Body):
    """A matter by its number, and the version that was read."""

    no: Name
    version: Number


class DispatchMany(Body):
    """Matters to send out. `letters`: a notice for `each` order, one for each `unit`, or one to `all`, the last two with annexed lists."""

    matters: Annotated[list[SentMatter], Field(min_length=1, max_length=200)]
    accept_by: date | None = None
    letters: Literal["each", "unit", "all"] = "each"


class Sent(Answer):
    """The numbers of the matters that went out, and of the notices with annexed lists."""

    sent: list[str]
    notices: list[str]


class SignedProposal(Body):
    """A proposal, and the version that was read."""

    id: Number
    version: Number


class SignMany(Body):
    """Agree to these proposals, or refuse them with reasons."""

    proposals: Annotated[list[SignedProposal], Field(min_length=1, max_length=200)]
    agree: bool
    reason: Words = ""


class SignedTogether(Answer):
    """The ids of what was signed."""

    signed: list[int]


class UndoMany(Body):
    """The ids of the requests whose last decision is undone."""

    proposals: Annotated[list[Number], Field(min_length=1, max_length=200)]


class Undone(Answer):
    """The ids of the requests that wait for the signature again."""

    undone: list[int]
