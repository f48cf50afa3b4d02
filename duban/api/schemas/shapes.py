"""The shapes of what the interface answers, for /api/openapi.json. Tests hold every answer against them; `told` and the views make them."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import ConfigDict


class Answer(Schema):
    """A member that is not named here is never answered."""

    model_config = ConfigDict(extra="forbid")


class Versions(Answer):
    """The version that was sent and the one that the record has now."""

    yours: int
    current: int


class Fault(Answer):
    """What was wrong, by which clause, at which member, and what is possible instead; both versions where a record changed meanwhile."""

    why: str
    clause: str
    field: str
    possible: str
    status: int
    versions: Versions | None = None


class Error(Answer):
    """The one shape of every error."""

    error: Fault


class Named(Answer):
    """A unit by code and name."""

    unit: str
    name: str


class MatterBrief(Answer):
    """What every list says of a matter."""

    no: str
    title: str
    state: str
    category: str
    source: str
    level: str
    urgent: bool
    registered_on: date
    version: int


class MatterRow(MatterBrief):
    """One line of the ledger."""

    due_on: date | None
    done_on: date | None
    lead: list[Named]
    support: list[Named]
    progress: str | None


class Milestone(Answer):
    """A date on the way."""

    on: date
    text: str


class Assignment(Named):
    """One unit's part in a matter."""

    part: str
    stage: str
    due_on: date | None
    accept_by: date | None
    redo_by: date | None
    dispatched_on: date | None
    accepted_on: date | None
    completed_on: date | None
    points: str | None
    version: int


class Report(Answer):
    """What a unit said."""

    id: int
    unit: str
    what: str
    done: str
    problems: str
    blocked: str
    next_steps: str
    visible_progress: str
    ruling: str
    reason: str
    submitted_on: date
    reviewed_on: date | None


class ReportShown(Report):
    """A report by itself: with its matter, and the version that a ruling needs."""

    matter: str
    version: int


class Signature(Answer):
    """Who signs, and what they decided."""

    role: str
    officer: str
    decision: str
    reason: str


class Proposal(Answer):
    """What was proposed, with its signatures in order."""

    id: int
    unit: str
    act: str
    step: str
    clause: str
    reason: str
    until: date | None
    to: str | None
    outcome: str
    proposed_on: date
    carried_out_on: date | None
    signatures: list[Signature]
    version: int


class ProposalShown(Proposal):
    """A proposal by itself, with its matter."""

    matter: str


class Against(Answer):
    """What stands against an act."""

    why: str
    clause: str
    possible: str


class Act(Answer):
    """What may be done now, or what stands against it."""

    act: str
    word: str
    unit: str | None
    id: int | None
    possible: bool
    refusal: Against | None


class Dossier(MatterBrief):
    """A matter with everything that the officer may see of it."""

    requirement: str
    standard: str
    source_text: str
    quantifiable: bool
    due_on: date | None
    due_rule: str
    regime: str
    regime_version: str
    dispatched_on: date | None
    parent: str | None
    milestones: list[Milestone]
    assignments: list[Assignment]
    reports: list[Report]
    proposals: list[Proposal]
    acts: list[Act]
    remarks: list[str]


class MatterStanding(Answer):
    """Where a matter stands after an act."""

    no: str
    state: str
    version: int


class Standing(Answer):
    """Where an assignment stands after an act, with the versions that the next act needs."""

    unit: str
    stage: str
    version: int
    matter: MatterStanding


class Line(Answer):
    """A line of the journal. `data` is what its verb puts on record."""

    seq: int
    verb: str
    at: datetime
    on: date
    actor: str | None
    unit: str | None
    matter: str | None
    of: str
    kind: str
    data: dict[str, Any]
    amends: int | None
    algorithm: str
    previous: str
    digest: str


class Clause(Answer):
    """A clause, what it asks, and what carries it out."""

    clause: str
    gist: str
    rules: list[dict[str, Any]]
    feature: str | None
    no_rule: str | None
    by_person: str | None
    cannot: str | None
    status: str
    state: str
    unproved: list[str]


class Reading(Answer):
    """How an ambiguity may be read, and how it is read here."""

    id: str
    question: str
    clauses: list[str]
    readings: dict[str, str]
    chosen: str
    why: str


class AgainstSuperior(Answer):
    """A clause that may stand against a superior rule: which, what it asks, why, how sure (high, medium, low), on what basis (text, press)."""

    clause: str
    said: str
    superior: str
    superior_clause: str
    asks: str
    why: str
    certainty: str
    basis: str
    can_try: bool


class Regime(Answer):
    """The document that governs this jurisdiction."""

    regime: str
    name: str
    version: str
    clauses: list[Clause]
    readings: list[Reading]
    superior: list[AgainstSuperior]


class Ranking(Answer):
    """A period's result: a draft, or frozen with what proves it."""

    state: str
    id: int | None = None
    regime_version: str | None = None
    published_at: datetime | None = None
    digest: str | None = None
    # Which correction it is (0: as first published), of which ranking, why, and which one corrects it.
    number: int = 0
    corrects: int | None = None
    reason: str = ""
    corrected_by: int | None = None
    signed_by: str | None = None
    result: dict[str, Any]
    # Of a draft: the units that stand apart, each with why: in no group of the document.
    apart: list[dict[str, str]] = []
