"""What a finding leads to besides being put right: an order to correct, a report to the discipline body, criticism, praise, a matter."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import follow_ups
from duban.ledger.models import Assignment, Finding, Matter
from duban.ledger.models.assignments import GONE_STAGES
from duban.ledger.queries.papers import prefills
from duban.ledger.refusals import Refused
from duban.web.acting import act_here
from duban.web.forms import Form
from duban.web.forms.inspections.findings import BreachForm, CorrectionForm, FollowForm
from duban.web.http import Request
from duban.web.ordering import Origin, order_by
from duban.web.pages import form_page


@form_page("see_inspections", access.findings.checked_finding_for)
def correct(request: Request, finding: Finding) -> HttpResponse:
    """Order correction."""
    form = CorrectionForm(request.POST or None, initial={"order": finding.order_text, "limit_on": finding.rectify_by})
    refusal = conditions.findings.correcting(finding)
    return _act(
        request,
        finding,
        form,
        partial(follow_ups.order_correction, finding=finding, by=request.by),
        "已责令改正，通知已编号发出",
        "责令改正",
        "责令改正并发通知",
        refusal,
        grave=True,
    )


@form_page("see_inspections", access.findings.checked_finding_for)
def report_breach(request: Request, finding: Finding) -> HttpResponse:
    """Report a grave breach to the discipline body."""
    form = BreachForm(request.POST or None, initial={"stopped": finding.order_text})
    refusal = conditions.findings.telling_discipline(finding)
    note = "报告送纪检监察机关，在它的工作台上可见；不告知被查单位。对人员的处理由它决定。"
    return _act(
        request,
        finding,
        form,
        partial(follow_ups.report_breach, finding=finding, by=request.by),
        "已书面报告纪检监察机关",
        "书面报告纪检监察机关",
        "编号报送",
        refusal,
        grave=True,
        note=note,
    )


@form_page("propose_sanction", access.findings.checked_finding_for)
def criticise(request: Request, finding: Finding) -> HttpResponse:
    """Propose criticism in a circular for a falsehood."""
    form = FollowForm(request.POST or None, matters=_matters(request, finding), initial=_initial(finding))
    refusal = conditions.findings.criticising(finding)
    return _act(
        request,
        finding,
        form,
        partial(follow_ups.propose_criticism, finding=finding, by=request.by),
        "已提请，等待签批",
        "提请通报批评",
        "提请",
        refusal,
        note="按办法规定的签批人审批，批准后才发通报。",
    )


@form_page("recommend_experience", access.findings.checked_finding_for)
def recommend(request: Request, finding: Finding) -> HttpResponse:
    """Put experience forward."""
    form = FollowForm(request.POST or None, matters=_matters(request, finding), initial=_initial(finding))
    refusal = conditions.findings.recommending(finding)
    return _act(
        request,
        finding,
        form,
        partial(follow_ups.recommend_finding, finding=finding, by=request.by),
        "已提请，等待签批",
        "提请推广经验",
        "提请",
        refusal,
        note="领导签批后宣传推广并通报表扬。",
    )


@form_page("register_matter", access.findings.checked_finding_for)
def register(request: Request, finding: Finding) -> HttpResponse:
    """Make a matter of a finding."""
    inspection = finding.inspection
    found = prefills.prefill_of(inspection.jurisdiction, finding.text, finding.found_on)
    here = reverse("finding", args=[finding.pk])
    return order_by(
        request,
        lambda form: follow_ups.register_finding(finding=finding, order=form.order(), by=request.by),
        initial={
            "title": found.title,
            "requirement": finding.text,
            "standard": "整改到位，经督查组验收",
            "categories": ("rectification", "key_work", "leader_order", "other"),
            "source": "inspection",
            "source_text": f"{inspection.no} {inspection.title} 问题 {finding.order}"[:200],
            "due_on": finding.rectify_by or found.due_on,
            "lead": [finding.unit_id],
        },
        title="督查问题立项",
        back=here,
        back_word=f"问题 {finding.order}",
        origin=Origin("督查发现", finding.text, (("督查", inspection.title), ("单位", str(finding.unit)))),
        refusal=conditions.findings.registering(finding),
    )


def _matters(request: Request, finding: Finding) -> QuerySet[Matter]:
    """Return the matters on which the unit works or worked."""
    held = Assignment.objects.filter(unit=finding.unit, dispatched_on__isnull=False).exclude(stage__in=GONE_STAGES)
    return access.matters.matters(request.user).filter(pk__in=held.values("matter")).order_by("-id")


def _initial(finding: Finding) -> dict[str, object]:
    matter: Matter | None = finding.matter or finding.became
    return {"matter": matter.pk if matter else None, "reason": finding.text}


def _act(
    request: Request,
    finding: Finding,
    form: Form,
    perform: Callable[..., object],
    said: str,
    title: str,
    button: str,
    refusal: Refused | None,
    **context: Any,
) -> HttpResponse:
    here = reverse("finding", args=[finding.pk])
    return act_here(
        request, form, perform, here, f"{title}：{finding.unit}", said=said, button=button, refusal=refusal, **context
    )
