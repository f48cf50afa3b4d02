"""Scoring sheets of single matters (卓尼 附件2): the matters of a period, and the sheet of one."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.scoring import matter_sheets as sheets
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment
from duban.ledger.queries.scoring import matter_sheets, rankings
from duban.ledger.refusals import Refused
from duban.web.asked import span_of
from duban.web.forms.scoring.rankings import SheetForm
from duban.web.http import Request
from duban.web.pages import form_page, page_of, read_page
from duban.web.submitting import carry_out
from duban.web.views.scoring.rankings import picker

_ROWS = 50


@read_page("record_fact")
def index(request: Request) -> HttpResponse:
    """List the matters of a period that have a sheet, with what is marked."""
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction)
    governed = Governed.of(jurisdiction, span.first)
    parts = matter_sheets.parts_of(governed)
    if not parts:
        raise Http404
    page = page_of(request, matter_sheets.held_in(jurisdiction, span), _ROWS)
    context = {
        **picker(jurisdiction, governed.document, span, request.today),
        "page": page,
        "parts": parts,
        "held": matter_sheets.held_of(parts, list(page.object_list), jurisdiction, span),
        "published": rankings.published(jurisdiction, span),
    }
    return render(request, "scoring/rankings/sheets.html", context)


@form_page("record_fact", access.matters.assignment_for)
def enter(request: Request, assignment: Assignment) -> HttpResponse:
    """Fill in the sheet of one matter of a unit for a period."""
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction)
    governed = Governed.of(jurisdiction, span.first)
    parts = matter_sheets.parts_of(governed)
    if not parts:
        raise Http404
    lines = matter_sheets.standing(jurisdiction, span, [assignment]).get((assignment.matter_id, assignment.unit_id), {})
    before = matter_sheets.marks_of(parts, lines)
    form = SheetForm(request.POST if request.method == "POST" else None, parts=parts, before=before)
    if form.is_valid():

        def act() -> str:
            sheets.enter_sheet(
                assignment=assignment,
                span=span,
                entries=form.entries(),
                reason=form.cleaned_data["reason"],
                by=request.by,
            )
            return f"{reverse('matter_sheets')}?{span.query}"

        try:
            return carry_out(request, act, said=f"已登记 {assignment.matter.no} {assignment.unit}{span.name}的评分表")
        except Refused as refusal:
            refusal.field = form.names.get(refusal.field, refusal.field)
            form.refuse(refusal)
    context = {
        "span": span,
        "assignment": assignment,
        "form": form,
        "known": matter_sheets.known_of(assignment, span, request.today),
        "published": rankings.published(jurisdiction, span),
        "totals": matter_sheets.totals_of(parts, lines),
        "count": sum(len(part.rows) for part in parts),
    }
    return render(request, "scoring/rankings/sheet.html", context, status=422 if form.is_bound else 200)
