"""Attachments: files go out as they came in, always to be saved, never to be shown or run."""

from django.http import FileResponse
from django.views.decorators.http import require_safe

from duban.ledger import access
from duban.ledger.models import Attachment
from duban.ledger.storage import files
from duban.web.http import Request


@require_safe
def download(request: Request, pk: int) -> FileResponse:
    """Hand out one file to be saved."""
    return handed_out(access.matters.attachment_for(request.user, pk))


def handed_out(attachment: Attachment) -> FileResponse:
    """Return the file of an attachment to be saved, whatever it is."""
    if attachment.erased_on is not None:
        raise access.NotFound(f"这个附件已到保存期限，内容已于 {attachment.erased_on} 清除")
    path = files.path_of(attachment.sha256)
    if not path.is_file():
        raise access.NotFound("这个文件的内容找不到了", possible="请把文件名告诉系统管理员，从备份中恢复。")
    # The response closes the file.
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=attachment.name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
