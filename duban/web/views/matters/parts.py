"""Parts: divide a matter into sub-matters."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import parts
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.queries.matters import rest_days
from duban.web.acting import act_by
from duban.web.forms.matters.parts import PartsForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("decompose_matter", access.matters.matter_for)
def decompose(request: Request, matter: Matter) -> HttpResponse:
    """Write the parts of a matter, each with its unit and date."""
    form = PartsForm(request.POST or None, jurisdiction=request.user.office, due_on=matter.due_on)

    def perform(**words: Any) -> None:
        parts.decompose_matter(matter=matter, parts=form.parts(), by=request.by)

    days = [part.due_on for part in form.parts()] if form.is_bound and form.is_valid() else []
    resting = rest_days.remarks_on(days, Governed.of(request.user.office).calendar)

    return act_by(
        request,
        form,
        perform,
        said="。".join(["子事项已登记，尚未交办", *resting]),
        to=reverse("matter", args=[matter.no]),
        template="sources/parts.html",
        matter=matter,
        refusal=conditions.sources.decomposing(matter),
    )
