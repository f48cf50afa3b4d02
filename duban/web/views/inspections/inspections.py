"""Inspections: the list, the scheme, its signature, setting out, calling off, filing away."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from duban.ledger import access, conditions, regimes
from duban.ledger.actions.inspections import inspections as actions
from duban.ledger.models.inspections import BEFORE, Method, Phase
from duban.ledger.queries.inspections import inspections, look_backs
from duban.ledger.queries.scoring import counted
from duban.ledger.wordings import schemes
from duban.people.models import Unit
from duban.web.acting import act_by
from duban.web.forms.inspections.inspections import (
    FilingForm,
    OpinionForm,
    SchemeForm,
    SignerForm,
    initial_scheme,
)
from duban.web.forms.matters.matters import EmptyForm, ReasonForm
from duban.web.printing import as_file
from duban.web.views.inspections import inspection_papers


@require_safe
def index(request):
    """List the inspections of which the officer may know."""
    access.require(request.user, "see_inspections")
    show, unit, q = (request.GET.get(name, "").strip()[:40] for name in ("show", "unit", "q"))
    found = inspections.list_of(request.user, show=show, unit=unit, q=q)
    found = inspections.to_sign(request.user, request.today) if show == "to_sign" else found
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    regime = regimes.regime_of(request.user.jurisdiction)
    context = {
        "page": page,
        "shows": [(name, word) for name, (word, _) in inspections.SHOWS.items()],
        "show": show,
        "unit": unit,
        "q": q,
        "units": [] if request.user.is_unit else Unit.objects.filter(jurisdiction=request.user.jurisdiction).order_by("order", "id"),
        "may_draft": access.may(request.user, "draft_inspection"),
        "may_plan": access.may(request.user, "see_annual_plan"),
        "clause": conditions.inspections.clause_on(regime, "inspections"),
    }
    return render(request, "inspections/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Draw up an inspection; the address may name an item of the plan, a matter with its unit, an earlier inspection."""
    access.require(request.user, "draft_inspection")
    made = []
    form = SchemeForm(request.POST or None, officer=request.user, today=request.today, initial=_initial(request))

    def perform(words):
        jurisdiction = request.user.jurisdiction
        made.append(
            actions.draft_inspection(jurisdiction=jurisdiction, scheme=form.scheme_given(), actor=request.user, at=request.at)
        )

    return act_by(
        request,
        form,
        perform,
        said="已拟定，请组成督查组、安排点位后报批",
        to=lambda: reverse("inspection", args=[made[0].pk]),
        title="拟定督查方案",
        button="保存方案",
        back=reverse("inspections"),
    )


@require_safe
def show(request, pk: int):
    """Show one inspection as far as the officer may see it."""
    access.require(request.user, "see_inspections")
    inspection = access.inspections.inspection_for(request.user, pk)
    return render(request, "inspections/show.html", context_of(request, inspection))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk: int):
    """Change the scheme before it is put up."""
    access.require(request.user, "draft_inspection")
    inspection = access.inspections.inspection_for(request.user, pk)
    form = SchemeForm(
        request.POST or None, officer=request.user, today=request.today, inspection=inspection, initial=initial_scheme(inspection)
    )

    def perform(words):
        actions.edit_inspection(
            inspection=inspection, scheme=form.scheme_given(), version=words["version"], actor=request.user, at=request.at
        )

    return _act(request, inspection, form, perform, "已保存", "修改督查方案", "保存", refusal=conditions.inspections.editing(inspection))


@require_http_methods(["GET", "HEAD", "POST"])
def apply(request, pk: int):
    """Put the scheme up for signature, with what else its units are asked at that time."""
    access.require(request.user, "draft_inspection")
    inspection = access.inspections.inspection_for(request.user, pk)
    signing = conditions.inspections.signing_of(inspection)

    def perform(words):
        actions.apply_inspection(inspection=inspection, signer=words["signer"], actor=request.user, at=request.at)

    return _act(
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


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk: int):
    """Agree, or return the scheme."""
    access.require(request.user, "sign_inspection")
    inspection = access.inspections.inspection_for(request.user, pk)

    def perform(words):
        actions.sign_inspection(
            inspection=inspection, agree=words["agree"] == "yes", opinion=words["opinion"], actor=request.user, at=request.at
        )

    title = f"审批：{inspection.title}"
    note = f"{inspection.from_on} 至 {inspection.to_on}，{'、'.join(unit.name for unit in inspection.units.all())}。{inspection.scheme}"
    return _act(request, inspection, OpinionForm(request.POST or None), perform, "已签署", title, "签署", note=note)


@require_http_methods(["GET", "HEAD", "POST"])
def file(request, pk: int):
    """Put on record that it was filed."""
    access.require(request.user, "draft_inspection")
    inspection = access.inspections.inspection_for(request.user, pk)

    def perform(words):
        actions.file_inspection(inspection=inspection, actor=request.user, at=request.at, **words)

    bodies = "、".join(regimes.list_of(inspection.jurisdiction, "plan_filing"))
    form = FilingForm(request.POST or None, initial={"filed_on": request.today, "filed_with": bodies})
    return _act(request, inspection, form, perform, "已登记备案", "登记备案", "登记")


