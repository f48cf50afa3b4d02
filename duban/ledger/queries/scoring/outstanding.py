"""Which periods are over and not published yet: the last one of each kind that the document names, and the last year where years are published."""

import datetime
from typing import Any

from django.db.models import QuerySet

from duban.engine.clauses import Regime
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking
from duban.ledger.queries import held_counts
from duban.ledger.queries.scoring.periods import Span, kinds_of, over_by, publishable
from duban.people.models import Jurisdiction
from duban.people.prepared import Prepared


def unpublished(jurisdiction: Jurisdiction, today: datetime.date) -> list[Span]:
    """Return the last periods that are over and not published, the document's first kind before the others; none from before the document was there."""
    regime, since = Governed.of(jurisdiction).document, jurisdiction.document_since
    spans = [over_by(kind, today, regime) for kind in _wanted(regime)]
    spans = [span for span in spans if since is None or span.last >= since]
    if not spans:
        return []
    ends = min(span.last for span in spans)

    def published() -> list[Any]:
        return _PUBLISHED.ask(office=jurisdiction.pk, ends=ends)

    there = set(held_counts.until_written(jurisdiction, today, ("published", ends), published))
    return [span for span in spans if (span.kind, span.first, span.last) not in there]


def _wanted(regime: Regime) -> list[str]:
    """Return the first kind of period, the others that the document names, and the year where one may be published."""
    kinds, may = list(kinds_of(regime)), publishable(regime)
    wanted = dict.fromkeys([kinds[0], *(kind for kind in kinds if kind in regime.periods), "year"])
    return [kind for kind in wanted if kind in may]


def _published(office: int, ends: datetime.date) -> QuerySet[Ranking, Any]:
    found = Ranking.objects.filter(jurisdiction=office, to_on__gte=ends)
    return found.order_by().values_list("kind", "from_on", "to_on").distinct()


_PUBLISHED = Prepared(_published, office=987_654_321_300_001, ends=datetime.date(9876, 5, 1))
