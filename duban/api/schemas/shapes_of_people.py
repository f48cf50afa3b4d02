"""The shapes of what the interface answers about posts: what waits for whom, and what was handed over."""

from datetime import date

from duban.api.schemas.shapes import Answer


class WaitingRow(Answer):
    """One thing that waits by name; `words` is null where the reader may not see what it is."""

    kind: str
    record: str
    words: str | None


class Waiting(Answer):
    """What waits for an officer by name and would pass on with the post; `deputy` is who takes it should the account be closed."""

    officer: str
    deputy: str | None
    items: list[WaitingRow]


class SuccessionRow(Answer):
    """One handing over: how many things it passed on, and how many stayed without a hand."""

    id: int
    of: str
    to: str | None
    acting: bool
    post: str
    on: date
    reason: str
    handed_by: str | None
    passed: int
    left: int
    corrects: int | None


class HolderMissing(Answer):
    """A post by which something waits for a signature and which nobody holds."""

    role: str
    count: int


class Vacancies(Answer):
    """What waits for nobody: accounts that are closed, posts that nobody holds, codes of units without an account."""

    people: list[str]
    roles: list[HolderMissing]
    units: list[str]


class MovedRow(Answer):
    """One thing that moves or moved: of which kind, what it is (null where the reader may not see it), to which unit, and what is to be said of it."""

    kind: str
    words: str | None
    to: str | None
    said: str


class StayingRow(Answer):
    """What stays with the units that end: how many, and why."""

    what: str
    count: int
    why: str


class ReorganisationPlan(Answer):
    """What a reorganisation would move, and by which rules; nothing was written."""

    items: list[MovedRow]
    stays: list[StayingRow]
    rules: list[str]


class ReorganisationRow(Answer):
    """One merging, splitting or abolishing of units, by their codes."""

    id: int
    kind: str
    of: list[str]
    to: list[str]
    on: date
    paper: str
    number: str
    points: str
    accounts: str
    made_by: str
    made_on: date
    revoked_on: date | None
    revoke_reason: str


class ReorganisationShown(ReorganisationRow):
    """With what it moved."""

    items: list[MovedRow]
