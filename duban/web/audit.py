"""The audit log of requests: what was refused and what was taken out is seen on the answer; the rest is noted by its view.

Lines are written after the answer is made and outside any transaction, so that they outlast what was rolled back. Where the line of
something handed out, or of a session, cannot be written, the answer is not given.
"""

import logging
from collections.abc import Iterator

from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone

from duban.ledger.audit import audit_log
from duban.ledger.audit.audit_log import AuditUnwritten, Entry
from duban.ledger.models.audit_events import Result
from duban.people.models import Officer
from duban.web.http import GetResponse, Request

log = logging.getLogger(__name__)
# Event, officer where it is not the one who asks, target, details, result.
Noted = tuple[str, Officer | None, str, str, Result]


def note(
    request: Request,
    event: str,
    *,
    officer: Officer | None = None,
    target: str = "",
    details: str = "",
    result: Result = Result.DONE,
) -> None:
    """Note something that this request did; the line is written with its answer."""
    request.__dict__.setdefault("audit_notes", []).append((event, officer, target, details, result))


def keep_audit(get_response: GetResponse) -> GetResponse:
    """Write a line for every refusal, export, download, sign-in and whatever else was noted while the request was answered."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        for event, officer, target, details, result in [
            *getattr(request, "audit_notes", ()),
            *_seen(request, response),
        ]:
            entry = Entry(
                event=event,
                at=getattr(request, "at", None) or timezone.now(),
                address=request.address,
                result=result,
                officer=officer or _officer(request),
                target=target or f"{request.method} {request.path}",
                details=details,
                status=response.status_code,
                request=getattr(request, "number", ""),
            )
            try:
                audit_log.write(entry)
            except (DatabaseError, AuditUnwritten):
                if result == Result.DONE:
                    response.close()
                    raise
                log.exception("request %s: its audit line was not written", entry.request)
        return response

    return middleware


def _seen(request: Request, response: HttpResponse) -> Iterator[Noted]:
    """Yield what the answer itself tells: a refusal, a sign-in that failed, something handed out."""
    found = getattr(request, "resolver_match", None)
    name, status = found.url_name if found else "", response.status_code
    if name == "login" and request.method == "POST" and status in (401, 422, 429):
        event = "login.locked" if status == 429 else "login.failed"
        yield event, _named(request), "", "" if _named(request) else "没有这个账号", Result.FAILED
    elif getattr(request, "form_refused", False):
        yield "form.refused", None, "", "", Result.REFUSED
    elif status in (401, 403, 404) and found is not None and (_officer(request) or request.path.startswith("/api/")):
        yield "access.refused", None, "", "", Result.REFUSED
    elif status in (200, 206) and response.headers.get("Content-Disposition", "").startswith("attachment"):
        event = "file.taken" if name in FILES else "export.taken"
        yield (
            event,
            None,
            "",
            response.headers.get("Content-Length", "") and f"{response.headers['Content-Length']} 字节",
            Result.DONE,
        )


FILES = {"attachment", "inspection_file", "finding_file", "handover_file"}


def _officer(request: Request) -> Officer | None:
    officer = getattr(request, "user", None)
    return officer if isinstance(officer, Officer) or getattr(officer, "is_authenticated", False) else None


def _named(request: Request) -> Officer | None:
    """Return the officer to whose account somebody tried to sign in; what else was typed may be a password, and is not kept."""
    pk = request.session.get("entering", {}).get("officer") if "code" in request.POST else None
    found = (
        Officer.objects.filter(pk=pk) if pk else Officer.objects.filter(username=request.POST.get("username", "")[:150])
    )
    return found.first()
