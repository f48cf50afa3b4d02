"""What is handed in and answered of the numbers of papers."""

from datetime import date
from typing import Annotated

from pydantic import Field

from duban.api.schemas.bodies import Body, Words
from duban.api.schemas.shapes import Answer


class Voiding(Body):
    """Why a paper is void; `successor`: the number, as printed, of the one that holds instead."""

    reason: Words
    successor: Annotated[str, Field(max_length=60)] = ""


class Skipping(Body):
    """Which series, and why a number of it is passed over."""

    series: Annotated[str, Field(max_length=60)] = "notice"
    reason: Words


class NumberFate(Answer):
    """What became of a number; `instead`: the number of the paper that holds in its place."""

    series: str
    year: int
    serial: int
    number: str
    fate: str
    reason: str
    instead: str
    decided_on: date
