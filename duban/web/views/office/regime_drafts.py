"""The studio (制度工作室): the list of drafts, how one begins, and how it moves on: checked, sent back, adopted, discarded."""

import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode

from duban.engine.studio import drafts
from duban.engine.superior.findings import Finding
from duban.ledger import access
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.governed import Governed
from duban.ledger.models import RegimeDraft
from duban.ledger.models.regime_drafts import Phase
from duban.ledger.queries.office import regroupings
from duban.ledger.queries.office.drafting import (
    drafted_contents,
    drafted_effects,
    drafted_tables,
    falling_away,
    regime_drafts,
)
from duban.ledger.queries.scoring.what_ifs import DRAFT
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.asked import span_of
from duban.web.forms import Form
from duban.web.forms.office.regime_drafts import AdoptionDayForm, BeginningForm, ReasonForm, RevisionForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page
from duban.web.views.office.studio_cards import frame_of
from duban.web.views.scoring.rankings import picker

_ACT = "office/studio/act.html"


@read_page("see_regime_drafts")
def index(request: Request) -> HttpResponse:
    """List the drafts of the office, the last changed first."""
    found = access.office.regime_drafts(request.user).defer("content", "touched")
    page = page_of(
        request, found.select_related("changed_by", "drafted_by", "adoption").order_by("-changed_at", "-pk"), 30
    )
    return render(
        request, "office/studio/index.html", {"page": page, "may_draft": access.may(request.user, "draft_regime")}
    )


@form_page("draft_regime")
def begin(request: Request) -> HttpResponse:
    """Begin a draft from a text, a file, YAML, the version adopted last, or nothing."""
    form = BeginningForm(request.POST if request.method == "POST" else None, request.FILES or None)

    def perform(**words: Any) -> RegimeDraft:
        content, digest = _first(request, words)
        return acts.begin(jurisdiction=request.user.office, content=content, based_on=digest, by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="已起草，改动随时保存",
        to=_begun,
        template="office/studio/new.html",
    )


