"""A file that was put up wrongly is replaced by another version; both stay."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import file_replacements
from duban.ledger.models import Attachment
from duban.web.acting import act_here
from duban.web.forms.matters.files import ReplacementForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("replace_file", access.matters.attachment_for)
def replace(request: Request, attachment: Attachment) -> HttpResponse:
    """Replace a file of a matter, a report, a claim or a record."""
    to = f"{reverse('matter', args=[attachment.matter.no])}?tab=papers" if attachment.matter else reverse("desk")
    return _replace(request, attachment, to)


@form_page("replace_file", access.findings.file_for)
def replace_of_inspection(request: Request, attachment: Attachment) -> HttpResponse:
    """Replace a photo or paper of an inspection or a finding."""
    if attachment.finding_id is not None:
        return _replace(request, attachment, reverse("finding", args=[attachment.finding_id]))
    return _replace(request, attachment, reverse("inspection", args=[attachment.inspection_id]))


def _replace(request: Request, attachment: Attachment, to: str) -> HttpResponse:
    form = ReplacementForm(request.POST if request.method == "POST" else None, request.FILES or None)
    act = partial(file_replacements.replace_file, attachment=attachment, by=request.by)

    def perform(file: Any, reason: str) -> None:
        act(name=file.name, chunks=file.chunks(), reason=reason)

    return act_here(
        request,
        form,
        perform,
        to,
        "更换附件",
        said="已更换，原文件保留并注明",
        button="更换",
        uploads=True,
        note=f"现在的文件：{attachment.name}（{attachment.added_on} {attachment.added_by}上传）。原文件不删除，注明已更换。",
        refusal=conditions.files.replacing(attachment, request.user),
    )
