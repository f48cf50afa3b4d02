"""What a document attaches to a unit as a whole: carried out from its score card or the ranking."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access
from duban.ledger.actions.process import unit_outcomes
from duban.ledger.actions.process.unit_outcomes import Talk
from duban.ledger.governed import Governed
from duban.ledger.models.consequences import Kind
from duban.ledger.queries.process import unit_outcomes as known
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.asked import span_of
from duban.web.forms.process.unit_outcomes import UnitOutcomeForm
from duban.web.http import Request

_NOT_COUNTED = "办法对约谈另有规定的（计分、累计），约谈进行以后请在“记录”里登记，才会计入。"


@require_http_methods(["GET", "HEAD", "POST"])
def carry_out(request: Request, unit: str) -> HttpResponse:
    """Show what the paper will say, and carry the consequence out."""
    access.require(request.user, "manage_consequences")
    shown = access.scoring.scored_unit_for(request.user, unit)
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction)
    clause, name = request.GET.get("clause", ""), request.GET.get("name", "")
    found = known.one_of_unit(jurisdiction, shown, span, clause, name, request.today)
    refusal = (
        found.refusal_for(shown)
        if found
        else Refused("没有到办法规定的情形", possible="请回到得分卡，看这一期现在有哪些情形。")
    )
    is_talk = found is not None and found.kind is Kind.INTERVIEW
    governed = Governed.of(jurisdiction, span.first)
    note = f"{shown}{span.name}：{found.why}（{found.clause}）。文书编号后送达单位。" if found else ""
    if is_talk and known.counts_interviews(governed):
        note += _NOT_COUNTED

    def perform(*, approved_by: Any, note: str, **talk: Any) -> object:
        return unit_outcomes.carry_out(
            unit=shown, span=span, clause=clause, name=name, approved_by=approved_by, by=request.by, note=note,
            talk=Talk(**talk) if talk else None,
        )  # fmt: skip

    return act_by(
        request,
        UnitOutcomeForm(request.POST or None, unit=shown, found=found),
        perform,
        said=f"已处理：{name}",
        to=lambda made: reverse("notice", args=[made.pk]),
        refusal=refusal,
        title=f"{name or '按办法处理'}：{shown}",
        button="制发文书",
        note=note,
        back=f"{reverse('scorecard', args=[shown.code])}?{span.query}",
    )
