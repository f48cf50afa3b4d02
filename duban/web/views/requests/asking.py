"""The page on which something is put up for signature: one for every act, as the act describes itself."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access, acts
from duban.ledger.actions.requests import proposals
from duban.ledger.acts import About, Act
from duban.ledger.models import Assignment, Matter, Report
from duban.ledger.models.assignments import Part
from duban.ledger.queries.requests import proposals as cards
from duban.ledger.situations import Situation
from duban.web.acting import act_by, led_back
from duban.web.forms.requests.fields import form_of, implied
from duban.web.http import Request

_UNDER = {
    About.MATTER: "matters/<slug:no>/",
    About.ASSIGNMENT: "matters/<slug:no>/units/<slug:unit>/",
    About.REPORT: "reports/<int:pk>/",
}


def routes() -> list[URLPattern]:
    """Return the address of each act's page."""
    return [path(f"{_UNDER[act.about]}{act.path}", partial(ask, act=act), name=act.route) for act in acts.every()]


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, act: Act, **where: Any) -> HttpResponse:
    """Ask for an act; who signs it is said beforehand."""
    access.require(request.user, act.right)
    record, now = _record(request, act, where)
    fields = act.fields_for(now)

    def perform(**words: Any) -> None:
        proposals.ask(act.name, of=record, by=request.by, **implied(act, now), **words)

    refusal = acts.refusal(act, now)
    return act_by(
        request,
        form_of(fields, request.POST or None, jurisdiction=request.user.office),
        perform,
        said=act.said,
        to=led_back(request, reverse("matter", args=[now.matter.no])),
        matter=now.matter,
        assignment=None if act.about == About.MATTER else now.assignment,
        refusal=refusal,
        title=act.title(now),
        button=act.submit,
        note=act.note(now),
        due=act.basis(now),
        signers=_signers(act, now) if refusal is None else None,
    )


def _record(request: Request, act: Act, where: dict[str, Any]) -> tuple[Matter | Assignment | Report, Situation]:
    """Return the record that it is about, and how it stands today."""
    if act.about == About.REPORT:
        report = access.reports.report_for(request.user, **where)
        return report, Situation(report.assignment, request.today, report=report)
    if act.about == About.ASSIGNMENT:
        assignment = access.matters.assignment_for(request.user, **where)
        return assignment, Situation(assignment, request.today)
    matter = access.matters.matter_for(request.user, **where)
    first = matter.assignments.filter(part=Part.LEAD).select_related("unit__portfolio__leader").order_by("id").first()
    if first is None:
        raise access.NotFound("这个事项没有牵头单位")
    first.matter = matter
    return matter, Situation(first, request.today)


def _signers(act: Act, now: Situation) -> dict[str, object]:
    names, clause = cards.signers_of(act, now)
    return {"names": names, "clause": clause}