@form_taken("draft_regime", access.office.regime_draft_for)
def submit(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Send a draft to be checked by a second person."""
    return _moved(request, draft, RevisionForm, acts.submit, "已送复核，请另一位同事复核")


@form_taken("check_regime_draft", access.office.regime_draft_for)
def check(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Find a draft right, as a second person."""
    return _moved(request, draft, RevisionForm, acts.check, "复核通过，可以采用")


@form_taken("check_regime_draft", access.office.regime_draft_for)
def send_back(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Let a draft be drafted again."""
    return _moved(request, draft, ReasonForm, acts.send_back, "已退回起草")


@form_page("adopt_regime_draft", access.office.regime_draft_for)
def adopt(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Adopt a checked draft from a day on: what falls away with it, and into which of its groups the units go, is shown before."""
    document = regime_drafts.regime_of(draft.content)
    form = AdoptionDayForm(request.POST if request.method == "POST" else None)
    rows = regroupings.rows_for(draft.jurisdiction, document) if document is not None else []
    form.sort(regroupings.classes_of(rows), document)

    def perform(in_force_from: datetime.date, **_: Any) -> RegimeDraft:
        return acts.adopt(draft=draft, in_force_from=in_force_from, groups=form.groups(), by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="已采用，全文存入数据库；以前的事项和期间仍按原办法",
        to=reverse("studio_draft", args=[draft.pk]),
        template="office/studio/adopt.html",
        lost=falling_away.lost_with(draft.jurisdiction, document) if document is not None else [],
        **frame_of(request, draft),
    )


@form_taken("draft_regime", access.office.regime_draft_for)
def discard(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Discard a draft."""
    return _moved(request, draft, ReasonForm, acts.discard, "草稿已作废，需要时可以恢复")


@form_taken("draft_regime", access.office.regime_draft_for)
def restore(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Take a discarded draft up again."""
    return _moved(request, draft, Form, acts.restore, "草稿已恢复")


@read_page("see_regime_drafts", access.office.regime_draft_for)
def difference(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Show what a draft has otherwise than the version adopted last, in words and in effect, and what stands against superior rules."""
    span = span_of(request, draft.jurisdiction)
    may_try = access.may(request.user, "try_document") and draft.phase not in (Phase.ADOPTED, Phase.DISCARDED)
    context: dict[str, Any] = {"span": span, "document": f"{DRAFT}{draft.pk}", "may_try": may_try, "year": ""}
    if "year" in request.GET:
        context["year"] = drafted_effects.year_of(draft, span)
        if request.htmx:
            return render(request, "office/studio/year.html", context)
    compared, effect = regime_drafts.compared(draft), regime_drafts.effect(draft, span)
    context = {
        **context,
        **picker(draft.jurisdiction, Governed.of(draft.jurisdiction, span.first).document, span, request.today),
        **frame_of(request, draft),
        "compared": compared,
        "reads_difference": True,
        "changed": regime_drafts.marked(compared[2]) if compared else [],
        **_regrouped(draft),
        "superior": _superior(draft),
        "effect": effect,
        "otherwise": [row for row in effect.rows if row.is_otherwise] if effect else [],
        "ranks": sum(bool(row.rise) for row in effect.rows) if effect else 0,
    }
    return render(request, "office/studio/difference.html", context)


def _superior(draft: RegimeDraft) -> list[tuple[Finding, list[Finding], str]]:
    """What may stand against superior rules, with the address that tries the draft without these clauses."""
    document = ("document", f"{DRAFT}{draft.pk}")
    return [
        (first, listed, urlencode([document, *(("without", each.clause) for each in listed if each.can_try)]))
        for first, listed in regime_drafts.superior(draft)
    ]


@read_page("see_regime_drafts", access.office.regime_draft_for)
def yaml(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Hand a draft out as one YAML file."""
    (text,) = drafts.files_of(draft.content).values()
    name = content_disposition_header(as_attachment=True, filename=f"{draft.name}.yaml")
    return HttpResponse(
        text, content_type="application/yaml; charset=utf-8", headers={"Content-Disposition": name or "attachment"}
    )


def _regrouped(draft: RegimeDraft) -> dict[str, Any]:
    """Return where the units of each group would go, how many somebody has to sort, and what falls away; nothing while the draft is not sound."""
    document = regime_drafts.regime_of(draft.content)
    if document is None or draft.phase in (Phase.ADOPTED, Phase.DISCARDED):
        return {}
    rows = regroupings.rows_for(draft.jurisdiction, document)
    moved = [row for row in rows if not row.is_same]
    return {
        "lost": falling_away.lost_with(draft.jurisdiction, document),
        "regrouped": [
            (each, "" if each.offered is None else regroupings.word_in(document, each.offered))
            for each in regroupings.classes_of(moved)
        ],
        "unsorted": regroupings.unsorted(rows, {}),
    }


def _moved(request: Request, draft: RegimeDraft, form: type[Form], act: Any, said: str) -> HttpResponse:
    """Carry out an act that moves a draft on; what stands against it is shown above the draft."""
    return act_by(
        request,
        form(request.POST),
        partial(act, draft=draft, by=request.by),
        said=said,
        to=reverse("studio_draft", args=[draft.pk]),
        template=_ACT,
        **frame_of(request, draft),
    )


def _begun(draft: RegimeDraft) -> str:
    """Where one goes on with a new draft: to its assessment table, which is to be looked through first, else to its first clause."""
    table = next(iter(drafted_tables.tables_of(draft.content)), "")
    if not table:
        return reverse("studio_draft", args=[draft.pk])
    return f"{reverse('studio_table', args=[draft.pk])}?{urlencode({'clause': table})}"


def _first(request: Request, words: dict[str, Any]) -> tuple[drafted_contents.Content, str]:
    source, file = words["source"], words["file"]
    if source == "text":
        return drafted_contents.from_text(words["text"], words["name"]), ""
    if source == "file":
        return drafted_contents.from_file(file.read(), file.name, words["name"]), ""
    if source == "yaml":
        return drafted_contents.from_yaml(file.read()), ""
    if source == "version":
        return drafted_contents.from_version(request.user.office)
    if source == "empty":
        return drafts.new(words["name"], []), ""
    raise Refused("请选择从哪里开始", field="source")
