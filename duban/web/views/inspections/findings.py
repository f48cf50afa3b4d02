"""Findings: the list and its sheet, one finding with what may be done, handed over, planned, reported, checked, excused."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import rectifications as actions
from duban.ledger.governed import Governed
from duban.ledger.models import Finding, Inspection
from duban.ledger.models.findings import Nature
from duban.ledger.queries.inspections import findings, rectifications
from duban.ledger.queries.matters import rest_days
from duban.papers.writing.sheets import write_xlsx
from duban.people.models import Officer, Unit
from duban.web.acting import act_by, act_here
from duban.web.asked import one_of, unit_asked
from duban.web.forms import Form
from duban.web.forms.inspections.findings import (
    CheckForm,
    HandOverForm,
    MajeureForm,
    MajeureRulingForm,
    PlanForm,
    ResultForm,
)
from duban.web.forms.matters.matters import EmptyForm, ReasonForm
from duban.web.http import Request
from duban.web.lists import note_of
from duban.web.pages import form_page, form_taken, page_of, read_page
from duban.web.views.matters.attachments import handed_out

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@read_page("see_inspections")
def index(request: Request) -> HttpResponse:
    """List findings, by default those that are still open."""
    asked = _asked(request)
    page = page_of(request, findings.list_of(request.user, asked, request.today), 30)
    units = (
        [] if request.user.is_unit else Unit.objects.filter(jurisdiction=request.user.office).order_by("order", "id")
    )
    shows = {name: word for name, word in findings.SHOWS.items() if not (request.user.is_unit and name == "noted")}
    context = {"page": page, "asked": asked, "shows": shows, "natures": Nature.choices, "units": units}
    return render(request, "inspections/findings/index.html", context)


@read_page("see_inspections")
def export(request: Request) -> FileResponse:
    """Answer with the findings of exactly this list as a sheet."""
    found = findings.list_of(request.user, _asked(request), request.today)
    return _sheet(request, found, f"问题清单{request.today}.xlsx")


@read_page("see_inspections", access.inspections.inspection_for)
def export_inspection(request: Request, inspection: Inspection) -> FileResponse:
    """Answer with the findings of one inspection as a sheet: a unit's own only."""
    found = access.findings.findings(request.user).filter(inspection=inspection)
    found = found.select_related("inspection", "unit", "matter").order_by("unit__order", "order")
    return _sheet(request, found, f"问题清单 {inspection.no}.xlsx")


@read_page("see_inspections")
def show(request: Request, pk: int) -> HttpResponse:
    """Show one finding with its story and what may be done now."""
    return render(
        request, "inspections/findings/show.html", context_of(request, access.findings.finding_for(request.user, pk))
    )


@read_page("see_inspections")
def download(request: Request, pk: int, file: int) -> FileResponse:
    """Hand out a photo or paper of a finding to be saved."""
    finding = access.findings.finding_for(request.user, pk)
    for attachment in access.findings.files(request.user).filter(finding=finding, pk=file):
        return handed_out(attachment)
    raise access.NotFound("没有这个文件，或者您无权查看")


@form_page("see_inspections")
def hand_over(request: Request, pk: int, unit: str) -> HttpResponse:
    """Choose the findings of a unit that are put right, and until when."""
    inspection = access.findings.led_inspection_for(request.user, pk)
    # What another has handed over meanwhile stays a choice of the form: the act says so.
    rows = list(rectifications.of_unit(inspection, unit, noted=request.method != "POST"))
    if not rows:
        raise access.NotFound("这个单位没有待交办的问题")
    form = HandOverForm(request.POST or None, rows=rows)
    here = reverse("inspection", args=[pk])

    def perform(**words: Any) -> None:
        actions.hand_over_findings(
            inspection=inspection,
            unit=rows[0].unit,
            findings=form.chosen(),
            rectify_by=words["rectify_by"],
            note=words["note"],
            by=request.by,
        )

    set_to = form.cleaned_data["rectify_by"] if form.is_bound and form.is_valid() else None
    resting = rest_days.remark_on(set_to, Governed.of(inspection.jurisdiction).calendar)
    said = "已交办，通知已编号发出" + (f"。整改期限 {resting}" if resting else "")
    return act_here(request, form, perform, here, f"交办问题：{rows[0].unit}", said=said, button="交办并发通知", refusal=conditions.findings.handing_over(inspection), due={"why": "逐条交办，限期整改，验收后逐条销号", "clause": conditions.findings.clause_for(inspection)})  # fmt: skip


