"""Recurring reports: set and ended on a matter, and how they stand in a month; the stopped clock."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.reports import recurrences
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Recurrence
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.reports import obligations
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.asked import known_of, unit_asked
from duban.web.forms.reports.recurrences import ReasonOf, RecurrenceForm, report_rules_of
from duban.web.http import Request
from duban.web.pages import form_page, page_of, read_page


@read_page("see_obligations")
def index(request: Request) -> HttpResponse:
    """Show the dates of a month: what a unit has to report, and who has not reported."""
    asked = obligations.asked_from(request.GET, request.today)
    month = asked.month if asked.month == request.GET.get("month") else ""
    known_of(request, [("month", month), ("state", asked.state), ("unit", unit_asked(request))])
    rows = obligations.found(request.user, asked, today=request.today)
    page = page_of(request, rows, obligations.PAGE)
    context = {
        "asked": asked,
        "page": page,
        "rows": [(row, obligations.state_of(row, request.today)) for row in page.object_list],
        "states": obligations.STATES,
        "counts": [
            (state, obligations.STATES[state], count, asked.of(state).query)
            for state, count in obligations.counts(request.user, asked, today=request.today).items()
        ],
        "coming": obligations.coming_for(request.user, asked) if request.user.is_unit and not asked.state else [],
        "units": [] if request.user.is_unit else list(ledgers.units_of(request.user)),
        "cited": Governed.of(request.user.office).recurring_clauses,
    }
    return render(request, "reports/obligations.html", context)


@form_page("set_recurrence", access.matters.matter_for)
def add(request: Request, matter: Matter) -> HttpResponse:
    """Let units of a matter report again and again."""
    held = [
        each
        for each in matter.assignments.exclude(stage__in=GONE_STAGES).select_related("unit").order_by("-part", "id")
        if conditions.matters.recurring(each) is None
    ]
    held.sort(key=lambda each: not each.is_lead)
    for each in held:
        each.matter = matter
    governed = Governed.of(matter)
    form = RecurrenceForm(request.POST or None, assignments=held, rules=report_rules_of(governed.document))

    def perform(**words: Any) -> None:
        for each in held:
            if each.unit.code in words["units"]:
                recurrences.set_recurrence(
                    assignment=each,
                    through_on=words["through_on"],
                    by=request.by,
                    **form.cycle(),
                )

    clause = governed.cadence_clause
    basis = {"why": "文件要求定期报告或调度，没有写明哪一天，由督查室设定", "clause": clause}
    return act_by(
        request,
        form,
        perform,
        said="已设定定期报送",
        to=_plan(matter.no),
        matter=matter,
        refusal=None if held else Refused("这件事项没有在办的单位，不再设定定期报送"),
        due=basis if clause else None,
        title="设定定期报送",
        button="设定",
        note="每个报送日自动生成，超期未报记为迟报；不影响办结期限。办结、移交时自动终止，中止期间停止。",
    )


@form_page("set_recurrence", access.reports.recurrence_for)
def end(request: Request, recurrence: Recurrence) -> HttpResponse:
    """Ask for no more of these reports."""
    matter = recurrence.assignment.matter
    return act_by(
        request,
        ReasonOf,
        partial(recurrences.end_recurrence, recurrence=recurrence, by=request.by),
        said="已终止",
        to=_plan(matter.no),
        matter=matter,
        assignment=recurrence.assignment,
        refusal=Refused("这项定期报送已经终止") if recurrence.ended_on else None,
        title=f"终止定期报送（{recurrence.said}）",
        button="终止",
        note="今天以后的报送日取消；已经迟报的记录不变。",
    )


def _plan(no: str) -> str:
    return f"{reverse('matter', args=[no])}?tab=plan#tabs"
