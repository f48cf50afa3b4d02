"""The scheme of an inspection (督查方案): drawn up, put up for signature, printed."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import inspections as actions
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection
from duban.ledger.models.inspections import Method
from duban.ledger.queries.inspections import look_backs
from duban.ledger.wordings import schemes
from duban.people.models import Unit
from duban.web.acting import act_by
from duban.web.forms.inspections.inspections import (
    OpinionForm,
    SchemeForm,
    SignerForm,
    initial_scheme,
)
from duban.web.http import Request
from duban.web.pages import form_page, read_page
from duban.web.printing import as_file
from duban.web.views.inspections.acts import act_on


@form_page("draft_inspection")
def new(request: Request) -> HttpResponse:
    """Draw up an inspection; the address may name an item of the plan, a matter with its unit, an earlier inspection."""
    form = SchemeForm(request.POST or None, officer=request.user, today=request.today, initial=_initial(request))

    def perform(**words: Any) -> object:
        jurisdiction = request.user.office
        return actions.draft_inspection(jurisdiction=jurisdiction, scheme=form.scheme_given(), by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="已拟定，请组成督查组、安排点位后报批",
        to=lambda made: reverse("inspection", args=[made.pk]),
        title="拟定督查方案",
        button="保存方案",
        back=reverse("inspections"),
    )


@form_page("draft_inspection", access.inspections.inspection_for)
def edit(request: Request, inspection: Inspection) -> HttpResponse:
    """Change the scheme before it is put up."""
    form = SchemeForm(
        request.POST or None,
        officer=request.user,
        today=request.today,
        inspection=inspection,
        initial=initial_scheme(inspection),
    )

    def perform(**words: Any) -> None:
        actions.edit_inspection(
            inspection=inspection,
            scheme=form.scheme_given(),
            version=words["version"],
            by=request.by,
        )

    return act_on(
        request,
        inspection,
        form,
        perform,
        "已保存",
        "修改督查方案",
        "保存",
        refusal=conditions.inspections.editing(inspection),
    )


@form_page("draft_inspection", access.inspections.inspection_for)
def apply(request: Request, inspection: Inspection) -> HttpResponse:
    """Put the scheme up for signature, with what else its units are asked at that time."""
    signing = conditions.inspections.signing_of(inspection)

    def perform(**words: Any) -> None:
        actions.apply_inspection(inspection=inspection, signer=words["signer"], by=request.by)

    return act_on(
        request,
        inspection,
        SignerForm(request.POST or None, signing=signing),
        perform,
        "已报批",
        "督查方案报批",
        "报批",
        refusal=conditions.inspections.application(inspection, request.today),
        note="" if signing.clause else "文件没有写明由谁审批，按本系统的顺序报分管领导或督查室负责人。",
        due={"why": "计划外督查由文件规定的领导批准", "clause": signing.clause} if signing.clause else None,
    )


@form_page("sign_inspection", access.inspections.inspection_for)
def sign(request: Request, inspection: Inspection) -> HttpResponse:
    """Agree, or return the scheme."""

    def perform(**words: Any) -> None:
        actions.sign_inspection(
            inspection=inspection,
            agree=words["agree"] == "yes",
            opinion=words["opinion"],
            by=request.by,
        )

    title = f"审批：{inspection.title}"
    note = f"{inspection.from_on} 至 {inspection.to_on}，{'、'.join(unit.name for unit in inspection.units.all())}。{inspection.scheme}"
    return act_on(request, inspection, OpinionForm(request.POST or None), perform, "已签署", title, "签署", note=note)


@read_page("see_annual_plan")
def scheme(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the scheme as a paper."""
    inspection = access.inspections.inspection_for(request.user, pk)
    return as_file(schemes.scheme_of(inspection), form, jurisdiction=inspection.jurisdiction)


@read_page("see_annual_plan")
def application(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the application with its signature and filing, for the file; `as` names another sheet that the document knows."""
    inspection = access.inspections.inspection_for(request.user, pk)
    known = {each.act for each in schemes.sheets_of(Governed.of(inspection.jurisdiction).document)}
    act = request.GET.get("as", "")
    paper = schemes.application_of(inspection, act if act in known else "plan_application")
    return as_file(paper, form, jurisdiction=inspection.jurisdiction)


def _initial(request: Request) -> dict[str, object]:
    """Return what the address says of a new inspection: from an item of the plan, a matter and a unit, or an earlier inspection."""
    initial: dict[str, object] = {"from_on": request.today, "to_on": request.today}
    if request.GET.get("item", "").isdigit():
        item = access.inspections.plan_item_for(request.user, int(request.GET["item"]))
        initial |= {"plan_item": item.pk, "title": item.title, "scheme": item.contents, "units": list(item.units.all())}
        initial |= {"from_on": item.from_on, "to_on": item.to_on, "method": Method.COMPREHENSIVE}
    if request.GET.get("matter"):
        matter = access.matters.matter_for(request.user, request.GET["matter"])
        initial |= {"matters": matter.no, "title": f"现场督查：{matter.title}"[:200], "method": Method.URGING}
        initial["units"] = list(Unit.objects.filter(jurisdiction=matter.jurisdiction, code=request.GET.get("unit", "")))
    if request.GET.get("quarter") == "1":
        check = look_backs.quarter_end(request.user, request.today)
        if check is not None:
            matters = check.matters(request.user)
            initial |= {
                "title": f"{check.name}末专项检查",
                "method": Method.QUARTER_END,
                "from_on": check.from_on,
                "to_on": check.to_on,
            }
            initial |= {"matters": "、".join(each.no for each in matters), "units": check.units(matters)}
            initial |= {
                "scheme": "现场核查本季度到期和在办事项的完成情况，进展滞后的按逐级督办办理。",
                "unplanned_reason": "季末专项检查",
            }
    return initial
