"""What is handed in about posts and people: who takes one over, who is the deputy, who signed on paper."""

from datetime import date
from typing import Annotated

from pydantic import Field

from duban.api.schemas.bodies import Body, Change

Account = Annotated[str, Field(min_length=1, max_length=150)]
Reason = Annotated[str, Field(min_length=1, max_length=200)]


class NewSuccession(Body):
    """`to`: the successor's account, null where nobody takes the post yet; `acting`: for a time."""

    to: Account | None = None
    acting: bool = False
    reason: Reason


class Correction(Body):
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
