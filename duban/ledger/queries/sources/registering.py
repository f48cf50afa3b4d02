"""What the form of an instruction is filled in with beforehand: what was used last, and a matter in hand that may be the same."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from duban.ledger import access
from duban.ledger.models import Instruction, Matter
from duban.ledger.models.assignments import OPEN_STAGES, Part, Stage
from duban.people.models import Officer, Unit

# From this likeness of titles on (of 100) the same matter may be meant.
_LIKE = 60
# So many matters of the units, the latest, are compared.
_COMPARED = 400


def used_last(officer: Officer) -> tuple[Officer | None, str]:
    """Return whose instruction the officer entered last, where that is still a leader here, and the level of the office's last matter from one."""
    entered = Instruction.objects.filter(jurisdiction=officer.office)
    last = entered.filter(entered_by=officer, leader__is_active=True).select_related("leader").order_by("-id").first()
    made = entered.filter(matter__isnull=False, further=False).order_by("-id")
    return last.leader if last else None, made.values_list("matter__level", flat=True).first() or ""


def likely_same(officer: Officer, title: str, leads: Sequence[Unit]) -> Matter | None:
    """Return the matter in hand with one of these units whose title is most like this one; None where none is like it."""
    if not leads or len(title) < 4:
        return None
    held = access.matters.assignments(officer).filter(
        unit__in=leads, part=Part.LEAD, stage__in=[*OPEN_STAGES, Stage.PLANNED]
    )
    titles = dict(held.order_by("-id").values_list("matter_id", "matter__title")[:_COMPARED])
    found = process.extractOne(title, titles, scorer=fuzz.ratio, score_cutoff=_LIKE)
    return Matter.objects.get(pk=found[2]) if found else None
