"""What is put right of what the office entered, and what is taken back: by which record, with what, and why."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body, Line, SuperiorLeader, Words
from duban.api.schemas.shapes import Answer

Key = Annotated[str, Field(min_length=1, max_length=60)]
Corrected = Literal[
    "instruction", "meeting", "decision", "suggestion", "collection", "appeal", "reply", "finding", "interview",
    "portfolio", "file",
]  # fmt: skip
TakenBack = Literal[
    "instruction_joined", "decision_joined", "appeal_decided", "rating", "suggestion_answer", "quarterly_list",
    "finding_closed", "inspection_start", "inspection_closed", "arrival", "self_inspection", "milestone", "portfolio",
]  # fmt: skip


class CorrectionOf(Body):
    """`what` is put right and its `id`: a matter's number for a suggestion, an appeal's number, else the number of the record.

    Of the other members only those are taken that the record has; what is left out stays as it is. A file takes `name` and `content`.
    """

    what: Corrected
    id: Key
    reason: Words
    text: Words | None = None
    name: Annotated[str, Field(min_length=1, max_length=150)] | None = None
    kind: Annotated[str, Field(max_length=60)] | None = None
    given_on: date | None = None
    held_on: date | None = None
    received_on: date | None = None
    due_on: date | None = None
    leader: Annotated[str, Field(max_length=150)] | None = None
    superior: SuperiorLeader | None = None
    leaders: Annotated[list[Annotated[str, Field(max_length=150)]], Field(max_length=100)] | None = None
    number: Annotated[str, Field(max_length=40)] | None = None
    author: Annotated[str, Field(max_length=120)] | None = None
    rank: Literal["", "nation", "province", "prefecture", "county"] | None = None
    channel: Annotated[str, Field(max_length=16)] | None = None
    person: Annotated[str, Field(max_length=40)] | None = None
    contact: Annotated[str, Field(max_length=60)] | None = None
    source_no: Annotated[str, Field(max_length=60)] | None = None
    reply: Words | None = None
    nature: Annotated[str, Field(max_length=12)] | None = None
    order_text: Words | None = None
    aspect: Annotated[str, Field(max_length=20)] | None = None
    result: Words | None = None
    content: Annotated[str, Field(min_length=1, max_length=4_000_000)] | None = None


class TakingBack(Body):
    """`what` is taken back and its `id`: a matter's number for a suggestion's answer, an appeal's number, else the number of the record.

    A milestone's is the matter's number, a colon and its own; a quarterly list's the portfolio's, a colon and its own.
    """

    what: TakenBack
    id: Key
    reason: Line


class PutRight(Answer):
    """Which record was put right; of a file the version that holds now."""

    what: str
    id: str
