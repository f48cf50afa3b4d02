"""The journal, for the auditor: who did what when, and whether the chain holds."""

import datetime
import functools
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from duban.engine.clauses import Regime
from duban.engine.evaluation import naming
from duban.ledger import acts
from duban.ledger import journal as chain
from duban.ledger.audit import row_checks
from duban.ledger.governed import Governed
from duban.ledger.models import JournalLine
from duban.ledger.verbs import VERBS
from duban.ledger.words import PERIODS
from duban.people import tracking
from duban.people.models import Officer
from duban.web.forms.upkeep.journal import JournalFilter
from duban.web.http import Request
from duban.web.pages import page_of, read_page


@read_page("see_journal")
def index(request: Request) -> HttpResponse:
    """List the lines of the journal, newest first, by actor, verb and dates."""
    form = JournalFilter(request.GET, jurisdiction=request.user.office)
    lines = JournalLine.objects.filter(jurisdiction=request.user.office)
    if form.is_valid():
        lines = _filtered(lines, **form.cleaned_data)
    lines = lines.select_related("actor", "unit", "matter").order_by("-seq")
    page = page_of(request, lines, 50)
    shown = list(page)
    named, document = _names(shown), Governed.of(request.user.office).document
    rows = [
        (
            line,
            VERBS.get(line.verb, line.verb),
            named.get(line.of, ""),
            [*_details(line, document), *_written(line.data)],
        )
        for line in shown
    ]
    return render(request, "upkeep/journal/index.html", {"form": form, "page": page, "rows": rows})


@read_page("see_journal")
def verify(request: Request) -> HttpResponse:
    """Compute the whole chain again and show each place where it does not hold."""
    jurisdiction = request.user.office
    flaws = list(chain.verify(jurisdiction))
    end = JournalLine.objects.filter(jurisdiction=jurisdiction).order_by("-seq").first()
    return render(request, "upkeep/journal/verification.html", {"flaws": flaws, "end": end})


def _filtered(
    lines: QuerySet[JournalLine],
    *,
    actor: Officer | None,
    verb: str,
    since: datetime.date | None,
    until: datetime.date | None,
) -> QuerySet[JournalLine]:
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


def _names(lines: list[JournalLine]) -> dict[str, str]:
    """Return what each line is about, in words: officers and units by name, the rest by kind and key."""
    keys = {key for line in lines if (key := line.key_of("officer")) is not None}
    officers = Officer.objects.in_bulk(keys)
    found = {f"officer:{pk}": f"{officer}（{officer.username}）" for pk, officer in officers.items()}
    for line in lines:
        kind = line.of_kind
        if line.matter is not None:
            found[line.of] = f"{line.matter.no} {line.unit or ''}".strip()
        elif kind == "unit" and line.unit is not None:
            found[line.of] = str(line.unit)
        elif kind and line.of not in found:
            found[line.of] = f"{_labels()[0].get(kind, kind)} {line.key_of(kind)}"
    return found


@functools.cache
def _labels() -> tuple[dict[str, str], dict[str, str]]:
    """Return the words for the models and for the fields, as the models themselves give them."""
    models = [model for name in ("people", "ledger") for model in apps.get_app_config(name).get_models()]
    fields = {field.name: str(field.verbose_name) for model in models for field in model._meta.fields}
    kinds = {str(model._meta.model_name): str(model._meta.verbose_name) for model in models}
    return kinds, {
        **fields,
        "is_active": "在用",
        "username": "账号",
        "aliases": "别名",
        "after": "改为",
        "before": "原为",
    }


def _details(line: JournalLine, document: Regime) -> list[tuple[str, object]]:
    """Return what a line holds as names and values: changes as before → after, facts field by field in the document's words."""
    data: dict[str, Any] = line.content
    found: list[tuple[str, object]] = []
    fact: dict[str, Any] = data.get("fact", {})
    for name, value in {**data, **fact}.items():
        if name == "fact":
            continue
        if name in fact:
            label = naming.of_field(document, (line.kind,), name) or _labels()[1].get(name, "内容")
            said = naming.of_value(document, (line.kind,), name, value) if isinstance(value, str) else value
            found.append((label, _said(said)))
            continue
        if isinstance(value, str):
            value = _worded(name, value, document)
        if isinstance(value, list) and len(value) == 2:
            value = f"{_said(value[0])} → {_said(value[1])}"
        found.append((_labels()[1].get(name, name), _said(value)))
    return found


def _worded(name: str, value: str, document: Regime) -> str:
    """Return a value that is an id of ours, or of the document, in words."""
    if name == "regime":
        return document.name if value == document.id else value
    if name == "act" and (act := acts.find(value)) is not None:
        return act.label
    if name == "kind":
        own = {each.id: each.name for each in document.spans if each.name}
        return own.get(value) or PERIODS.get(value, value)
    return naming.of_value(document, (), name, value) if name == "step" else value


def _written(data: dict[str, Any]) -> list[tuple[str, object]]:
    """Return from where it came and which rows were written, as far as they may be read: a new row by its name, a change by its values."""
    found: list[tuple[str, object]] = [("来自", data["from"])] if "from" in data else []
    kinds = {str(model._meta.model_name): model for model in row_checks.tracked_models() if not model.concealed}
    for key, values in list(data.get("rows", {}).items())[:20]:
        name, _, pk = key.partition(":")
        if name not in kinds:
            continue
        columns = tracking.columns_of(kinds[name])
        if values is None or len(values) >= len(columns):
            said = "已删除" if values is None else "新增"
        else:
            plain = [field for field in columns if field.attname in values and tracking.is_plain(field)]
            told = [
                (field, dict(field.flatchoices).get(values[field.attname], values[field.attname])) for field in plain
            ]
            said = "，".join(f"{field.verbose_name} {_said(value)}" for field, value in told) or "已修改"
        found.append((f"{_labels()[0][name]} {pk}", said))
    return found


def _said(value: object) -> str:
    if isinstance(value, dict):
        return "，".join(f"{name}：{_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "、".join(_said(each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return "—" if value in (None, "") else str(value)
