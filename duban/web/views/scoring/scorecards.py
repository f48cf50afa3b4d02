"""The score card: why a unit has the points that it has."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.ledger import access, scored_facts
from duban.ledger.governed import Governed
from duban.ledger.queries.office import reorganisations
from duban.ledger.queries.process import consequences, objection_limits, unit_outcomes
from duban.ledger.queries.scoring import periods, rankings, scorecards
from duban.web.asked import span_of
from duban.web.http import Request
from duban.web.views.scoring.rankings import kinds_shown


@require_safe
def card(request: Request, unit: str) -> HttpResponse:
    """Show a unit's card for a period; a unit sees its own only."""
    jurisdiction = request.user.office
    shown = access.scoring.scored_unit_for(request.user, unit)
    span = span_of(request, jurisdiction)
    held = Governed.of(jurisdiction, span.first).held
    regime = held.document
    apart = not regime.has_group(held.group_of(shown.code, shown.group))
    shown_card = scorecards.card_for(jurisdiction, shown, span, request.today)
    published = shown_card.ranking if shown_card else None
    known = timezone.localdate(published.published_at) if published else request.today
    return render(
        request,
        "scoring/scorecards/card.html",
        {
            "unit": shown,
            "card": shown_card,
            "notes": [] if shown_card else reorganisations.notes_on(jurisdiction, shown, span.first, span.last),
            "span": span,
            "of_no_group": f"这个单位{rankings.OF_NO_GROUP}。" if apart else "",
            "bar": consequences.barred(jurisdiction, span.last, known).get(shown.code),
            "heard_until": objection_limits.Limits.of_ranking(published),
            "unit_outcomes": unit_outcomes.of_unit(
                jurisdiction, shown, span, request.today, ranking=published, proposals=shown_card.proposals
            )
            if shown_card and request.user.is_office
            else [],
            "may_carry_out": access.may(request.user, "manage_consequences"),
            "of_document": regime.id,
            "own_clause": scored_facts.own_units_clause(regime),
            "before": span.before(),
            "after": span.after(),
            "kinds": kinds_shown(regime),
            "remarks": periods.remarks_on(jurisdiction, regime, span, request.today),
            "sees_ranking": access.may(request.user, "see_scores"),
        },
    )
