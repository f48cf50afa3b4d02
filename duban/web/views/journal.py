"""The journal, for the auditor: who did what when, and whether the chain holds."""

import datetime

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from duban.ledger import access
from duban.ledger import journal as chain
from duban.ledger.models import JournalLine
from duban.ledger.verbs import VERBS
from duban.web.forms.journal import JournalFilter


@require_safe
def index(request):
    """List the lines of the journal, newest first, by actor, verb and dates."""
    access.require(request.user, "see_journal")
    form = JournalFilter(request.GET, jurisdiction=request.user.jurisdiction)
    lines = JournalLine.objects.filter(jurisdiction_id=request.user.jurisdiction_id)
    if form.is_valid():
        lines = _filtered(lines, **form.cleaned_data)
    lines = lines.select_related("actor", "unit", "matter").order_by("-seq")
    page = Paginator(lines, 50).get_page(request.GET.get("page"))
    for line in page.object_list:
        line.said = VERBS.get(line.verb, line.verb)
        line.details = _details(line.data)
    return render(request, "journal/index.html", {"form": form, "page": page})


@require_safe
def verify(request):
    """Compute the whole chain again and show each place where it does not hold."""
    access.require(request.user, "see_journal")
    jurisdiction = request.user.jurisdiction
    flaws = list(chain.verify(jurisdiction))
    end = JournalLine.objects.filter(jurisdiction=jurisdiction).order_by("-seq").first()
    return render(request, "journal/verification.html", {"flaws": flaws, "end": end})


def _filtered(lines, *, actor, verb, since, until):
    if actor:
        lines = lines.filter(actor=actor)
    if verb:
        lines = lines.filter(verb=verb)
    if since:
        lines = lines.filter(at__gte=_midnight(since))
    if until:
        lines = lines.filter(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return lines


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), timezone.get_current_timezone())


def _details(data: dict) -> list[tuple[str, object]]:
    """Return what a line holds as names and values: changes as before → after, facts field by field."""
    found = []
    for name, value in {**data, **data.get("fact", {})}.items():
        if name == "fact":
            continue
        if isinstance(value, list) and len(value) == 2:
            value = f"{_said(value[0])} → {_said(value[1])}"
        found.append((name, _said(value)))
    return found


def _said(value: object) -> str:
    if isinstance(value, dict):
        return "，".join(f"{name}：{_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "、".join(_said(each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "—" if value in (None, "") else str(value)
