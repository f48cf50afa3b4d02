"""What is handed in of papers and ledgers: files, answers to their questions, what is registered of them."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body, Line, Name, Words

# What a body may hold of a file, written in base64: about three million bytes.
_LARGEST = 4_000_000
Order = Annotated[int, Field(ge=1, le=100_000)]
Orders = Annotated[list[Order], Field(min_length=1, max_length=5_000)]
Codes = Annotated[list[Name], Field(min_length=1, max_length=500)]


SourceName = Literal[
    "meeting", "instruction", "work_report", "paper", "proposal", "message", "superior", "inspection", "other"
]


class NewPaper(Body):
    """A paper: its `name`, and either its `text` or the bytes of its file in base64 (`content`). `year` is lent to limits without one."""

    name: Annotated[str, Field(min_length=1, max_length=150)]
    text: Annotated[str, Field(max_length=1_000_000)] = ""
    content: Annotated[str, Field(max_length=_LARGEST)] = ""
    year: Annotated[int | None, Field(ge=1949, le=2100)] = None


class Match(Body):
    """The units that a name means in all open drafts; `remember` keeps it for later papers."""

    name: Line
    units: Codes
    remember: bool = False


class SetDay(Body):
    """One day for all open drafts with this doubt, in its very words."""

    doubt: Annotated[str, Field(max_length=1_000)]
    due_on: date


class Settle(Body):
    """A kind of doubt that is confirmed for all open drafts; `first_leads` where no lead is named and the first is to lead."""

    code: Name
    first_leads: bool = False


class SetLead(Body):
    """The units that lead these drafts."""

    orders: Orders
    units: Codes


class SetDays(Body):
    """One limit for these drafts."""

    orders: Orders
    due_on: date


class Basis(Body):
    """What the paper's matters are based on, as notices name it."""

    basis: Line = ""
    basis_no: Annotated[str, Field(max_length=80)] = ""
    basis_on: date | None = None


class PaperAnswer(Body):
    """Exactly one answer."""

    match: Match | None = None
    day: SetDay | None = None
    settle: Settle | None = None
    lead: SetLead | None = None
    days: SetDays | None = None
    drop: Orders | None = None
    basis: Basis | None = None


class Registration(Body):
    """What the drafts that are registered have in common; `due_on` is the limit of those without one. All without a doubt, or `orders`."""

    category: Annotated[str, Field(max_length=60)] = ""
    level: Annotated[str, Field(max_length=60)] = ""
    source: SourceName = "paper"
    standard: Words
    due_on: date | None = None
    orders: Orders | None = None


class LedgerDefaults(Body):
    """What holds for every row whose cell does not say otherwise; `separate` are rows (`sheet!number`) that are matters of their own.

    Rows that say that they are finished are left out with a remark, but with `finished`.
    """

    source: SourceName = "paper"
    category: Annotated[str, Field(max_length=60)] = ""
    level: Annotated[str, Field(max_length=60)] = ""
    standard: Words = ""
    year: Annotated[int | None, Field(ge=1949, le=2100)] = None
    letters: Literal["", "suggestion", "motion"] = ""
    basis: Line = ""
    basis_no: Annotated[str, Field(max_length=80)] = ""
    basis_on: date | None = None
    separate: Annotated[list[Line], Field(max_length=2_000)] = []
    finished: bool = False


class NewLedger(LedgerDefaults):
    """A ledger's file in base64, to be checked; nothing is registered by it."""

    name: Annotated[str, Field(min_length=1, max_length=150)]
    content: Annotated[str, Field(min_length=1, max_length=_LARGEST)]


class LedgerUpdates(LedgerDefaults):
    """The numbers of the matters to update by the ledger, and why orders that are out were wrong."""

    numbers: Annotated[list[Name], Field(min_length=1, max_length=2_000)]
    reason: Words = ""
