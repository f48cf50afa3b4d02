"""Standards by which units are graded in each class of tasks (安康 第十二条(一)): read, and set anew."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.scoring import grade_standards as setting
from duban.ledger.governed import Governed
from duban.ledger.models import GradeStandard
from duban.ledger.queries.scoring import grade_standards
from duban.web.acting import act_by
from duban.web.forms.scoring.rankings import StandardForm
from duban.web.http import Request
from duban.web.pages import form_page, read_page


@read_page("see_scores")
def index(request: Request) -> HttpResponse:
    """List the classes of tasks with the standard in force."""
    governed = Governed.of(request.user.office)
    rows = grade_standards.rows_of(request.user.office, governed, request.today)
    if not rows:
        raise Http404
    return render(
        request,
        "scoring/rankings/standards.html",
        {"rows": rows, "may_set": access.may(request.user, "record_fact")},
    )


@form_page("record_fact")
def set_one(request: Request, category: str) -> HttpResponse:
    """Set the standard of one class from a day on."""
    office = request.user.office
    governed = Governed.of(office)
    row = next(
        (each for each in grade_standards.rows_of(office, governed, request.today) if each.category == category), None
    )
    if row is None:
        raise Http404
    standing = row.coming or row.standard
    initial = {"since": request.today, **({"text": standing.text, "basis": standing.basis} if standing else {})}
    form = StandardForm(request.POST if request.method == "POST" else None, initial=initial)

    def perform(**words: Any) -> GradeStandard:
        return setting.set_standard(jurisdiction=office, category=category, by=request.by, **words)

    return act_by(
        request,
        form,
        perform,
        said=f"已登记“{row.name}”的评价标准",
        to=reverse("grade_standards"),
        template="scoring/rankings/standard.html",
        row=row,
    )