@require_POST
def plan(request: Request, pk: int) -> HttpResponse:
    """Hand in the unit's plan."""
    finding = _own(request, pk)

    return _act(
        request,
        finding,
        "plan",
        PlanForm(request.POST),
        partial(actions.plan_rectification, finding=finding, by=request.by),
        "整改方案已报送",
    )


@require_POST
def report(request: Request, pk: int) -> HttpResponse:
    """Report that it is put right."""
    finding = _own(request, pk)

    def perform(**words: Any) -> None:
        evidence = [(each.name, each.chunks()) for each in words["files"]]
        actions.report_rectification(finding=finding, result=words["result"], evidence=evidence, by=request.by)

    return _act(request, finding, "result", ResultForm(request.POST, request.FILES), perform, "已报送，等待验收")


@require_POST
def plead(request: Request, pk: int) -> HttpResponse:
    """Plead force majeure."""
    finding = _own(request, pk)

    def perform(**words: Any) -> None:
        actions.plead_force_majeure(finding=finding, text=words["text"], by=request.by)

    return _act(request, finding, "plea", MajeureForm(request.POST), perform, "已说明，等待认定")


@form_taken("see_inspections", access.findings.checked_finding_for)
def check(request: Request, finding: Finding) -> HttpResponse:
    """Strike off, or send back."""
    form = CheckForm(request.POST)

    def perform(**words: Any) -> None:
        if words["verdict"] == "strike":
            actions.strike_off(finding=finding, note=words["note"], by=request.by)
        else:
            actions.return_rectification(finding=finding, reason=words["note"], redo_by=words["redo_by"], by=request.by)

    said = "已销号" if request.POST.get("verdict") == "strike" else "已退回整改"
    return _act(request, finding, "checking", form, perform, said)


@form_taken("rule_on_plea", access.findings.checked_finding_for)
def excuse(request: Request, finding: Finding) -> HttpResponse:
    """Decide on a plea of force majeure."""

    def perform(**words: Any) -> None:
        actions.rule_on_plea(
            finding=finding,
            uphold=words["uphold"] == "yes",
            until=words["until"],
            reason=words["reason"],
            by=request.by,
        )

    return _act(request, finding, "judging", MajeureRulingForm(request.POST), perform, "已认定")


@form_taken("see_inspections", access.findings.checked_finding_for)
def drop(request: Request, finding: Finding) -> HttpResponse:
    """Give a finding up."""

    def perform(**words: Any) -> None:
        actions.drop_finding(finding=finding, reason=words["reason"], by=request.by)

    return _act(request, finding, "dropping", ReasonForm(request.POST), perform, "已记明不再整改")


