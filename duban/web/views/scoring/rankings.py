"""The assessment: the ranking of a period and its publication."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from duban.engine.clauses import Regime
from duban.ledger import access, conditions
from duban.ledger.actions.scoring import rankings as publication
from duban.ledger.actions.scoring import signing
from duban.ledger.audit import published_rankings
from duban.ledger.governed import Governed
from duban.ledger.models import Consequence
from duban.ledger.queries.process import consequences, unit_outcomes
from duban.ledger.queries.scoring import (
    corrections,
    entered_marks,
    grade_standards,
    matter_sheets,
    periods,
    rankings,
    unreckoned,
)
from duban.ledger.queries.scoring.periods import Span
from duban.ledger.queries.scoring.rankings import Table
from duban.ledger.refusals import Refused
from duban.people.models import Jurisdiction, Officer, Role, Unit
from duban.web.asked import known_of, span_of
from duban.web.http import Request
from duban.web.submitting import carry_out


@require_safe
def index(request: Request) -> HttpResponse:
    """Show the ranking of a period: published, or for those who work on it the draft."""
    access.require(request.user, "see_scores")
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction)
    governed = Governed.of(jurisdiction, span.first)
    drafts = access.may(request.user, "see_draft_ranking")
    table = rankings.table_for(jurisdiction, span, request.today, pool=request.GET.get("pool", ""), drafts=drafts)
    known_of(request, [("pool", table.pool)])
    return render(
        request,
        "scoring/rankings/index.html",
        {
            **picker(jurisdiction, governed.document, span, request.today),
            "table": table,
            "drafts": drafts,
            "unit_outcomes": unit_outcomes.of_ranking(table.ranking) if drafts and table.ranking else [],
            "may_carry_out": access.may(request.user, "manage_consequences"),
            "may_publish": access.may(request.user, "publish_ranking"),
            "may_record": access.may(request.user, "record_fact"),
            "may_choose_signers": access.may(request.user, "choose_ranking_signers"),
            "waiting": corrections.waiting_of(jurisdiction, span) if drafts else None,
            "cards": cards_of(request.user),
            "barred": _barred(jurisdiction, table, request.today),
            "sees_claims": access.may(request.user, "see_claims") and conditions.scoring.claiming(jurisdiction) is None,
            "scheme": entered_marks.scheme_of(governed.document, governed.choices),
            "has_classes": bool(grade_standards.classes_of(governed)),
            "has_sheets": bool(matter_sheets.parts_of(governed)),
        },
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show a published ranking as it was published; asked to, prove it again from what it rests on."""
    ranking = access.scoring.ranking_for(request.user, pk)
    table = rankings.table_of(ranking, request.today, pool=request.GET.get("pool", ""))
    known_of(request, [("pool", table.pool)])
    proves = bool(request.GET.get("verify"))
    versions = corrections.chain_of(ranking)
    would_be = ""
    if versions[-1].pk == ranking.pk and access.may(request.user, "publish_ranking"):
        pending = corrections.moved_since(ranking, table.board)
        would_be = "" if pending.is_same else corrections.said_of(pending)
    return render(
        request,
        "scoring/rankings/published.html",
        {
            "ranking": ranking,
            "table": table,
            "flaws": list(published_rankings.flaws_of(ranking)) if proves else [],
            "proves": proves,
            "versions": versions,
            "last": versions[-1],
            "changes": corrections.changes_of(ranking),
            "would_be": would_be,
            "unit_outcomes": unit_outcomes.of_ranking(ranking) if access.may(request.user, "see_draft_ranking") else [],
            "may_carry_out": access.may(request.user, "manage_consequences"),
            "may_draft": access.may(request.user, "draft_bulletin"),
            "cards": cards_of(request.user),
            "barred": _barred(ranking.jurisdiction, table, request.today),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Request) -> HttpResponse:
    """Show what publication will freeze; on the button, publish."""
    access.require(request.user, "publish_ranking")
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction, request.POST if request.method == "POST" else None)
    regime = Governed.of(jurisdiction, span.first).document
    called = periods.called(Governed.of(jurisdiction, span.first))
    unsigned = conditions.scoring.unsigned(jurisdiction, "ranking")
    if request.method == "POST":

        def act() -> str:
            given: dict[str, Any] = {"kind": span.kind, "from_on": span.first, "to_on": span.last}
            if unsigned:
                asked = signing.ask_for_ranking(jurisdiction=jurisdiction, **given, by=request.by)
                return reverse("ranking_request", args=[asked.pk])
            ranking = publication.publish_ranking(jurisdiction=jurisdiction, **given, by=request.by)
            return reverse("ranking_published", args=[ranking.pk])

        return carry_out(request, act, said=f"已{'提请签发' if unsigned else '发布'}{span.name}{called}")
    table = rankings.table_for(jurisdiction, span, request.today)
    refusal = _not_yet(table, regime)
    open_days = unreckoned.said_of(jurisdiction, span) if refusal is None and table.rows else ""
    barred = _barred(jurisdiction, table, request.today)
    return render(
        request,
        "scoring/rankings/new.html",
        {
            "table": table,
            "span": span,
            "refusal": refusal,
            "honours": _honours(table, barred),
            "barred": barred,
            "version": regime.version,
            "remarks": [*periods.remarks_on(jurisdiction, regime, span, request.today), *filter(None, [open_days])],
            "unsigned": unsigned,
            "scheme": entered_marks.scheme_of(regime, jurisdiction.choices),
        },
    )


def picker(jurisdiction: Jurisdiction, regime: Regime, span: Span, today: datetime.date) -> dict[str, object]:
    """Give what the choice of a period shows: kinds, the periods beside this one, those already published."""
    return {
        "span": span,
        "kinds": kinds_shown(regime),
        "before": span.before(),
        "after": span.after(),
        "published_list": rankings.published_list(jurisdiction, 12),
        "remarks": periods.remarks_on(jurisdiction, regime, span, today),
    }


def kinds_shown(regime: Regime) -> list[tuple[str, str, bool]]:
    """Give the kinds of period on offer: id, name, and whether the document names it."""
    return [(kind, word, kind in regime.periods) for kind, word in periods.kinds_of(regime).items()]


def cards_of(officer: Officer) -> set[str] | None:
    """Give the units whose score card the officer may open; None where they may open all."""
    if not officer.is_unit:
        return None if officer.role != Role.ASSESSMENT else set()
    return set(Unit.objects.filter(Q(pk=officer.unit_id)).values_list("code", flat=True))


def _not_yet(table: Table, regime: Regime) -> Refused | None:
    if table.ranking is not None:
        return Refused(f"{table.span.name}已经发布，发布后不再改动")
    offered = periods.publishable(regime)
    if table.span.kind not in offered:
        return Refused("办法不按这种期别考核，只能看草稿", possible=f"可以发布的期别：{'、'.join(offered.values())}。")
    if not table.is_over:
        return Refused("期间还没有结束，只能看草稿", possible=f"{table.span.last} 之后可以发布。")
    if not table.rows:
        return Refused(table.why_empty)
    return None


def _barred(jurisdiction: Jurisdiction, table: Table, today: datetime.date) -> dict[str, Consequence]:
    """Give who lost eligibility, as known on the day of publication, or now."""
    known = timezone.localdate(table.ranking.published_at) if table.ranking else today
    return consequences.barred(jurisdiction, table.span.last, known)


def _honours(table: Table, barred: Mapping[str, Consequence]) -> list[tuple[str, str, Consequence | None]]:
    names = {row.unit: row.name for row in table.rows}
    return [(names[each.unit], each.clause, barred.get(each.unit)) for each in table.honours]
