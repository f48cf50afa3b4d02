"""Rows of the ledger as plain values, however they were read: to hold one way of reading against another."""

from duban.ledger.models import Matter

_COLUMNS = (
    "pk", "no", "title", "requirement", "standard", "category", "source", "level", "urgent", "state", "due_on",
    "registered_on", "dispatched_on", "version",
)  # fmt: skip


def told(row):
    """What a row says, of one read by its records or read with the list."""
    matter = row.matter
    above = (row.parent.no if row.parent else None) if isinstance(matter, Matter) else matter.parent
    return {
        **{name: getattr(matter, name) for name in _COLUMNS},
        "words": (matter.get_state_display(), matter.get_source_display(), str(matter.registered_by), above),
        "leads": [_held(each) for each in row.leads],
        "supports": [_held(each) for each in row.supports],
        "own": row.own and _held(row.own),
        "ends": (row.due_on, row.done_on),
        "progress": row.progress and (row.progress.done, row.progress.submitted_on),
        "parts": row.parts,
    }


def _held(each):
    unit = (each.unit_id, each.unit.code, str(each.unit))
    return (*unit, each.part, each.stage, each.due_on, each.completed_on, each.responsible, each.is_lead, each.is_open)