def context_of(request: Request, finding: Finding) -> dict[str, object]:
    """Return what the page of a finding shows this officer: its story, its files, and the forms open to them now."""
    officer, own = request.user, request.user.is_unit and request.user.unit_id == finding.unit_id
    regime = conditions.findings.regime_of(finding)
    files = findings.files_of(officer, finding)
    answered = [each for each in files if each.added_by.is_unit and each.unit_id == finding.unit_id]
    checks = not own and access.inspections.carries_out(officer, finding.inspection)
    context: dict[str, object] = {
        "finding": finding,
        "inspection": finding.inspection,
        "story": findings.story_of(officer, finding),
        "found_files": [each for each in files if each not in answered],
        "result_files": answered,
        "clause": conditions.findings.clause_for(finding.inspection),
        "excuse_clause": conditions.findings.excuse_clause(regime),
        "is_late": finding.progress in conditions.findings.OWED
        and finding.rectify_by is not None
        and finding.rectify_by < request.today,
        "notices": findings.papers_of(officer, finding),
        "form": EmptyForm(),
    }
    if own:
        initial = {name: getattr(finding, name) for name in ("measures", "responsible", "promised_on", "version")}
        context |= {
            "plan": PlanForm(initial=initial) if conditions.findings.planning(finding) is None else None,
            "result": ResultForm() if conditions.findings.reporting(finding) is None else None,
            "plea": MajeureForm() if conditions.findings.pleading(finding) is None else None,
            "no_plea": conditions.findings.pleading(finding) if finding.progress in conditions.findings.OWED else None,
        }
    if checks:
        judging = access.may(officer, "rule_on_plea") and conditions.findings.judging_plea(finding) is None
        context |= {
            "checking": CheckForm() if conditions.findings.checking(finding) is None else None,
            "judging": MajeureRulingForm() if judging else None,
            "dropping": ReasonForm() if conditions.findings.dropping(finding) is None else None,
            "follows": _follows(officer, finding),
        }
    return context


def _follows(officer: Officer, finding: Finding) -> list[dict[str, object]]:
    """Return what a finding may lead to besides being put right, with what stands against it, as far as it is of that nature."""
    possible = (
        ("finding_correction", "责令改正", Nature.CONDUCT, "see_inspections", conditions.findings.correcting),
        (
            "finding_breach",
            "书面报告纪检监察机关",
            Nature.BREACH,
            "see_inspections",
            conditions.findings.telling_discipline,
        ),
        ("finding_criticism", "提请通报批评", Nature.FALSEHOOD, "propose_sanction", conditions.findings.criticising),
        (
            "finding_experience",
            "提请推广经验",
            Nature.EXPERIENCE,
            "recommend_experience",
            conditions.findings.recommending,
        ),
    )
    rows: list[dict[str, object]] = [
        {"route": route, "word": word, "refusal": refusal(finding)}
        for route, word, nature, verb, refusal in possible
        if finding.nature == nature and access.may(officer, verb)
    ]
    if access.may(officer, "register_matter") and finding.nature not in (Nature.EXPERIENCE, Nature.TENDENCY):
        rows.append(
            {"route": "finding_matter", "word": "立为督办事项", "refusal": conditions.findings.registering(finding)}
        )
    if conditions.findings.correcting_record(finding) is None:
        rows.append({"route": "finding_record_correction", "word": "更正问题", "refusal": None})
    if conditions.findings.reopening(finding) is None:
        rows.append({"route": "take_back", "kind": "finding_closed", "word": "销号有误，恢复整改", "refusal": None})
    return rows


def _own(request: Request, pk: int) -> Finding:
    access.require(request.user, "rectify")
    return access.findings.own_finding_for(request.user, pk)


def _act(
    request: Request, finding: Finding, name: str, form: Form, perform: Callable[..., object], said: str
) -> HttpResponse:
    context = {**context_of(request, finding), name: form}
    context.pop("form")
    to = reverse("finding", args=[finding.pk])
    return act_by(request, form, perform, said=said, to=to, template="inspections/findings/show.html", **context)


def _asked(request: Request) -> findings.Asked:
    show = one_of(request, "show", {"", *findings.SHOWS}, "open") if "show" in request.GET else "open"
    return findings.Asked(show=show, unit=unit_asked(request), nature=one_of(request, "nature", Nature.values))


def _sheet(request: Request, found: QuerySet[Finding], name: str) -> FileResponse:
    pages = Paginator(found, 500)
    rows = (row for page in pages for row in findings.sheet_rows(page.object_list))
    title, note = (
        f"{request.user.office.name}督查问题清单",
        note_of(request.user, request.today, f"共{pages.count}个问题"),
    )
    data = write_xlsx(findings.COLUMNS, rows, name="问题清单", title=title, note=note, is_numbered=True)
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=_XLSX)
