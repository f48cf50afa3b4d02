"""Ledgers taken over from a spreadsheet: template, upload, check by cell, confirmation, result file."""

import datetime
import io
from urllib.parse import parse_qsl, urlencode

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from duban.ledger import access
from duban.ledger.actions.office import names as office_names
from duban.ledger.actions.papers import imports, ledger_updates
from duban.ledger.actions.papers.imports import Plan
from duban.ledger.governed import Governed
from duban.ledger.models import Attachment
from duban.ledger.progress import Progress, untold
from duban.ledger.queries.papers import papers
from duban.ledger.queries.papers.standing import Change
from duban.ledger.refusals import Refused
from duban.web import jobs, lists
from duban.web.forms.papers.imports import DefaultsForm, ImportForm, NamesForm, UpdateForm
from duban.web.http import Request
from duban.web.middleware import go
from duban.web.pages import form_page, read_page
from duban.web.submitting import carry_out
from duban.web.views.errors import status_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200
# From so many rows on, they are registered while the page tells how far it has come.
_MANY = 500
_MANY_UPDATES = 50


@form_page("register_matter")
def new(request: Request) -> HttpResponse:
    """Take a ledger's file in; nothing is registered yet."""
    regime = Governed.of(request.user.office).document
    sent = request.method == "POST"
    initial = {"letters": request.GET.get("letters", "")}
    form = ImportForm(request.POST if sent else None, request.FILES if sent else None, regime=regime, initial=initial)
    if sent and form.is_valid():

        def act() -> str:
            file = form.cleaned_data["file"]
            kept = imports.keep_ledger(
                jurisdiction=request.user.office,
                name=file.name,
                data=file.read(),
                by=request.by,
            )
            return f"{reverse('import', args=[kept.pk])}?{_query(form)}"

        try:
            return carry_out(request, act, said="已读入，请看核对结果；确认以前不登记任何事项")
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "papers/imports/new.html", {"form": form, "of": regime}, status=422 if sent else 200)


