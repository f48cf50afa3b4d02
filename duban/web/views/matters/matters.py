"""Matters: the ledger, registration, the page of one matter, dispatch and closure."""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.engine import deadlines
from duban.ledger import access, conditions
from duban.ledger.actions.matters import matters
from duban.ledger.governed import Governed
from duban.ledger.models import Assignment, Matter, Report
from duban.ledger.models.assignments import Part, Stage
from duban.ledger.models.matters import Source, State
from duban.ledger.models.reports import Ruling
from duban.ledger.queries import presences
from duban.ledger.queries.matters import dossiers, filters, plans, strips, timelines
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.flags import MARKS
from duban.ledger.queries.matters.listing import rows
from duban.ledger.queries.matters.listing.choices import choices_of
from duban.ledger.queries.matters.listing.counts import totals_of
from duban.ledger.queries.matters.listing.row_acts import acts_of
from duban.ledger.queries.process import rights
from duban.ledger.queries.reports import told
from duban.ledger.queries.requests import proposals
from duban.ledger.queries.sources import matter_sources
from duban.ledger.wordings import archives
from duban.web import addresses, lists
from duban.web.acting import act_by
from duban.web.asked import MOST, filter_of, leave_out, one_of, page_number, span_of
from duban.web.forms.matters.matters import EmptyForm
from duban.web.http import Request
from duban.web.pages import form_page, per_page, read_page

_PICTURED = ("outcome", "year", "step", "then", "leader", "recent")

# What is asked for rarely, and folded in the form until it is.
_RARE = ("source", "category", "level", "stage", "mark", "since", "until")


# The parts of a matter's page.
TABS = ("timeline", "plan", "reports", "papers", "proposals", "scores")


@read_page("see_matters")
def index(request: Request) -> HttpResponse:
    """Show the ledger: filtered, sorted, paged, with what exactly this list adds up to."""
    governed = Governed.of(request.user.office)
    regime = governed.document
    asked = filter_of(request, regime.levels)
    totals = totals_of(request.user, asked, today=request.today)
    columns = lists.columns_from(request.GET, regime)
    pages = Paginator(range(totals.count), per_page(request, ledgers.PAGE))
    page = pages.get_page(page_number(request, pages))
    part = slice(max(0, page.start_index() - 1), page.end_index())
    choices = choices_of(request.user)
    kept = f"cols={','.join(columns)}" if "cols" in request.GET or "col" in request.GET else ""
    names_registrar = "registered_by" in columns
    key = (part.start, part.stop)
    listed = rows.part_of(
        request.user, asked, request.today, key, lambda found: found[part], names_registrar=names_registrar
    )
    context = {
        "asked": asked,
        "acts": acts_of(request.user, listed, request.today),
        "here": quote(request.GET.urlencode(), safe=""),
        # What pictures ask for and the form has no field for.
        "unasked": [(name, value) for name in _PICTURED if (value := getattr(asked, name))],
        "asks_rarely": any(getattr(asked, name) for name in _RARE),
        "page": page,
        "rows": listed,
        "totals": totals,
        "columns": set(columns),
        "all_columns": lists.COLUMNS,
        "document_columns": lists.document_columns(regime),
        "kept": kept,
        "chips": lists.chips_of(asked, regime, choices.units, choices.portfolios, kept),
        "unit_words": [(each.code, each.name) for each in choices.units],
        "portfolio_words": [(each.pk, each.name) for each in choices.portfolios],
        "categories": {each.id: each.name for each in regime.categories},
        "words": {
            "states": State.choices,
            "sources": Source.choices,
            "dues": filters.DUES,
            "groups": [(value, group[0]) for value, group in filters.STATE_GROUPS.items()],
            "marks": [(value, mark[0]) for value, mark in MARKS.items()],
        },
        "levels": list(regime.levels.items()),
        "stages": [each for each in Stage.choices if each[0] not in ("transferred", "withdrawn")],
        "parts": Part.choices,
        "views": choices.views,
        "may_register": access.may(request.user, "register_matter"),
        "may_dispatch": access.may(request.user, "dispatch_matter"),
        "may_accept": access.may(request.user, "accept_assignment"),
        "may_start": access.may(request.user, "request_start") and governed.approval("start") is not None,
        "takes_all": asked.state == "proposed" and 1 < totals.count <= MOST,
    }
    return render(request, "matters/index.html", {**context, "look": _look(request, governed, context)})


def _look(request: Request, governed: Governed, shown: Mapping[str, Any]) -> Hashable:
    """Return what the rows of a list are shown by, besides what was read of each and its act: with the same, a row looks the same."""
    words = (tuple(shown["levels"]), tuple(shown["categories"].items()))
    rights = (shown["may_register"], shown["may_dispatch"], shown["may_accept"])
    who = ledgers.own_unit_of(request.user)
    return request.today, governed.calendar, who, frozenset(shown["columns"]), words, rights, shown["here"]


