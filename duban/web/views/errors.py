"""Pages that say what went wrong, what was kept and what to do. None of them shows a trace."""

import logging
import sys

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

from duban.ledger.access import NotFound
from duban.ledger.failures import failure_of
from duban.ledger.queries.office import messages as messages_of
from duban.ledger.queries.upkeep.heartbeats import ClockDoubt
from duban.ledger.refusals import Conflict, Forbidden, Refused
from duban.web.addresses import about_of
from duban.web.http import Request

log = logging.getLogger(__name__)


def refused(request: Request, refusal: Refused) -> HttpResponse:
    """Show why the ledger refused: a page, or for htmx a fragment that lands among the toasts."""
    status = status_of(refusal)
    if request.htmx:
        return render(request, "errors/toast.html", {"refusal": refusal}, status=status)
    if status in (403, 404):
        refusal.possible = _why_told(request) or refusal.possible
    title = {404: "没有找到", 403: "无权查看或办理", 409: "已被他人先行改动"}.get(status, "现在不能这样办")
    return render(request, "errors/refused.html", {"refusal": refusal, "title": title}, status=status)


@login_not_required
def bad_request(request: Request, exception: Exception | None = None, why: str = "") -> HttpResponse:
    """Answer a request that cannot be read (400); `why` is one sentence for the user."""
    if isinstance(exception, RequestDataTooBig):
        why = "提交的内容过大。请减少文字或分次上传附件。"
    elif isinstance(exception, (TooManyFieldsSent, TooManyFilesSent)):
        why = "一次提交的项目过多。请分批办理。"
    elif isinstance(exception, MultiPartParserError) and "header size" in str(exception):
        # Of a part's head only the name of its file can be long.
        why = "有一个文件的文件名过长，没有提交。请把文件名改短（不超过 200 字）再上传。"
    return _bare(request, 400, "这次提交无法识别", why or "请返回上一页，检查后再提交一次。")


@login_not_required
def too_large(request: Request) -> HttpResponse:
    """Answer a request whose body is larger than any form takes (413), before it was read."""
    limit = settings.UPLOAD_LIMIT // 1024 // 1024
    return _bare(
        request, 413, "文件过大，没有接收", f"一次提交的文件合计不能超过 {limit} MB。请压缩图片或分开上传，再提交一次。"
    )


@login_not_required
def not_found(request: Request, exception: Exception | None = None) -> HttpResponse:
    """Answer for an address that does not exist (404)."""
    why = "网址可能有误，或者内容已经移走。"
    if not hasattr(request, "user"):
        return _bare(request, 404, "没有这个页面", why)
    refusal = NotFound(why, possible=_why_told(request) or "可以从左侧菜单重新进入，或用上方搜索框查找。")
    return render(request, "errors/refused.html", {"refusal": refusal, "title": "没有这个页面"}, status=404)


@login_not_required
def forbidden(request: Request, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that the server forbids (403)."""
    return _bare(request, 403, "无权访问", "您的岗位不能打开这个页面。")


@login_not_required
def csrf_failed(request: Request, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or stale, or which came from another address (403)."""
    request.form_refused = True
    log.warning(
        "request %s refused: %s", request.number, reason, extra={"request": request.number, "method": request.method}
    )
    why = "页面停留过久或登录状态已经变化，为安全起见没有提交。请返回上一页，刷新后重新提交；填写的长文字保存在本机浏览器里。"
    if reason.startswith("Origin checking failed"):
        why = "表单来自系统没有登记的网址，为安全起见没有提交。请从办公室公布的网址进入；仍然如此时，请系统管理员在 DUBAN_ORIGINS 中登记这个网址。"
    return _bare(request, 403, "表单已失效，没有提交", why)


def say_already_done(request: Request) -> None:
    """Let the next page say that what was sent is there, and once: to who pressed twice, or sent again what never was answered."""
    messages.success(request, "这张表单已经提交过，没有重复办理")


@login_not_required
def failed(request: Request) -> HttpResponse:
    """Answer after an unexpected error (500, 503, 507): what is known and a number to report; works without the database."""
    request.failure = sys.exc_info()[1]
    log.error(
        "request %s failed", request.number, exc_info=True, extra={"request": request.number, "method": request.method}
    )
    failure = failure_of(request.failure)
    response = _bare(request, failure.status, failure.title, failure.why)
    setattr(response, "why", failure.why)  # noqa: B010  # read by the interface for programs
    if failure.retry_after:
        response.headers["Retry-After"] = str(failure.retry_after)
    return response


@login_not_required
def clock_doubted(request: Request, doubt: ClockDoubt) -> HttpResponse:
    """Answer a write while the clock is in doubt (503): what would be saved would bear a false date."""
    why = f"{doubt.words}，为防止记下错误的日期，暂不办理，也没有保存任何改动。请系统管理员校准时钟，或者登录后确认时钟无误。"
    response = _bare(request, 503, "系统时钟异常", why)
    setattr(response, "why", why)  # noqa: B010  # read by the interface for programs
    return response


def _why_told(request: Request) -> str:
    """Say why a message leads to what its reader may not see (any more); empty where no message of theirs does."""
    match = request.resolver_match
    if request.method != "GET" or match is None or not request.user.is_authenticated:
        return ""
    about = about_of(match.url_name or "", match.kwargs.values())
    if not about or not messages_of.was_told(request.user, about):
        return ""
    return "您收到过说它的消息。您的单位、岗位变动，或者它已经移交、撤回，现在就看不到了；那条消息不用再理会。"


def _bare(request: Request, status: int, title: str, why: str) -> HttpResponse:
    words = {"title": title, "why": why, "request_number": request.number, "status": status}
    name = "errors/toast.html" if getattr(request, "htmx", False) else "errors/bare.html"
    if name == "errors/toast.html":
        words["refusal"] = Refused(why)
    return HttpResponse(render_to_string(name, words), status=status)


def status_of(refusal: Refused) -> int:
    """Return the HTTP status of a refusal."""
    if isinstance(refusal, NotFound):
        return 404
    if isinstance(refusal, Forbidden):
        return 403
    return 409 if isinstance(refusal, Conflict) else 422
