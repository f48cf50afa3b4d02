"""The audit log, for the auditor: who came in, what was refused, what was taken out."""

import datetime
import io

from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from duban.ledger.audit.audit_log import EVENTS
from duban.ledger.models import AuditEvent
from duban.ledger.refusals import Refused
from duban.papers.writing.sheets import Column, write_xlsx
from duban.web.forms import Form
from duban.web.forms.upkeep.audit_events import AuditFilter
from duban.web.http import Request
from duban.web.lists import note_of
from duban.web.pages import page_of, read_page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# More rows make no sheet that anybody reads: `duban audit export` writes them all.
MOST = 100_000
_COLUMNS = (
    Column("序号", 8, "number"),
    Column("时刻", 26),
    Column("事件", 16),
    Column("人员", 14),
    Column("账号", 16),
    Column("地址", 18),
    Column("对象", 40),
    Column("说明", 24),
    Column("结果", 8),
    Column("状态码", 8, "number"),
    Column("请求编号", 12),
    Column("校验码", 66),
)


@read_page("see_journal")
def index(request: Request) -> HttpResponse:
    """List the lines of the auditor's office, newest first, and those of sign-ins to no account."""
    form = AuditFilter(request.GET, jurisdiction=request.user.office)
    page = page_of(request, _found(request, form).order_by("-seq"), 50)
    rows = [(line, EVENTS.get(line.event, line.event)) for line in page]
    context = {"form": form, "page": page, "rows": rows, "query": request.GET.urlencode()}
    return render(request, "upkeep/journal/audit_events.html", context)


@read_page("see_journal")
def export(request: Request) -> FileResponse:
    """Answer with the lines that the filter finds, as a sheet."""
    found = _found(request, AuditFilter(request.GET, jurisdiction=request.user.office)).order_by("seq")
    if found.count() > MOST:
        raise Refused(f"超过 {MOST} 行，表格装不下", possible="请缩小日期范围，或由管理员用 duban audit export 导出。")
    rows = (
        (
            line.seq,
            timezone.localtime(line.at).isoformat(timespec="seconds"),
            EVENTS.get(line.event, line.event),
            str(line.officer or ""),
            line.officer.username if line.officer else "",
            line.address,
            line.target,
            line.details,
            line.get_result_display(),
            line.status,
            line.request,
            line.digest,
        )
        for line in found.iterator(chunk_size=2000)
    )
    note = note_of(request.user, request.today, f"共{found.count()}行")
    data = write_xlsx(_COLUMNS, rows, name="审计日志", title=f"{request.user.office.name}审计日志", note=note)
    return FileResponse(
        io.BytesIO(data), as_attachment=True, filename=f"审计日志{request.today}.xlsx", content_type=_XLSX
    )


def _found(request: Request, form: Form) -> QuerySet[AuditEvent]:
    mine = Q(jurisdiction=request.user.jurisdiction_id) | Q(jurisdiction=None)
    lines = AuditEvent.objects.filter(mine).select_related("officer")
    if not form.is_valid():
        return lines
    asked = form.cleaned_data
    for name in ("officer", "event", "result", "address"):
        if asked[name]:
            lines = lines.filter(**{name: asked[name]})
    if asked["since"]:
        lines = lines.filter(at__gte=_midnight(asked["since"]))
    if asked["until"]:
        lines = lines.filter(at__lt=_midnight(asked["until"] + datetime.timedelta(days=1)))
    return lines


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())
