"""Which matters an act on many is about: those ticked in the ledger, or all that its filter finds."""

from duban.ledger.governed import Governed
from duban.ledger.queries.matters import filters
from duban.ledger.queries.matters import matters as ledgers
from duban.web.http import Request

MOST = 200


def numbers_of(request: Request) -> list[str]:
    """Return the numbers of the matters chosen: `no` in the form or the address; with `all` in the address what the filter there finds, MOST at most."""
    if request.method == "POST":
        return request.POST.getlist("no")[:MOST]
    if "all" not in request.GET:
        return request.GET.getlist("no")[:MOST]
    asked = filters.filter_from(request.GET, Governed.of(request.user.office).document.levels)
    found = ledgers.found(request.user, asked, today=request.today)
    return list(found.values_list("no", flat=True)[:MOST])
