"""The ledger as a calendar: a month, a week, or the list of a day, under the same filter as the list."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from duban.ledger.governed import Governed
from duban.ledger.queries.matters import filters
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.calendar import KINDS
from duban.ledger.queries.matters.calendar_pages import pages, spans
from duban.people.models import Portfolio
from duban.web import lists
from duban.web.asked import filter_of, leave_out, one_of
from duban.web.http import Request
from duban.web.pages import page_of, read_page

_ICONS = {"due": "calendar", "report": "forward", "inspection": "eye", "interview": "people"}


@read_page("see_matters")
def index(request: Request) -> HttpResponse:
    """Show what stands on the days of a month, of a week, or of one day."""
    office = request.user.office
    regime = Governed.of(office).document
    asked = filter_of(request, regime.levels)
    span = spans.span_from(request.GET.dict(), request.today)
    one_of(request, "view", spans.VIEWS)
    leave_out(request, *["on"] * (request.GET.get("on") != str(span.on)))
    chosen = [kind for kind in request.GET.getlist("kind") if kind in KINDS] or list(KINDS)
    leave_out(request, *["kind"] * any(kind not in KINDS for kind in request.GET.getlist("kind")))
    units = list(ledgers.units_of(request.user))
    portfolios = list(Portfolio.objects.filter(jurisdiction=office).select_related("leader").order_by("id"))
    kept = {"view": span.view, "on": span.on.isoformat()}
    kinds = [("kind", kind) for kind in chosen] if len(chosen) < len(KINDS) else []
    context = {
        "asked": asked,
        "span": span,
        "views": list(spans.VIEWS.items()),
        "units": units,
        "leaders": {each.leader_id: each.leader for each in portfolios if each.leader_id},
        "chips": lists.chips_of(asked, regime, units, portfolios, urlencode([*kept.items(), *kinds])),
        "base": urlencode([*kinds, *[pair for pair in asked.asked if pair[0] != "sort"]]),
        "carried": [pair for pair in [*kept.items(), *kinds, *asked.asked] if pair[0] not in ("unit", "leader")],
    }
    if span.view == "day":
        lines = pages.lines_of(request.user, span, chosen, asked, request.today)
        context |= {"page": page_of(request, lines, 100), "number": len(lines)}
        return render(request, "matters/calendar_day.html", context)
    month = pages.page_of(request.user, span, chosen, asked, request.today)
    context |= {"month": month, "kinds": _kinds(chosen, month.counts, asked, kept)}
    return render(request, "matters/calendar.html", context)


def _kinds(
    chosen: list[str], counts: Mapping[str, int], asked: filters.Filter, kept: dict[str, str]
) -> list[dict[str, object]]:
    """Return the kinds with their numbers, each with the address of the page with it taken in or left out; one at least stays."""
    found = []
    for kind, word in KINDS.items():
        other = [each for each in KINDS if (each in chosen) != (each == kind)]
        if set(other) == set(KINDS):
            other = []
        query = urlencode([*kept.items(), *(("kind", each) for each in other), *asked.asked])
        found.append(
            {
                "kind": kind,
                "word": word,
                "number": counts[kind],
                "is_on": kind in chosen,
                "url": f"?{query}",
                "icon": _ICONS[kind],
            }
        )
    return found
