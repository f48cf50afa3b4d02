"""The papers of an inspection: problem list, feedback sheet, report, archive package; and what its page shows of findings and conclusions."""

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import inspection_reports as actions
from duban.ledger.governed import Governed, clause_naming, paper_for
from duban.ledger.models import Inspection
from duban.ledger.models.findings import Nature, Progress
from duban.ledger.queries.inspections import findings
from duban.ledger.wordings import feedbacks, inspection_archives, inspection_reports
from duban.web.acting import act_by
from duban.web.forms.inspections.findings import ReportFormForm
from duban.web.http import Request
from duban.web.pages import form_page, read_page
from duban.web.printing import as_file


@read_page("see_inspections")
def problem_list(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the list of problems of an inspection as a paper: to a unit its own."""
    inspection = access.inspections.inspection_for(request.user, pk)
    found = (
        access.findings.findings(request.user)
        .filter(inspection=inspection)
        .exclude(nature__in=(Nature.EXPERIENCE, Nature.TENDENCY))
    )
    rows = list(found.exclude(progress=Progress.DROPPED).select_related("unit").order_by("unit__order", "order"))
    whole = access.inspections.sees_whole(request.user, inspection)
    paper = inspection_reports.problem_list(inspection, rows, None if whole else request.user.unit)
    return as_file(paper, form, jurisdiction=inspection.jurisdiction)


@read_page("see_inspections")
def feedback_sheet(request: Request, pk: int, unit: str, form: str) -> HttpResponse:
    """Hand out the feedback sheet of one unit, filled in with what was found."""
    inspection = access.findings.whole_inspection_for(request.user, pk)
    of = inspection.units.filter(code=unit).first()
    if of is None:
        raise access.NotFound("这次督查没有这个单位")
    left_out = (Nature.EXPERIENCE, Nature.TENDENCY, Nature.BREACH)
    found = access.findings.findings(request.user).filter(inspection=inspection, unit=of).exclude(nature__in=left_out)
    head = conditions.conclusions.head_of(inspection)
    rows: list[Mapping[str, Any]] = [{"text": each.text, "told": each.order_text} for each in found.order_by("order")]
    paper = feedbacks.feedback_sheet(inspection, of.name, rows, head.name if head else "")
    return as_file(paper, form, jurisdiction=inspection.jurisdiction)


@read_page("see_inspections")
def rectification_plan(request: Request, pk: int, unit: str, form: str) -> HttpResponse:
    """Hand out the rectification plan of one unit: to a unit its own."""
    inspection = access.inspections.inspection_for(request.user, pk)
    found = access.findings.findings(request.user).filter(
        inspection=inspection, unit__code=unit, handed_on__isnull=False
    )
    rows = list(found.exclude(progress=Progress.DROPPED).select_related("unit").order_by("order"))
    if not rows:
        raise access.NotFound("这个单位没有交办的问题")
    return as_file(
        inspection_reports.rectification_plan(inspection, rows, rows[0].unit),
        form,
        jurisdiction=inspection.jurisdiction,
    )


@form_page("draft_bulletin", access.inspections.inspection_for)
def report(request: Request, inspection: Inspection) -> HttpResponse:
    """Draft the report on an inspection; it is edited, signed and issued as any bulletin."""
    forms = inspection_reports.forms_of(Governed.of(inspection.jurisdiction).document)

    def perform(**words: Any) -> object:
        return actions.draft_report(inspection=inspection, form=words["form"], by=request.by)

    return act_by(
        request,
        ReportFormForm(request.POST or None, forms_of=forms, initial={"form": forms[0].id}),
        perform,
        said="已按督查记录起草，请核对修改",
        to=lambda made: reverse("bulletin_edit", args=[made.pk]),
        title="起草督查报告",
        button="起草",
        back=reverse("inspection", args=[inspection.pk]),
        note="按督查组、点位、问题、整改和已送达的结论起草，数字都由记录得出；修改、审签、编号印发同其他文稿。",
        due={"why": "督查后形成报告，报领导或者在一定范围通报", "clause": forms[0].clause} if forms[0].clause else None,
    )


@read_page("take_archive", access.findings.whole_inspection_for)
def archive(request: Request, inspection: Inspection) -> FileResponse:
    """Hand out everything that is kept of an inspection as one file that opens without this program."""
    kept = inspection_archives.archive_of(request.user, inspection)
    page = render_to_string("papers/archives/inspection.html", {"archive": kept, "inspection": inspection})
    name = f"归档包 {inspection.no}.zip"
    return FileResponse(
        inspection_archives.package(kept, page), as_attachment=True, filename=name, content_type="application/zip"
    )


def further(request: Request, inspection: Inspection, sees_whole: bool) -> dict[str, object]:
    """Return what the page of an inspection shows of findings, conclusions and reports, with what this officer may do about them."""
    officer, regime = request.user, Governed.of(inspection.jurisdiction).document
    named = {act: paper_for(regime, act) for act in ("feedback", "findings")}
    plan = paper_for(regime, "rectification_plan")
    works = access.inspections.on_team(officer, inspection)
    written = set(inspection.conclusions.values_list("unit", flat=True)) if works else set()
    units = [each for each in inspection.units.order_by("order", "id") if each.pk not in written] if works else []
    leads = access.findings.leads(officer, inspection) if sees_whole else False
    return {
        "found": findings.by_unit(officer, inspection, request.today),
        "leads": leads,
        "to_draft": [each for each in units if conditions.conclusions.drafting(inspection, each) is None],
        "feedback_name": named["feedback"].name if named["feedback"] else "督查反馈单",
        "plan_name": plan.name if plan else "整改方案",
        "list_name": named["findings"].name if named["findings"] else "问题清单",
        "bulletins": list(inspection.bulletins.order_by("id")) if sees_whole else [],
        "notices": list(
            access.papers.notices(officer)
            .filter(inspection=inspection)
            .select_related("unit", "jurisdiction")
            .order_by("id")
        ),
        "may_report": sees_whole and access.may(officer, "draft_bulletin"),
        "may_archive": sees_whole and access.may(officer, "take_archive"),
        "of_findings": {"findings": conditions.findings.clause_for(inspection)}
        | {name: clause_naming(regime, name) for name in ("conclusions", "inspection_report", "archive_package")},
    }
