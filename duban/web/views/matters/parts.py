"""Parts: divide a matter into sub-matters."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access, conditions
from duban.ledger.actions.matters import parts
from duban.web.acting import act_by
from duban.web.forms.sources.sources import PartsForm
from duban.web.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def decompose(request: Request, no: str) -> HttpResponse:
    """Write the parts of a matter, each with its unit and date."""
    access.require(request.user, "decompose_matter")
    matter = access.matters.matter_for(request.user, no)
    form = PartsForm(request.POST or None, jurisdiction=request.user.office, due_on=matter.due_on)

    def perform(words: dict[str, Any]) -> None:
        parts.decompose_matter(matter=matter, parts=form.parts(), by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="子事项已登记，尚未交办",
        to=reverse("matter", args=[no]),
        template="sources/parts.html",
        matter=matter,
        refusal=conditions.sources.decomposing(matter),
    )
