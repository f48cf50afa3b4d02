"""The shapes of what the interface answers about sources of matters, rights of units, and inspections."""

from datetime import date, datetime
from typing import Any

from duban.api.schemas.shapes import Answer


class Decision(Answer):
    """A decision and what became of it."""

    id: int
    order: int
    text: str
    matter: str | None
    dropped_reason: str


class Meeting(Answer):
    """A meeting and its minutes."""

    id: int
    name: str
    kind: str
    held_on: date
    minutes: str


class MeetingShown(Meeting):
    """A meeting by itself, with its decisions."""

    decisions: list[Decision]


class Superior(Answer):
    """A leader above this government, who has no account."""

    name: str
    post: str
    level: str


class Instruction(Answer):
    """A leader's instruction and its result: `leader` is an account, or `superior` says who wrote it; `scan` is the key of the handwriting."""

    id: int
    leader: str | None
    superior: Superior | None
    scan: int | None
    text: str
    given_on: date
    matter: str | None
    further: bool
    result: str
    reported_on: date | None
    read_on: date | None


class Objection(Answer):
    """An objection or a plea: against which line of the journal, or of which date."""

    id: int
    unit: str
    matter: str | None
    ground: str
    fact: int | None
    deadline: date | None
    text: str
    clause: str
    made_on: date
    verdict: str
    reason: str
    ruled_on: date | None


class Consequence(Answer):
    """What was imposed, and what is owed or was held because of it."""

    id: int
    unit: str
    person: str
    kind: str
    clause: str
    matter: str | None
    reason: str
    imposed_on: date
    until_on: date | None
    owed_by: date | None
    fulfil_by: date | None
    handed_in_on: date | None
    kept: bool | None
    checked_on: date | None
    set_for: datetime | None
    place: str
    held_on: date | None
    record: str
    result: str
    result_on: date | None
    lifted_on: date | None
    lift_reason: str


class RankingRequest(Answer):
    """A ranking, or a correction (`corrects`), that was put up for signature; signed, it is `ranking`."""

    id: int
    kind: str
    from_on: date
    to_on: date
    corrects: int | None
    ranking: int | None
    reason: str
    digest: str
    role: str
    asked_by: str
    asked_on: date
    outcome: str
    decided_by: str | None
    decided_on: date | None
    opinion: str


class Claim(Answer):
    """Praise that was claimed; `fact` is the line that it became."""

    id: int
    unit: str
    matter: str | None
    fact: int | None
    kind: str
    person: str
    title: str
    authority: str
    document: str
    fields: dict[str, Any]
    occasion: str
    happened_on: date
    text: str
    made_on: date
    standing: str
    reason: str
    ruled_on: date | None


class Finding(Answer):
    """What an inspection found at a unit, and what came of it."""

    id: int
    version: int
    inspection: str
    unit: str
    matter: str | None
    order: int
    nature: str
    text: str
    told: str
    progress: str
    rectify_by: date | None
    measures: str
    responsible: str
    promised_on: date | None
    result: str
    reported_on: date | None
    returned: int
    check_note: str
    excused: bool | None
    became: str | None


class Conclusion(Answer):
    """How far a conclusion has come."""

    id: int
    inspection: str
    unit: str
    step: str
    delivered_on: date | None
    revised_on: date | None


class ConclusionShown(Conclusion):
    """A conclusion with its words, for those who may read them."""

    achievements: str = ""
    problems: str = ""
    shortfalls: str = ""
    advice: str = ""


class Review(Answer):
    """What a unit says against a conclusion, until when it is decided, and how."""

    id: int
    conclusion: int
    unit: str
    text: str
    clause: str
    made_on: date
    due_on: date | None
    ruling: str
    reason: str
    ruled_on: date | None


class QuestionShown(Answer):
    """A question and its answer; `unit` null: the office is asked; `username`: one person of the unit is."""

    id: int
    matter: str
    unit: str | None
    username: str | None
    proposal: int | None
    text: str
    asked_by: str
    asked_at: datetime
    answer_by: str
    answer: str
    answered_by: str | None
    answered_at: datetime | None
    withdrawn_at: datetime | None


class NoteShown(Answer):
    """A note of the office, which units do not see."""

    id: int
    matter: str
    text: str
    noted_by: str
    noted_at: datetime
