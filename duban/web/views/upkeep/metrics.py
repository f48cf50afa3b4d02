"""Figures for Prometheus: for who asks on the machine itself, or has the token of the watcher."""

import hmac
import ipaddress
from importlib.metadata import version

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from duban.web import metrics
from duban.web.http import Request


@login_not_required
@require_safe
def show(request: Request) -> HttpResponse:
    """Show the figures; to others there is no such page."""
    if not (_is_here(request) or _has_token(request)):
        raise Http404
    try:
        found = metrics.exposition(request, version("duban"))
    except DatabaseError:
        return HttpResponse(status=503)
    return HttpResponse(found, content_type=CONTENT_TYPE_LATEST)


def _is_here(request: Request) -> bool:
    """Tell whether it was asked on this machine, and not through a proxy on it."""
    if "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _has_token(request: Request) -> bool:
    said = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(said.encode(), settings.METRICS_TOKEN.encode())
