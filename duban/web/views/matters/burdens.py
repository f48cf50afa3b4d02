"""What lies long, and what is asked of units: the ageing list and the burden meter."""

from django.http import HttpResponse
from django.shortcuts import render

from duban.ledger.governed import Governed
from duban.ledger.queries.matters import burdens
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.reports import obligations
from duban.people.models import Group
from duban.web.asked import known_of, one_of, unit_asked
from duban.web.http import Request
from duban.web.pages import page_of, read_page


@read_page("see_obligations")
def ageing(request: Request) -> HttpResponse:
    """Show what has been open longest, and since when nothing was heard."""
    asked = {"age": one_of(request, "age", burdens.AGES), "sort": one_of(request, "sort", dict(burdens.SORTS))}
    asked |= {"unit": unit_asked(request)}
    found = burdens.ageing(request.user, today=request.today, **asked)
    page = page_of(request, found, burdens.PAGE)
    counts = burdens.ages(request.user, today=request.today, unit=asked["unit"])
    context = {
        "asked": asked,
        "page": page,
        "rows": burdens.aged(list(page.object_list), request.today),
        "counts": [(age, burdens.AGES[age], count) for age, count in counts.items()],
        "sorts": burdens.SORTS,
        "units": [] if request.user.is_unit else list(ledgers.units_of(request.user)),
        "cited": _clause(request, "ageing_list"),
    }
    return render(request, "matters/burdens/ageing.html", context)


@read_page("see_burden")
def meter(request: Request) -> HttpResponse:
    """Show what was asked of each unit in a month, and what could be merged."""
    asked = obligations.asked_from(request.GET, request.today)
    span = {"first": asked.first, "last": asked.last}
    known_of(request, [("month", asked.month if asked.month == request.GET.get("month") else "")])
    known_of(request, [("state", ""), ("unit", unit_asked(request))])
    group = one_of(request, "group", Group.values)
    rows = burdens.burdens(request.user, group=group, **span)
    context = {
        "asked": asked,
        "group": group,
        "group_word": dict(Group.choices).get(group, ""),
        "rows": rows,
        "whole": burdens.sum_of(rows),
        "together": burdens.together(request.user, unit=asked.unit, **span),
        "cited": _clause(request, "burden_meter"),
    }
    return render(request, "matters/burdens/meter.html", context)


def _clause(request: Request, feature: str) -> str:
    return Governed.of(request.user.office).clause(feature)
