"""Bodies and answers of drafts of documents (制度草稿)."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from duban.api.schemas.bodies import Body
from duban.api.schemas.shapes import Answer

Groups = dict[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=20)]]
Revision = Annotated[int, Field(ge=1)]


class NewRegimeDraft(Body):
    """Where a draft begins: `text` of a document or of a YAML file, the version adopted last, or nothing."""

    to_the_letter = frozenset({"text"})

    source: Literal["text", "yaml", "version", "empty"]
    name: Annotated[str, Field(max_length=120)] = ""
    text: Annotated[str, Field(max_length=500_000)] = ""


class PartChange(Body):
    """One part (`clause:第六条`, `readings`, `regime:sections`) and its new value; null leaves it out."""

    to_the_letter = frozenset({"value"})

    part: Annotated[str, Field(min_length=1, max_length=80)]
    value: Any = None


class ChangedDraft(Body):
    """Some parts, changed on the revision that was read."""

    revision: Revision
    changes: Annotated[list[PartChange], Field(min_length=1, max_length=200)]


class ArrangedDraft(Body):
    """How a clause is cut anew: `number` of what is new, `at` the sign before which the words are cut, `words` of a new clause.

    `table` makes clauses, sections and groups of the items of an assessment table; `missing`: what counts where nobody gives a figure.
    """

    to_the_letter = frozenset({"words"})

    revision: Revision
    act: Literal["split", "join", "renumber", "add", "remove", "table"]
    clause: Annotated[str, Field(max_length=60)] = ""
    number: Annotated[str, Field(max_length=60)] = ""
    at: Annotated[int, Field(ge=0)] = 0
    words: Annotated[str, Field(max_length=20_000)] = ""
    missing: Literal["pending", "full", "zero"] = "pending"


class DraftRevision(Body):
    """The revision that was read."""

    revision: Revision


class DraftReason(Body):
    """Why it goes back or is discarded."""

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class AdoptionDay(Body):
    """From which day on it governs, inclusive; `groups`: by the units' codes the group that each is in from then on, empty for none."""

    in_force_from: date
    groups: Groups = {}


class RegroupedUnits(Body):
    """By the units' codes the group that each is in under an adopted document, empty for none."""

    groups: Annotated[Groups, Field(min_length=1)]


class UnitGroup(Answer):
    """The group of one unit under an adopted document, empty for none."""

    unit: str
    name: str
    group: str


class AdoptionRow(Answer):
    """One adopted document: `groups` are its own, with what they are called."""

    id: int
    name: str
    version: str
    digest: str
    in_force_from: date
    in_force: bool
    groups: dict[str, str]


class AdoptionShown(AdoptionRow):
    """One adopted document, with the group of each standing unit under it."""

    units: list[UnitGroup]


class RegimeDraftRow(Answer):
    """One draft of a document."""

    id: int
    name: str
    phase: str
    revision: int
    drafted_by: str
    changed_by: str
    changed_at: datetime
    checked_by: str | None
    remark: str
    in_force_from: date | None


class DraftObstacle(Answer):
    """What must be put right before a draft can be checked; the clause is empty where it is the document as a whole."""

    clause: str
    what: str


class RegimeDraftShown(RegimeDraftRow):
    """With all that it says: as data and as one YAML file of the same `digest`; each clause's state, and what stands against it."""

    content: dict[str, Any]
    digest: str
    yaml: str
    states: dict[str, str]
    obstacles: list[DraftObstacle]