@read_page("register_matter")
def template(request: Request) -> FileResponse:
    """Hand out the sheet to fill in, under this office's document and with its units."""
    jurisdiction = request.user.office
    units = papers.Matcher(jurisdiction).units.values()
    example_on = request.today + datetime.timedelta(days=30)
    return _file(lists.template_of(Governed.of(jurisdiction).document, units, example_on), "台账导入模板.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Request, pk: int) -> HttpResponse:
    """Show what the import would do, cell by cell; on confirmation do it whole or not at all."""
    file = access.papers.ledger_file_for(request.user, pk)
    form = _defaults(request)
    done = imports.import_of(file)
    job = None if done else jobs.job_of(_job(file))
    status, refused, plan = 200, job.failed if job else None, None
    is_wrong = form.is_bound and not form.is_valid()
    if request.method == "POST" and "check" in request.POST and not is_wrong:
        return go(request, f"{reverse('import', args=[pk])}?{_query(form)}")
    if request.method == "POST" and "learn" in request.POST and not is_wrong and done is None:
        return _learn(request, file, form)
    if request.method == "POST" and "update" in request.POST and not is_wrong:
        return _update(request, file, form)
    if request.method == "POST" and not is_wrong:
        try:
            plan = imports.plan_of(file, form.defaults(), request.today)
            is_long = plan.is_ready and len(plan.orders) >= _MANY
            return carry_out(
                request,
                lambda: _register(request, file, form, is_long),
                said="已开始登记" if is_long else "已全部登记为拟立项事项",
            )
        except Refused as refusal:
            status, refused = status_of(refusal), refusal
    if is_wrong:
        status = 422
    elif done is None and (job is None or job.failed):
        try:
            plan = imports.plan_of(file, form.defaults(), request.today)
        except Refused as refusal:
            status, refused = status_of(refusal), refusal
    unmatched = plan.unmatched if plan else ()
    names = _names(request, plan) if plan and unmatched else None
    context = {
        "file": file,
        "form": form,
        "query": _query(form) if not is_wrong else "",
        "plan": plan,
        "done": done,
        "job": job if job and job.failed is None else None,
        "refused": refused,
        "shown": _SHOWN,
        "faults": sorted(plan.ledger.faults, key=lambda each: not each.grave)[:_SHOWN] if plan else (),
        "known": plan.known[:_SHOWN] if plan else (),
        "names": names,
        "changes": [
            (each, _apart(form, each), each.moves_before(request.today))
            for each in (plan.changes[:_SHOWN] if plan else ())
        ],
        "updates": UpdateForm(numbers=()),
        "left": [name for name in unmatched if name not in names.written.values()] if names else [],
    }
    return render(request, "papers/imports/show.html", context, status=status)


@require_safe
def result(request: Request, pk: int) -> FileResponse:
    """Hand out the file's rows with what is wrong with each in a last column."""
    file = access.papers.ledger_file_for(request.user, pk)
    form = _defaults(request)
    if form.is_bound and not form.is_valid():
        raise Refused("所选的类别、来源或年份不可用", possible="请回到核对页重新选择。")
    plan = imports.plan_of(file, form.defaults(), request.today)
    return _file(lists.checked_sheet_of(plan.ledger), f"{file.name.rpartition('.')[0]}（核对结果）.xlsx")


def _register(request: Request, file: Attachment, form: DefaultsForm, is_long: bool) -> str:
    """Register all rows now, or begin to; give the address where it is told."""

    def work(progress: Progress = untold) -> None:
        imports.import_ledger(file=file, defaults=form.defaults(), by=request.by, progress=progress)

    if is_long:
        jobs.start(_job(file), work)
    else:
        work()
    there = reverse("import", args=[file.pk])
    return f"{there}?{_query(form)}" if is_long else there


def _learn(request: Request, file: Attachment, form: DefaultsForm) -> HttpResponse:
    """Keep the units chosen for names that no unit has, and check the file anew."""
    plan = imports.plan_of(file, form.defaults(), request.today)
    chosen = _names(request, plan, request.POST)
    if not chosen.is_valid():
        raise Refused("所选的单位不可用", possible="请回到核对页重新选择。")

    def act() -> str:
        office_names.learn_names(jurisdiction=file.jurisdiction, names=chosen.names(), by=request.by)
        return f"{reverse('import', args=[file.pk])}?{_query(form)}"

    return carry_out(request, act, said="已记下这些名称，以后读到会自动对上")


def _update(request: Request, file: Attachment, form: DefaultsForm) -> HttpResponse:
    """Take over the changed rows that were chosen; many of them while the page tells how far it has come."""
    plan = imports.plan_of(file, form.defaults(), request.today)
    chosen = UpdateForm(request.POST, numbers=[each.there.no for each in plan.changes])
    if not chosen.is_valid():
        field, faults = next(iter(chosen.errors.items()))
        raise Refused(str(faults[0]), possible="请回到核对页重新选择。", field=field)
    words = chosen.cleaned_data

    def work(progress: Progress = untold) -> None:
        ledger_updates.take_over(
            file=file,
            changes=plan.changes,
            chosen=set(words["no"]),
            reason=words["reason"],
            by=request.by,
            progress=progress,
        )

    def act() -> str:
        if len(words["no"]) >= _MANY_UPDATES:
            jobs.start(_job(file), work)
        else:
            work()
        return f"{reverse('import', args=[file.pk])}?{_query(form)}"

    return carry_out(request, act, said=f"已按表更新 {len(words['no'])} 件；已交办的已报批更正")


def _apart(form: DefaultsForm, change: Change) -> str:
    """Return the query under which a changed row is a matter of its own."""
    words = dict(parse_qsl(_query(form)))
    place = f"{change.row.sheet}!{change.row.row}"
    return urlencode({**words, "separate": "|".join(filter(None, [words.get("separate", ""), place]))})


def _names(request: Request, plan: Plan, words: QueryDict | None = None) -> NamesForm:
    units = request.user.office.units.order_by("order", "id")
    return NamesForm(words, unmatched=plan.unmatched, units=units)


def _job(file: Attachment) -> str:
    return f"import-{file.pk}"


def _defaults(request: Request) -> DefaultsForm:
    words = request.POST if request.method == "POST" else request.GET
    return DefaultsForm(
        words if {"category", "source"} & set(words) else None, regime=Governed.of(request.user.office).document
    )


def _query(form: DefaultsForm) -> str:
    words = form.cleaned_data if form.is_bound else {}
    return urlencode({name: words[name] for name in form.names if words.get(name) not in ("", None)})


def _file(data: bytes, name: str) -> FileResponse:
    return FileResponse(io.BytesIO(data), as_attachment=True, filename=name, content_type=_XLSX)