@require_http_methods(["GET", "HEAD", "POST"])
def start(request, pk: int):
    """Let the team set out; other inspections of the same units are shown before."""
    access.require(request.user, "draft_inspection")
    inspection = access.inspections.inspection_for(request.user, pk)

    def perform(words):
        actions.start_inspection(inspection=inspection, actor=request.user, at=request.at)

    return _act(
        request,
        inspection,
        EmptyForm(request.POST or None),
        perform,
        "督查已经开始",
        "开始督查",
        "开始",
        template="inspections/start.html",
        refusal=conditions.inspections.start(inspection, request.today),
        **_frequency(request, inspection),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request, pk: int):
    """Call it off before it began."""
    access.require(request.user, "draft_inspection")
    inspection = access.inspections.inspection_for(request.user, pk)

    def perform(words):
        actions.cancel_inspection(inspection=inspection, actor=request.user, at=request.at, **words)

    refusal = conditions.inspections.cancelling(inspection)
    return _act(request, inspection, ReasonForm(request.POST or None), perform, "已取消", "取消督查", "取消督查", refusal=refusal, grave=True)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request, pk: int):
    """File it away."""
    access.require(request.user, "draft_inspection")
    inspection = access.inspections.inspection_for(request.user, pk)

    def perform(words):
        actions.close_inspection(inspection=inspection, actor=request.user, at=request.at)

    form = EmptyForm(request.POST or None)
    return _act(request, inspection, form, perform, "已归档", "督查归档", "归档", refusal=conditions.inspections.closing(inspection))


@require_safe
def scheme(request, pk: int, form: str):
    """Hand out the scheme as a paper."""
    access.require(request.user, "see_annual_plan")
    inspection = access.inspections.inspection_for(request.user, pk)
    return as_file(schemes.scheme_of(inspection), form, jurisdiction=inspection.jurisdiction)


@require_safe
def application(request, pk: int, form: str):
    """Hand out the application with its signature and filing, for the file; `as` names another sheet that the document knows."""
    access.require(request.user, "see_annual_plan")
    inspection = access.inspections.inspection_for(request.user, pk)
    known = {each.act for each in schemes.sheets_of(regimes.regime_of(inspection.jurisdiction))}
    act = request.GET.get("as", "")
    paper = schemes.application_of(inspection, act if act in known else "plan_application")
    return as_file(paper, form, jurisdiction=inspection.jurisdiction)


def context_of(request, inspection) -> dict[str, object]:
    """Return what the page of an inspection shows this officer."""
    officer = request.user
    sees_whole = access.inspections.sees_whole(officer, inspection)
    context = {
        "inspection": inspection,
        "sees_whole": sees_whole,
        "units": inspection.units.order_by("order", "id") if sees_whole else [officer.unit],
        "conclusions": access.inspections.conclusions(officer).filter(inspection=inspection).select_related("unit").order_by("id"),
        "clauses": inspections.clauses_of(inspection),
        "sheets": schemes.sheets_of(regimes.regime_of(inspection.jurisdiction)),
        "visits": access.inspections.visits(officer).filter(inspection=inspection).select_related("unit").order_by("on", "id"),
        "selves": access.inspections.self_inspections(officer).filter(inspection=inspection).select_related("unit").order_by("due_on", "id"),
        "preparations": access.inspections.preparations(officer).filter(inspection=inspection).select_related("unit").order_by("order"),
        "may_finish": access.may(officer, "finish_preparation"),
    }
    if sees_whole:
        context |= {
            "matters": inspection.matters.order_by("id"),
            "members": inspection.members.select_related("officer").order_by("-capacity", "id"),
            "draws": access.inspections.draws(officer).filter(inspection=inspection).order_by("id"),
            "look_backs": access.inspections.inspections(officer).filter(after=inspection).order_by("id"),
            "is_before": inspection.phase in BEFORE,
            "may_keep": access.may(officer, "keep_team") and inspection.phase not in (Phase.CLOSED, Phase.CANCELLED),
            "files": access.inspections.files(officer).filter(inspection=inspection, finding=None, unit=None).order_by("id"),
            "excellent": inspection.is_received
            and inspection.result_on
            and access.may(officer, "record_fact")
            and "inspection_excellent" in counted.kinds_of(inspection.jurisdiction),
            "options": inspections.options_of(officer, inspection, request.today),
            "owes_filing": conditions.inspections.owes_filing(inspection),
        }
    return context | inspection_papers.further(request, inspection, sees_whole)


def _frequency(request, inspection) -> dict[str, object]:
    return {
        "clashes": inspections.clashes(request.user, inspection),
        "times": inspections.times_this_year(request.user, inspection),
        "back_days": inspections.BACK,
    }


def _initial(request) -> dict[str, object]:
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
            initial |= {"title": f"{check.name}末专项检查", "method": Method.QUARTER_END, "from_on": check.from_on, "to_on": check.to_on}
            initial |= {"matters": "、".join(each.no for each in matters), "units": check.units(matters)}
            initial |= {"scheme": "现场核查本季度到期和在办事项的完成情况，进展滞后的按逐级督办办理。", "unplanned_reason": "季末专项检查"}
    return initial


def _act(request, inspection, form, perform, said: str, title: str, button: str, **context):
    """Show or carry out an act on one inspection, and lead back to it."""
    here = reverse("inspection", args=[inspection.pk])
    return act_by(request, form, perform, said=said, to=here, back=here, title=title, button=button, inspection=inspection, **context)
