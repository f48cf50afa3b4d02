"""What an office loses with the next document: steps, signatures, papers, periods and categories that the one before has and it has not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from duban.engine.clauses import Category, Regime
from duban.engine.rules.limits import Approval
from duban.engine.sentences.rules import act_name
from duban.ledger import documents
from duban.ledger.models import Adoption, Matter
from duban.ledger.models.matters import OPEN_STATES
from duban.ledger.queries.scoring import periods
from duban.people.models import Jurisdiction


@dataclass(frozen=True)
class Lost:
    """One part of the document before that the next one has not, item by item; `is_all`: nothing of its kind is left."""

    what: str
    names: tuple[str, ...]
    is_all: bool
    note: str = ""

    def __str__(self) -> str:
        return f"{self.what}{'全部没有了' if self.is_all else ''}：{'、'.join(self.names)}{self.note}"


def lost_with(jurisdiction: Jurisdiction, document: Regime) -> list[Lost]:
    """Return what falls away with a document beside the one adopted last; nothing where none was. What began before keeps its own."""
    last = Adoption.objects.filter(jurisdiction=jurisdiction).order_by("in_force_from").last()
    if last is None:
        return []
    before = documents.loaded(last.document_id)
    used = _in_use(jurisdiction, {each.id for each in before.categories} - {each.id for each in document.categories})
    note = f"（其中 {sum(used.values())} 件正在办理的事项仍按原办法）" if used else ""
    found = [
        _lost("督办措施", _steps(before), _steps(document)),
        _lost("审批和签发", _signed(before), _signed(document)),
        _lost("文书", [each.name for each in before.papers], [each.name for each in document.papers]),
        _lost("考核期别", periods.publishable(before).values(), periods.publishable(document).values()),
        _lost(
            "事项类别",
            [each.name for each in before.categories],
            [each.name for each in (*document.categories, *_same(before, document))],
            note,
        ),
    ]
    return [each for each in found if each is not None]


def _lost(what: str, before: Iterable[str], after: Iterable[str], note: str = "") -> Lost | None:
    left = set(after)
    names = tuple(dict.fromkeys(each for each in before if each not in left))
    return Lost(what, names, not left, note) if names else None


def _same(before: Regime, document: Regime) -> list[Category]:
    kept = {each.id for each in document.categories}
    return [each for each in before.categories if each.id in kept]


def _steps(document: Regime) -> list[str]:
    return [step.name for step in document.steps(document.choices())]


def _signed(document: Regime) -> list[str]:
    return [act_name(rule.act) for rule in document.rules_of(Approval)]


def _in_use(jurisdiction: Jurisdiction, categories: set[str]) -> Mapping[str, int]:
    """Return how many open matters each of these categories has."""
    found = Matter.objects.filter(jurisdiction=jurisdiction, category__in=categories, state__in=OPEN_STATES)
    return dict(found.order_by().values_list("category").annotate(Count("pk")))
