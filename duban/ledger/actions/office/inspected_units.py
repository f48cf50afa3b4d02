"""The lists of units of inspections and plans follow a reorganisation (单位变更), and are put back where it is taken back."""

from typing import Any

from django.db.models import Model

from duban.ledger.models import Inspection, PlanItem
from duban.ledger.queries.office import inspected
from duban.ledger.queries.office.reorganising import Asked
from duban.people.models import Unit


def follow(row: Inspection | PlanItem, asked: Asked) -> dict[str, Any]:
    """Let a list name the successor, and no longer the unit that ends unless something there is about it for good; return what changed.

    Inside the transaction of the reorganisation.
    """
    if asked.main is None:
        return {}
    named = set(row.units.values_list("pk", flat=True))
    ended = [each for each in asked.of if each.pk in named]
    gone = [each.pk for each in ended if not inspected.has_past(row, each)]
    new = [] if asked.main.pk in named else [asked.main.pk]
    row.units.add(*new)
    row.units.remove(*gone)
    return {"named": new, "unnamed": gone}


def put_back(row: Model, item: dict[str, Any]) -> None:
    """Let a list name the units again that it named before."""
    assert isinstance(row, Inspection | PlanItem)
    kept = Unit.objects.filter(pk__in=item.get("unnamed", []))
    row.units.add(*kept)
    back = [pk for pk in item.get("named", []) if not _is_used(row, pk)]
    row.units.remove(*back)


def told(row: Model) -> dict[str, str]:
    """Return by what the line of a row is known as one of an inspection: it is read by those who may know of that."""
    of = row if isinstance(row, Inspection) else getattr(row, "inspection", None)
    return {"no": of.no} if isinstance(of, Inspection) else {}


def _is_used(row: Inspection | PlanItem, pk: int) -> bool:
    return inspected.has_past(row, Unit.objects.get(pk=pk))
