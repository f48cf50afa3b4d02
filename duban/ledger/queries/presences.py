"""What there is at all, of a matter or in the tables: one short question, so that a page asks for nothing that is not there."""

from functools import cache
from typing import cast

from django.db import connection
from django.db.models import Field, Model

from duban.ledger.models import (
    Appeal,
    Assignment,
    Attachment,
    Bulletin,
    Claim,
    Collection,
    Complaint,
    Consequence,
    Deadline,
    Decision,
    Handover,
    Inspection,
    Instruction,
    JournalLine,
    Matter,
    Meeting,
    Milestone,
    Notice,
    NoticeItem,
    Objection,
    Opinion,
    Proposal,
    Question,
    RankingRequest,
    Rating,
    RegimeDraft,
    Report,
    Suggestion,
)

# Word → the ways from a row to the matter, each from column to column: (Report, "assignment"), (Assignment, "matter").
_Way = tuple[tuple[type[Model], str], ...]
_HELD = (Assignment, "matter")
_WAYS: dict[str, tuple[_Way, ...]] = {
    "milestones": (((Milestone, "matter"),),),
    "parts": (((Matter, "parent"),),),
    "reports": (((Report, "assignment"), _HELD),),
    "proposals": (((Proposal, "assignment"), _HELD),),
    "notices": (((Notice, "matter"),),),
    # Papers to several units about several matters, each on an annexed list.
    "listed": (((NoticeItem, "assignment"), _HELD),),
    "attachments": (((Attachment, "matter"),),),
    "suggestion": (((Suggestion, "matter"),),),
    "ratings": (((Rating, "matter"),),),
    "decisions": (((Decision, "matter"),),),
    "instructions": (((Instruction, "matter"),),),
    "appeals": (((Appeal, "matter"),),),
    "above": (((Handover, "matter"),),),
    "below": (((Handover, "assignment"), _HELD),),
    "consequences": (((Consequence, "matter"),),),
    "objections": (
        ((Objection, "line"), (JournalLine, "matter")),
        ((Objection, "deadline"), (Deadline, "assignment"), _HELD),
    ),
    "amended": (((JournalLine, "amends"), (JournalLine, "matter")),),
}

# The word of what may be anywhere: an inspection that is not announced.
UNANNOUNCED = "unannounced"

# What many offices never have, or not yet.
RARE: tuple[type[Model], ...] = (
    Appeal,
    Bulletin,
    Claim,
    Collection,
    Complaint,
    Consequence,
    Handover,
    Inspection,
    Instruction,
    Meeting,
    Objection,
    Opinion,
    Proposal,
    Question,
    RankingRequest,
    RegimeDraft,
    Rating,
    Suggestion,
)


def present(matter: Matter) -> frozenset[str]:
    """Return the words of what there is of a matter, for whoever may see it; what may be seen of it is asked by `access`."""
    statement, times = _statement()
    with connection.cursor() as cursor:
        cursor.execute(statement, [matter.pk] * times)
        found = cursor.fetchone()
    return frozenset(word for word, there in zip((*_WAYS, UNANNOUNCED), found, strict=True) if there)


def filled() -> frozenset[type[Model]]:
    """Return which of RARE have any row in this installation: of the others nothing waits for anybody."""
    with connection.cursor() as cursor:
        cursor.execute(_rare())
        found = cursor.fetchone()
    return frozenset(model for model, there in zip(RARE, found, strict=True) if there)


@cache
def _rare() -> str:
    tables = (f"EXISTS(SELECT id FROM {model._meta.db_table})" for model in RARE)  # nosec B608  # our own tables
    return f"SELECT {', '.join(tables)}"


@cache
def _statement() -> tuple[str, int]:
    """Return the question, which is always the same, and how often the matter's key stands in it."""
    words = [" OR ".join(f"EXISTS({_rows(way)})" for way in ways) for ways in _WAYS.values()]
    # Of no one matter: whether lines may speak of what nobody may know yet.
    words.append(f"EXISTS(SELECT id FROM {Inspection._meta.db_table} WHERE unannounced)")  # nosec B608  # our own table
    return f"SELECT {', '.join(words)}", sum(map(len, _WAYS.values()))


def _rows(way: _Way) -> str:
    """Return the statement that finds rows by a way, innermost the matter's key."""
    (model, name), *rest = way
    inner = f"IN ({_rows(tuple(rest))})" if rest else "= %s"
    column = cast("Field[object, object]", model._meta.get_field(name)).column
    return f'SELECT id FROM {model._meta.db_table} WHERE "{column}" {inner}'  # nosec B608  # our own tables and columns