@read_page("see_matters")
def export(request: Request) -> StreamingHttpResponse:
    """Answer with the ledger as a file: the columns and the rows of exactly this list, on all its pages."""
    regime = Governed.of(request.user.office).document
    found = ledgers.found(request.user, filter_of(request, regime.levels), today=request.today)
    count, told = rows.every(request.user, found)
    data = lists.sheet_of(
        told,
        lists.exported_columns(request.GET, regime),
        regime,
        count=count,
        title=f"{request.user.office.name}督办事项台账",
        note=lists.note_of(request.user, request.today, f"共{count}项"),
    )
    return lists.handed_out(data, f"台账{request.today}.xlsx")


def _sent_back(own: Assignment | None) -> Report | None:
    """Return the report that a unit has to do again; None where none was sent back."""
    if own is None or own.stage != Stage.RETURNED:
        return None
    return own.reports.filter(ruling=Ruling.RETURNED).select_related("assignment").order_by("id").last()


@read_page("see_matters", presences.matter_for)
def show(request: Request, matter: Matter) -> HttpResponse:
    """Show one matter: the order, what may be done now, the next step, and its story."""
    dossier = dossiers.dossier_for(request.user, matter, request.today)
    found = matter_sources.sources_of(request.user, matter, dossier.present)
    choices = [
        *dossier.options,
        *matter_sources.options_of(request.user, matter, dossier.own, found),
        *rights.options_of(request.user, dossier, request.today),
    ]
    regime = Governed.of(matter).document
    tab = one_of(request, "tab", TABS, "timeline")
    possible = addresses.grouped(choices, matter.no)
    context = {
        "dossier": dossier,
        "sources": found,
        "due_process": rights.due_of(request.user, matter, dossier.present),
        "matter": matter,
        "of": regime,
        "has_no_ladder": matter.dispatched_on and not regime.steps(),
        "category": next((each.name for each in regime.categories if each.id == matter.category), matter.category),
        "rule": next((rule for rule in deadlines.rules_of(regime) if rule.name == matter.due_rule), None),
        "possible": possible,
        "sent_back": _sent_back(dossier.own),
        "awaited": proposals.awaited(matter, dossier.proposals),
        "puts_right": [group for group in possible if group["is_rare"]],
        "impossible": [each for each in choices if each.refusal is not None],
        "due": ledgers.row_of(request.user, matter, dossier.assignments),
        "tab": tab,
        "tabs": [
            ("timeline", "时间线", None),
            ("plan", "报送与节点", None),
            ("reports", "反馈", len(dossier.reports)),
            ("papers", "文书与附件", len(dossier.notices) + len(dossier.attachments)),
            ("proposals", "审批", len(dossier.proposals)),
            ("scores", "得分影响", None),
        ],
        "may_record": access.may(request.user, "record_fact"),
        "may_archive": access.may(request.user, "take_archive"),
        "archive_clause": archives.clause_of(regime),
    }
    if tab == "plan":
        context |= {
            "plan": plans.plan_of(request.user, matter, request.today),
            "may_recur": access.may(request.user, "set_recurrence"),
            "may_reach": access.may(request.user, "plan_milestones"),
        }
    if tab == "scores":
        span = span_of(request, matter.jurisdiction)
        held = [*dossier.assignments, *dossier.gone]
        context |= {"span": span, "influences": dossiers.influences_of(request.user, matter, held, span)}
    if tab == "timeline":
        before = request.GET.get("before", "")
        upto = int(before) if before.isascii() and before.isdigit() and len(before) < 12 else None
        leave_out(request, *["before"] * (upto is None))
        entries = timelines.timeline_of(request.user, matter, before=upto, present=dossier.present)
        context |= {"story": told.told_of(request.user, entries, dossier), "has_more": len(entries) == timelines.PAGE}
        context["asks"] = [each.unit for each in dossier.assignments if each.dispatched_on]
        context["strips"] = strips.strips_of(dossier, request.today) if upto is None else []
    return render(request, "matters/show.html", context)


@form_page("close_matter", access.matters.matter_for)
def close(request: Request, matter: Matter) -> HttpResponse:
    """Strike a completed matter off the ledger."""
    return act_by(
        request,
        EmptyForm,
        partial(matters.close_matter, matter=matter, by=request.by),
        said=f"{matter.no} 已销号归档",
        to=reverse("matter", args=[matter.no]),
        matter=matter,
        refusal=conditions.matters.closure(matter),
        title="销号归档",
        button="销号",
        note="销号后事项移入归档，各单位不再承办；发现未落实的可以重新办理。",
    )
