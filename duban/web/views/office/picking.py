"""What the picker of units finds: every unit of the office with its other names and initials, those used last, and groups."""

from django.http import JsonResponse

from duban.ledger.queries.office import picking
from duban.people.models import Unit
from duban.web.forms.picking import groups_of, units_offered
from duban.web.http import Request
from duban.web.pages import read_page


@read_page("pick_units")
def units(request: Request) -> JsonResponse:
    """Return the units as the page's script takes them."""
    office = request.user.office
    offer = units_offered(
        Unit.objects.filter(jurisdiction=office, abolished_on=None).order_by("order", "id"), groups_of(office)
    )
    answer = JsonResponse(
        {
            "choices": offer.told(),
            "recent": picking.recent_units(request.user),
            "groups": [[word, list(names)] for word, names in offer.groups.items()],
        },
        json_dumps_params={"ensure_ascii": False},
    )
    answer.headers["Cache-Control"] = "private, max-age=60"
    return answer
