"""The regime: the document that governs this jurisdiction, clause by clause, and how it is read here."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from duban.engine.clauses import ISSUING, Clause, Regime
from duban.engine.packs import coverage, loading
from duban.engine.sentences.figures import figure_statements
from duban.engine.superior.findings import Finding, by_check, findings
from duban.ledger import access, documents
from duban.ledger.actions.office import readings, regime_texts
from duban.ledger.governed import Governed
from duban.ledger.models import RegimeText
from duban.ledger.queries.office import regime_texts as texts
from duban.papers.reading.texts.lining_up import Alignment
from duban.web import words
from duban.web.acting import act_by
from duban.web.forms.office.regimes import RegimeTextForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.submitting import carry_out

PARTS = {"body": "正文"}


@read_page("see_regime")
def show(request: Request) -> HttpResponse:
    """Show the whole document: its clauses, what implements each, what is left open and how that is read."""
    regime, choices = _regime(request)
    text, aligned = _text(request, regime)
    rows = [_row(regime, clause, choices, aligned) for clause in regime.clauses]
    shown = request.GET.get("show", "")
    counts = {
        "clauses": len(rows),
        "works": sum(row["status"] == "works" and not row["clause"].no_rule for row in rows),
        "planned": sum(row["status"] == "planned" for row in rows),
        "no_rule": sum(bool(row["clause"].no_rule) for row in rows),
        "rules": sum(len(row["clause"].rules) for row in rows),
    }
    found = coverage.totals([regime])
    states = [(name, word, found[name]) for name, word in coverage.STATES.items() if name != "no_rule" and found[name]]
    parts = [
        (_part(part), [row for row in rows if row["clause"].part == part and _is_shown(row, shown)])
        for part in regime.parts
    ]
    may_choose = access.may(request.user, "choose_reading")
    context = {
        "of": regime,
        "adopted_from": None if regime.in_force else _adopted_from(request, regime),
        "issuing": [(word, regime.issuing[name]) for name, word in ISSUING.items() if name in regime.issuing],
        "parts": parts,
        "counts": counts,
        "states": states,
        "shown": shown,
        "readings": [
            {**each, "may_switch": may_choose and each["ambiguity"].switch} for each in _readings(regime, choices)
        ],
        "text": text,
        "aligned": aligned,
        "may_choose": may_choose,
        "may_try": access.may(request.user, "try_document"),
        "may_see_drafts": access.may(request.user, "see_regime_drafts"),
        "superior": compared(regime) if regime.id == request.user.office.regime else [],
        "may_attach": access.may(request.user, "attach_regime_text"),
        "may_download": text is not None and access.matters.attachments(request.user).filter(pk=text.file_id).exists(),
    }
    return render(request, "office/regimes/show.html", context)


@form_page("attach_regime_text")
def attach(request: Request) -> HttpResponse:
    """Attach the document itself, so that its words stand beside what we say of them."""
    regime, _ = _regime(request)
    form = RegimeTextForm(request.POST if request.method == "POST" else None, request.FILES or None)

    def perform(**words: Any) -> None:
        regime_texts.attach_regime_text(
            jurisdiction=request.user.office,
            regime=regime.id,
            name=words["file"].name,
            chunks=words["file"].chunks(),
            by=request.by,
        )

    to = f"{reverse('regime')}?of={regime.id}"
    return act_by(
        request,
        form,
        perform,
        said="原文已附上，逐条列在办法旁边",
        to=to,
        template="office/regimes/text.html",
        of=regime,
    )


@read_page("see_regime")
def clause(request: Request, clause: str) -> HttpResponse:
    """Show one clause: in the side panel, or on a page of its own."""
    regime, choices = _regime(request)
    try:
        found = regime.clause(clause)
    except KeyError:
        raise access.NotFound(f"{regime.name}没有“{clause}”这一条", possible="请到“制度”页查看全部条款。") from None
    open_questions = [each for each in _readings(regime, choices) if clause in each["ambiguity"].clauses]
    context = {"of": regime, "row": _row(regime, found, choices, _text(request, regime)[1]), "readings": open_questions}
    return render(request, "office/regimes/panel.html" if request.htmx else "office/regimes/clause.html", context)


@form_taken("choose_reading")
def choose(request: Request, ambiguity: str) -> HttpResponse:
    """Choose how an open question is read in this jurisdiction, from now on."""

    def act() -> str:
        readings.choose_reading(
            jurisdiction=request.user.office,
            ambiguity=ambiguity,
            reading=request.POST.get("reading", ""),
            was=request.POST.get("was", ""),
            by=request.by,
        )
        return f"{reverse('regime')}#{ambiguity}"

    return carry_out(request, act, said="执行口径已选定；已经发布的排名不受影响")


def compared(regime: Regime) -> list[tuple[Finding, list[Finding], str]]:
    """Give what may stand against superior rules, check by check, with the address that tries the document without these clauses."""
    return [
        (first, listed, urlencode([("without", each.clause) for each in listed if each.can_try]))
        for first, listed in by_check(findings(regime))
    ]


def _regime(request: Request) -> tuple[Regime, Mapping[str, str]]:
    """Return the regime asked for (`of`, for matters registered under another one), else the jurisdiction's, and the choices."""
    own = request.user.office
    of = request.GET.get("of") or own.regime
    if of == own.regime:
        governed = Governed.of(own)
        return governed.document, governed.choices
    adopted = documents.adopted_as(own, of)
    if adopted is None and of not in loading.regime_ids():
        raise Http404
    return adopted or loading.load_regime(of), {}


def _adopted_from(request: Request, regime: Regime) -> datetime.date | None:
    """Return the day on which an adopted document came into force in the office, or None for one that it never adopted."""
    made = access.office.adoptions(request.user).filter(document__regime=regime.id).order_by("in_force_from")
    days = [each.in_force_from for each in made if documents.loaded(each.document_id) is regime]
    return days[-1] if days else None


def _text(request: Request, regime: Regime) -> tuple[RegimeText | None, Alignment | None]:
    text = texts.text_of(request.user.office, regime.id)
    return text, None if text is None else texts.aligned(regime, text)


def _row(regime: Regime, clause: Clause, choices: Mapping[str, str], aligned: Alignment | None) -> dict[str, Any]:
    complete = regime.choices(choices)
    figures, other_figures = figure_statements(clause, regime, complete)
    return {
        "clause": clause,
        "original": aligned.originals.get(clause.clause, "") if aligned else "",
        "rules": [words.said(rule, regime) for rule in clause.rules if rule.holds(complete)] + figures,
        "other_rules": [words.said(rule, regime) for rule in clause.rules if not rule.holds(complete)] + other_figures,
        "features": [regime.features[name] for name in clause.features],
        "status": coverage.status(regime, clause),
        "state": coverage.state(regime, clause),
        "unproved": [regime.features[name]["label"] for name in coverage.unproved(regime, clause)],
    }


def _readings(regime: Regime, choices: Mapping[str, str]) -> list[dict[str, Any]]:
    complete = regime.choices(choices)
    return [{"ambiguity": each, "chosen": complete[each.id]} for each in regime.readings]


def _part(part: str) -> str:
    return PARTS.get(part) or f"附件{part.rpartition('_')[2]}"


def _is_shown(row: Mapping[str, Any], shown: str) -> bool:
    clause = row["clause"]
    if shown == "no_rule":
        return bool(clause.no_rule)
    if shown == "rules":
        return bool(clause.rules)
    if shown == "works":
        return row["status"] == "works" and not clause.no_rule
    if shown in coverage.STATES:
        return bool(row["state"] == shown)
    return shown != "planned" or row["status"] == "planned"
