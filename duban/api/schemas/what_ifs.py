"""What a what-if is asked with, and the shapes in which it answers."""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from duban.api.schemas.bodies import Body
from duban.api.schemas.shapes import Answer

_Key = Annotated[str, Field(min_length=1, max_length=120)]
_Text = Annotated[str, Field(max_length=20)]


class AskedVariant(Body):
    """What one variant has otherwise: `figures` by key and `readings` by ambiguity as `list_trials` gives them, clauses left out, another document."""

    figures: dict[_Key, _Text] = Field(default_factory=dict, max_length=100)
    readings: dict[_Key, _Key] = Field(default_factory=dict, max_length=100)
    without: list[_Key] = Field(default_factory=list, max_length=100)
    against: Annotated[str, Field(max_length=64)] = ""


class AskedTrial(Body):
    """A period, both days inclusive, and up to twenty variants to compare with the document in force."""

    kind: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$", examples=["month"])]
    from_on: date
    to_on: date
    variants: list[AskedVariant] = Field(min_length=1, max_length=20)


class Compared(Answer):
    """One variant beside the document: `units` before and after, `clauses` that do it, which one decides the `order`, means, steps, what is `missing`."""

    variant: str
    said: str
    changes: list[dict[str, str]]
    units: list[dict[str, Any]]
    clauses: list[dict[str, Any]]
    order: dict[str, list[dict[str, Any]]]
    fairness: dict[str, list[dict[str, Any]]]
    steps: list[dict[str, Any]]
    missing: list[dict[str, Any]]


class Trial(Answer):
    """Every variant of a period; `published`: the ranking whose frozen facts were compared, null where the facts known by now were."""

    published: int | None
    facts: int
    variants: list[Compared]


class TrialFigure(Answer):
    """A number of the document that may be changed, in the sentence in which it stands."""

    key: str
    clause: str
    value: str
    said: str


class TrialReading(Answer):
    """A reading that may be chosen otherwise."""

    id: str
    question: str
    readings: dict[str, str]
    chosen: str


class TrialDocument(Answer):
    """Another document or version that may be tried."""

    document: str
    title: str
    note: str


class Trials(Answer):
    """What may be tried on a period."""

    figures: list[TrialFigure]
    readings: list[TrialReading]
    documents: list[TrialDocument]
