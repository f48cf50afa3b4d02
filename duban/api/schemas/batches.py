"""What is handed in of many at once."""

from typing import Annotated

from pydantic import Field

from duban.api.schemas.bodies import Body, Name, Number, Words
from duban.api.schemas.shapes import Answer


class NewStarts(Body):
    """Numbers of the matters that are to start, and why: the same for each."""

    matters: Annotated[list[Name], Field(min_length=1, max_length=200)]
    reason: Words


class SignedProposal(Body):
    """A proposal, and the version that was read."""

    id: Number
    version: Number


class SignMany(Body):
    """Agree to these proposals, or refuse them with reasons."""

    proposals: Annotated[list[SignedProposal], Field(min_length=1, max_length=200)]
    agree: bool
    reason: Words = ""


class Signed(Answer):
    """The ids of what was signed."""

    signed: list[int]
