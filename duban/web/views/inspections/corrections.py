"""Slips in an inspection put right: findings, arrivals, starts, archives, self-inspections."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import finding_corrections
from duban.ledger.governed import Governed
from duban.ledger.models import Finding
from duban.web.acting import act_here
from duban.web.forms.inspections.visits import FindingCorrectionForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("see_inspections", access.findings.checked_finding_for)
def correct_finding(request: Request, finding: Finding) -> HttpResponse:
    """Put right what was written down as a finding."""
    aspects = Governed.of(finding.inspection.jurisdiction).words("aspects")
    first = {name: getattr(finding, name) for name in ("nature", "text", "order_text", "aspect")}
    form = FindingCorrectionForm(request.POST or None, initial=first, aspects=aspects)

    def perform(**words: Any) -> None:
        finding_corrections.correct_finding(
            finding=finding, noted=form.finding(), reason=words["reason"], by=request.by
        )

    return act_here(
        request,
        form,
        perform,
        reverse("finding", args=[finding.pk]),
        "更正问题",
        said="问题已更正",
        refusal=conditions.findings.correcting_record(finding),
    )
