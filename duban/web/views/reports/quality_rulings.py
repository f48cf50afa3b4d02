"""Quality rulings (反馈质量认定): the office rules that a report is poor, or untrue."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.reports import quality_rulings
from duban.ledger.governed import Governed
from duban.ledger.models import Report
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.forms.reports.opinions import QualityForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("rule_on_quality", access.reports.report_for)
def judge(request: Request, report: Report) -> HttpResponse:
    """Rule on the quality of a report."""
    matter = report.assignment.matter
    jurisdiction = request.user.office
    governed = Governed.of(jurisdiction)
    kinds = conditions.reports.qualities_of(governed)
    listed = {kind: governed.words(f"{kind}_defects") for kind in kinds}
    open_kinds = [kind for kind in listed if conditions.reports.ruling(report, kind) is None]
    clause = "、".join(filter(None, (Governed.of(matter).list_clause(f"{kind}_defects") for kind in listed)))
    basis = {"why": "按办法所列的情形认定", "clause": clause}
    return act_by(
        request,
        QualityForm(request.POST or None, kinds=kinds, listed=listed),
        partial(quality_rulings.rule_on_quality, report=report, by=request.by),
        said="已认定，单位可以提出异议",
        to=reverse("report", args=[report.pk]),
        matter=matter,
        assignment=report.assignment,
        refusal=_refusal(governed, kinds, open_kinds),
        due=basis if clause else None,
        title="认定报告质量",
        button="认定",
        note="认定记入该单位的考核，写明谁认定、为什么；单位可以提出异议。",
    )


def _refusal(governed: Governed, kinds: dict[str, str], open_kinds: list[str]) -> Refused | None:
    if not kinds:
        return Refused(f"{governed.document.name}没有对报告质量的规定", possible="需要重报的，请退回反馈。")
    return None if open_kinds else Refused("这份反馈已经认定过", possible="认定有误的，先撤销原记录。")
