"""What there is at all, of a matter or in the tables: one short question, so that a page asks for nothing that is not there."""

import datetime
from functools import cache
from typing import cast

from django.db import connection
from django.db.models import Case, Field, IntegerField, Model, OuterRef, Subquery, Value, When
from django.db.models.expressions import RawSQL

from duban.ledger import access
from duban.ledger.access.rules import one_of
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
from duban.ledger.models.matters import State
from duban.ledger.queries import held_counts
from duban.people.models import Officer
from duban.people.prepared import planned

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


def matter_for(officer: Officer, no: str) -> Matter:
    """Return a matter as `access.matters.matter_for` does, with what there is of it: `present` need not ask then."""
    found: Matter = one_of(_MATTER.ask_for(officer, no=no))
    return found


def present(matter: Matter) -> frozenset[str]:
    """Return the words of what there is of a matter, for whoever may see it; what may be seen of it is asked by `access`."""
    mask: int | None = matter.__dict__.get("presence")
    if mask is None:
        mask = Matter.objects.values_list(_presence(), flat=True).get(pk=matter.pk)
    return frozenset(word for place, word in enumerate((*_WAYS, UNANNOUNCED)) if mask >> place & 1)


def filled_for(officer: Officer, today: datetime.date) -> frozenset[type[Model]]:
    """Return which of RARE have any row in this installation: of the others nothing waits for the officer.

    Asked anew once something was written in their office: whatever of these is theirs has its line there.
    """
    return held_counts.until_written(officer.jurisdiction, today, "filled", filled)


def filled() -> frozenset[type[Model]]:
    """Return which of RARE have any row in this installation."""
    with planned(connection).cursor() as cursor:
        cursor.execute(_rare())
        found = cursor.fetchone()
    return frozenset(model for model, there in zip(RARE, found, strict=True) if there)


@cache
def _rare() -> str:
    tables = (f"EXISTS(SELECT id FROM {model._meta.db_table})" for model in RARE)  # nosec B608  # our own tables
    return f"SELECT {', '.join(tables)}"


@cache
def _presence() -> RawSQL:
    """Return what tells, beside a matter, what there is of it: a number with one bit for each word, in their order."""
    words = [" OR ".join(f"EXISTS({_rows(way)})" for way in ways) for ways in _WAYS.values()]
    # Of no one matter: whether lines may speak of what nobody may know yet.
    words.append(f"EXISTS(SELECT id FROM {Inspection._meta.db_table} WHERE unannounced)")  # nosec B608  # our own table
    bits = (f"CASE WHEN {word} THEN {1 << place} ELSE 0 END" for place, word in enumerate(words))
    return RawSQL(" + ".join(bits), (), output_field=IntegerField())  # nosec B611  # our own tables and columns


def _rows(way: _Way) -> str:
    """Return the statement that finds rows by a way, innermost the key of the matter beside which it stands."""
    (model, name), *rest = way
    inner = f"IN ({_rows(tuple(rest))})" if rest else f'= "{Matter._meta.db_table}"."id"'
    column = cast("Field[object, object]", model._meta.get_field(name)).column
    # Named x wherever it stands: a matter's parts are matters too.
    return f'SELECT x.id FROM {model._meta.db_table} x WHERE x."{column}" {inner}'  # nosec B608  # our own tables and columns


def _alike() -> Case:
    """Return the number of an earlier matter that was registered on the same day under the same title from the same source, beside one that waits."""
    row = {name: OuterRef(name) for name in ("jurisdiction", "registered_on", "title", "source")}
    earlier = Matter.objects.filter(pk__lt=OuterRef("pk"), **row).exclude(state=State.REVOKED).order_by("-pk")
    return Case(When(state=State.PROPOSED, then=Subquery(earlier.values("no")[:1])), default=Value(""))


_MATTER = access.matters.prepared_matter(lambda: {"presence": _presence(), "alike": _alike()})
