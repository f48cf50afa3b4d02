"""Random draws (随机抽取): made, shown so that anybody can draw them again, taken over into the inspection."""

import secrets
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.engine import draws as engine
from duban.ledger import access, conditions
from duban.ledger.actions.inspections import draws
from duban.ledger.governed import Governed
from duban.ledger.models import Draw, Inspection
from duban.ledger.queries.inspections import pools
from duban.web.acting import act_by, act_here
from duban.web.forms.inspections.visits import DrawForm
from duban.web.forms.matters.matters import EmptyForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page


@form_page("draw_lots", access.inspections.inspection_for)
def draw(request: Request, inspection: Inspection) -> HttpResponse:
    """Draw units, matters or supervision officers by lot."""

    def perform(**words: Any) -> object:
        pool = pools.pool_of(request.user, inspection, words["what"], words.pop("sources", ()))
        return draws.draw_lots(inspection=inspection, pool=pool, by=request.by, **words)

    return act_by(
        request,
        DrawForm(
            request.POST or None,
            initial={"seed": secrets.token_hex(8), "count": 1},
            sources=Governed.of(inspection.jurisdiction).words("random_sources"),
        ),
        perform,
        said="已抽取",
        to=lambda made: reverse("draw", args=[made.pk]),
        back=reverse("inspection", args=[inspection.pk]),
        title="随机抽取",
        button="抽取",
        note="单位：全部被督查对象；事项：在办的事项，可限于所选来源；督查员：名册上在聘的。抽取范围、种子和结果都留存，随时可以重抽核对。",
    )


@form_taken("draw_lots", access.inspections.draw_for)
def use(request: Request, made: Draw) -> HttpResponse:
    """Take what was drawn into the inspection."""
    to = reverse("inspection", args=[made.inspection_id])
    form = EmptyForm(request.POST)
    return act_here(
        request,
        form,
        partial(draws.use_draw, draw=made, by=request.by),
        to,
        "采用抽取结果",
        said="已采用抽取结果",
        button="采用",
    )


@read_page("see_inspections", access.inspections.draw_for)
def drawn(request: Request, made: Draw) -> HttpResponse:
    """Show a draw, drawn again before one's eyes."""
    context = {
        "made": made,
        "what": draws.WHAT[made.what],
        "drawn": [(place, each, made.pool[each]) for place, each in enumerate(made.drawn, 1)],
        "again": engine.draw(made.pool, len(made.drawn), made.seed) == made.drawn,
        "may_use": access.may(request.user, "draw_lots")
        and made.inspection is not None
        and conditions.inspections.editing(made.inspection) is None,
        "clause": Governed.of(made.jurisdiction).clause("random_draw"),
    }
    return render(request, "inspections/draw.html", context)
