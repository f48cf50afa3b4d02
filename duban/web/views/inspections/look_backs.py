"""Look-backs (回头看): a later inspection of what was not struck off."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import look_backs
from duban.ledger.models import Inspection
from duban.web.acting import act_by
from duban.web.forms.inspections.visits import (
    LookBackForm,
)
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("draft_inspection", access.inspections.inspection_for)
def look_back(request: Request, inspection: Inspection) -> HttpResponse:
    """Arrange a look-back on what was not struck off."""
    return act_by(
        request,
        LookBackForm(request.POST or None, initial={"from_on": request.today, "to_on": request.today}),
        partial(look_backs.arrange_look_back, inspection=inspection, by=request.by),
        said="已拟定回头看，未销号的问题都列为点位",
        to=lambda made: reverse("inspection", args=[made.pk]),
        back=reverse("inspection", args=[inspection.pk]),
        title=f"回头看：{inspection.title}",
        refusal=conditions.inspections.look_back(inspection),
        button="拟定",
        note="未销号的问题逐项列为点位，单位和事项一并带入；之后照常组成督查组、报批。",
    )
