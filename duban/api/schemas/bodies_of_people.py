"""What is handed in about posts and people: who takes one over, who is the deputy, who signed on paper."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body, Change

Account = Annotated[str, Field(min_length=1, max_length=150)]
Reason = Annotated[str, Field(min_length=1, max_length=200)]


class NewSuccession(Body):
    """`to`: the successor's account, null where nobody takes the post yet; `acting`: for a time."""

    to: Account | None = None
    acting: bool = False
    reason: Reason


class SuccessionCorrection(Body):
    """Who has it instead, and why."""

    to: Account
    acting: bool = False
    reason: Reason


class Deputy(Body):
    """The deputy's account; null for nobody."""

    deputy: Account | None


class Receipt(Change):
    """On which day a unit without an account signed on paper, and who."""

    received_on: date
    receiver: Annotated[str, Field(min_length=1, max_length=60)]


Code = Annotated[str, Field(min_length=1, max_length=40)]


class Given(Body):
    """One matter, by its number, and the successor that takes it where the first does not."""

    matter: Annotated[str, Field(min_length=1, max_length=20)]
    unit: Code


class AskedReorganisation(Body):
    """`of`: codes of the units that end on the day `on`; `to`: of those that take over, the first takes what is not `given` to another."""

    kind: Literal["merge", "split", "abolish"]
    of: Annotated[list[Code], Field(min_length=1, max_length=50)]
    to: Annotated[list[Code], Field(max_length=50)] = []
    on: date
    points: Literal["follow", "stay"] = "follow"
    accounts: Literal["move", "close"] = "move"
    given: Annotated[list[Given], Field(max_length=5000)] = []


class NewReorganisation(AskedReorganisation):
    """With the paper by which it is done, and its number."""

    paper: Annotated[str, Field(min_length=1, max_length=120)]
    number: Annotated[str, Field(min_length=1, max_length=60)]


class Revocation(Body):
    """Why it is taken back."""

    reason: Reason
