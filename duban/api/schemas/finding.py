"""What is looked for and found: by a number, a piece of the words, initials of a name."""

from pydantic import Field

from duban.api.schemas.bodies import Body
from duban.api.schemas.shapes import Answer
from duban.ledger.queries.office.finding.records import LONGEST


class AskedWords(Body):
    """What is looked for."""

    q: str = Field(min_length=1, max_length=LONGEST)


class Hit(Answer):
    """One record: `key` is what its own operation calls it, `note` tells it from others of its name."""

    key: str
    title: str
    note: str


class FoundKind(Answer):
    """What was found of one kind; `more`: there are others beyond these."""

    kind: str
    hits: list[Hit]
    more: bool


class Found(Answer):
    """What was found, kind by kind."""

    found: list[FoundKind]
