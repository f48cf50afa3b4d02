"""The interface for programs: every verb of the pages as JSON, described by /api/openapi.json."""

import logging

from django.http import Http404, HttpResponse, JsonResponse
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from duban.api import errors, remarks, strictness
from duban.api.authentication import AUTH, PACE
from duban.api.description import Described
from duban.api.http import Plain, Request
from duban.api.operations import (
    assignments,
    calendars,
    corrections,
    facts,
    inspections,
    matters,
    office,
    papers,
    people,
    process,
    ranking_requests,
    rankings,
    recurrences,
    regime_drafts,
    reorganisations,
    reports,
    requests,
    sources,
    successions,
    what_ifs,
)
from duban.api.parsing import StrictParser, Unreadable
from duban.ledger.failures import failure_of
from duban.ledger.refusals import Refused

log = logging.getLogger(__name__)

api = Described(
    title="duban",
    version="1",
    description="督办：与网页同样的办理动作，以 JSON 表示。说明见 docs/api.md。",
    auth=AUTH,
    throttle=[PACE],
    parser=StrictParser(),
    renderer=Plain(),
    docs_url=None,
    openapi_url="/openapi.json",
)
api.add_decorator(strictness.known, mode="view")
api.add_decorator(strictness.only_known, mode="operation")
api.add_decorator(remarks.with_remarks, mode="operation")
for part in (
    matters,
    assignments,
    recurrences,
    reports,
    requests,
    sources,
    corrections,
    process,
    inspections,
    facts,
    ranking_requests,
    rankings,
    what_ifs,
    office,
    people,
    calendars,
    successions,
    reorganisations,
    regime_drafts,
    papers,
):
    api.add_router("", part.router)


@api.exception_handler(Refused)
def on_refused(request: Request, error: Refused) -> HttpResponse:
    """Say what the ledger refused."""
    return errors.refused(error)


@api.exception_handler(ValidationError)
def on_invalid(request: Request, error: ValidationError) -> HttpResponse:
    """Name the first member that is not as it must be."""
    first = error.errors[0]
    place = [str(each) for each in first["loc"] if each not in ("body", "query", "path", "header", "body_data")]
    field = ".".join(place[1:] if place and place[0] in ("given", "asked") else place)
    status = 404 if first["loc"][0] == "path" else 422
    told = "" if status == 404 else strictness.possible(first, getattr(request, "operation", None))
    return errors.error(status, strictness.said(first), field=field, possible=told)


@api.exception_handler(HttpError)
def on_http_error(request: Request, error: HttpError) -> HttpResponse:
    """Say in one shape what the framework refuses."""
    if isinstance(error.__cause__, Unreadable):
        return on_unreadable(request, error.__cause__)
    if error.status_code == 403:
        # The only one of the framework's own: a session without its token.
        return errors.error(403, "用浏览器的登录状态办理须带请求头 X-CSRFToken；程序请用接口密钥")
    return errors.error(error.status_code)


@api.exception_handler(AuthenticationError)
def on_nobody(request: Request, error: AuthenticationError) -> HttpResponse:
    """Ask who is calling."""
    answer = errors.error(401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Throttled)
def on_hurry(request: Request, error: Throttled) -> HttpResponse:
    """Ask for patience."""
    answer = errors.error(429)
    answer.headers["Retry-After"] = str(error.wait or 60)
    return answer


@api.exception_handler(Http404)
def on_missing(request: Request, error: Http404) -> HttpResponse:
    """Say that there is nothing here."""
    return errors.error(404)


@api.exception_handler(Unreadable)
def on_unreadable(request: Request, error: Unreadable) -> HttpResponse:
    """Refuse what is no JSON or could not be kept faithfully."""
    if error.twice:
        return errors.error(400, f"“{error.twice}”写了两次", field=error.twice, possible="每一项只写一次。")
    return errors.error(400, "内容不是有效的 UTF-8 JSON 对象，或含有不可保存的字符")


@api.exception_handler(Exception)
def on_failure(request: Request, error: Exception) -> JsonResponse:
    """Note what went wrong, and tell what is known: whether anything was saved, when to try again, the request's number."""
    number = getattr(request, "number", "")
    request.failure = error
    log.error("request %s failed", number, exc_info=error, extra={"request": number, "method": request.method})
    failure = failure_of(error)
    answer = errors.error(failure.status, failure.why, possible=f"请把编号 {number} 告诉系统管理员。" if number else "")
    if failure.retry_after:
        answer.headers["Retry-After"] = str(failure.retry_after)
    return answer
