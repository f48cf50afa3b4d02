"""Pictures that came as files: their smaller copies in pages, and one after the other in full width. Originals are only ever saved."""

from collections.abc import Callable

from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from duban.ledger import access
from duban.ledger.models import Attachment
from duban.ledger.queries.reports import pictures
from duban.ledger.storage import file_kinds, files, previews
from duban.papers.pictures import SIZES
from duban.people.models import Officer
from duban.web.http import Request

_Door = Callable[[Officer, int], Attachment]


@require_safe
def copy(request: Request, pk: int, size: str) -> HttpResponseBase:
    """Show a smaller copy of a picture of a matter, a report, a claim or a record."""
    return shown(access.matters.attachment_for(request.user, pk), size)


@require_safe
def copy_of_inspection(request: Request, pk: int, size: str) -> HttpResponseBase:
    """Show a smaller copy of a photo of an inspection or a finding."""
    return shown(access.findings.file_for(request.user, pk), size)


@require_safe
def look(request: Request, pk: int) -> HttpResponse:
    """Show one picture in full width, with the ways to those beside it."""
    return _look(request, access.matters.attachment_for(request.user, pk), "attachment")


@require_safe
def look_at_inspection(request: Request, pk: int) -> HttpResponse:
    """Show one photo of an inspection in full width, with the ways to those beside it."""
    return _look(request, access.findings.file_for(request.user, pk), "inspection_file")


def shown(attachment: Attachment, size: str) -> HttpResponseBase:
    """Return a copy of a picture to be shown in a page; where there can be none, the sign for that. Raises NotFound for what is no picture."""
    path = files.path_of(attachment.sha256)
    if size not in SIZES or not file_kinds.is_picture(attachment.name) or attachment.erased_on or not path.is_file():
        raise access.NotFound("没有这张图片，或者它已到保存期限")
    kept = previews.copy_of(attachment.sha256, size, path)
    if kept is None:
        return HttpResponseRedirect(static("duban/no_picture.svg"))
    response = FileResponse(kept.open("rb"), content_type="image/jpeg")
    # The officer's own browser may keep it for a while, under their own session alone: who comes after them gets nothing.
    response.headers["Cache-Control"] = "private, max-age=1800"
    response.headers["Vary"] = "Cookie"
    return response


def _look(request: Request, attachment: Attachment, route: str) -> HttpResponse:
    row = pictures.beside(request.user, attachment)
    at = next((number for number, each in enumerate(row) if each.pk == attachment.pk), None)
    if at is None or not file_kinds.is_picture(attachment.name):
        raise access.NotFound("没有这张图片，或者它已更换")
    context = {
        "file": row[at],
        "alt": pictures.alt_of(row[at]),
        "why": previews.why_not(attachment.sha256),
        "number": at + 1,
        "count": len(row),
        "before": row[at - 1] if at else None,
        "after": row[at + 1] if at + 1 < len(row) else None,
        "route": route,
        "back": _back(attachment),
    }
    return render(request, "matters/picture.html", context)


def _back(attachment: Attachment) -> tuple[str, str]:
    """Return the address of what a picture belongs to, and its word."""
    if attachment.finding_id is not None:
        return reverse("finding", args=[attachment.finding_id]), "问题"
    if attachment.inspection_id is not None:
        return reverse("inspection", args=[attachment.inspection_id]), "督查"
    if attachment.report_id is not None:
        return reverse("report", args=[attachment.report_id]), "反馈"
    if attachment.matter is not None:
        return reverse("matter", args=[attachment.matter.no]), attachment.matter.no
    return reverse("home"), "首页"
