"""The shapes of what is answered on papers and ledgers that come in."""

from datetime import date

from duban.api.schemas.shapes import Answer


class PaperBrief(Answer):
    """A paper, and what its matters are based on."""

    id: int
    name: str
    read_on: date
    basis: str
    basis_no: str
    basis_on: date | None


class NamedUnit(Answer):
    """A unit as the paper writes it, and its code; null where it has none."""

    name: str
    unit: str | None


class PaperDraft(Answer):
    """A task in draft; `trouble` keeps it from being registered."""

    order: int
    no: str
    text: str
    lead: list[NamedUnit]
    support: list[NamedUnit]
    due_on: date | None
    endless: bool
    doubts: list[str]
    trouble: str
    state: str
    matter: str | None


class PaperQuestion(Answer):
    """What drafts leave open: `kind` is unit, group, lead, day or other; `words` is what the answer names."""

    kind: str
    words: str
    orders: list[int]
    likely: list[str]


class PaperShown(PaperBrief):
    """A paper with its drafts and their questions."""

    unparsed: list[str]
    drafts: list[PaperDraft]
    questions: list[PaperQuestion]


class Answered(Answer):
    """The drafts that an answer changed."""

    orders: list[int]


class Registered(Answer):
    """The numbers of the matters."""

    matters: list[str]


class LedgerDifference(Answer):
    """One cell that says something else than the ledger."""

    name: str
    before: str
    after: str


class LedgerChange(Answer):
    """A row that stands in the ledger already, and where the two differ."""

    matter: str
    sheet: str
    row: int
    differences: list[LedgerDifference]


class LedgerFault(Answer):
    """What is wrong in one cell; a grave one keeps the file from being taken over."""

    sheet: str
    cell: str
    why: str
    grave: bool


class LedgerChecked(Answer):
    """What the import of a ledger would do."""

    id: int
    rows: int
    new: list[str]
    known: list[str]
    changed: list[LedgerChange]
    gone: list[str]
    faults: list[LedgerFault]
    left_out: list[str]
