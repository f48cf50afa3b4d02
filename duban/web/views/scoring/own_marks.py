"""The page on which a leader gives the figures that the document asks of them, made for the phone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from duban.ledger import conditions
from duban.ledger.actions.scoring import own_marks as giving
from duban.ledger.governed import Governed
from duban.ledger.queries.scoring import own_marks, rankings
from duban.web.acting import act_by
from duban.web.asked import span_of
from duban.web.forms.scoring.own_marks import OwnMarksForm
from duban.web.http import Request
from duban.web.pages import form_page
from duban.web.views.scoring.rankings import picker


@form_page("give_marks")
def give(request: Request) -> HttpResponse:
    """Give figures for the units that are one's own to rate, for a period."""
    office = request.user.office
    span = span_of(request, office)
    asked = own_marks.asked_of(request.user, span, request.today)
    if not asked:
        raise Http404
    form = OwnMarksForm(request.POST if request.method == "POST" else None, asked=asked)

    def perform(reason: str, **_: Any) -> int:
        return giving.give_marks(span=span, entries=form.entries(), reason=reason, by=request.by)

    return act_by(
        request,
        form,
        perform,
        said=f"已登记{span.name}的评价",
        to=f"{reverse('own_marks')}?{span.query}",
        template="scoring/rankings/own_marks.html",
        **picker(office, Governed.of(office, span.first).document, span, request.today),
        not_begun=conditions.scoring.not_begun(span.name, span.first, request.today),
        published=rankings.published(office, span),
    )
