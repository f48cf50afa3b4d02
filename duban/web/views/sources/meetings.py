"""Meetings and their decisions; the page that gathers all sources."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.engine import deadlines
from duban.engine.clauses import Regime
from duban.ledger import access
from duban.ledger.actions.sources import meetings
from duban.ledger.governed import Governed
from duban.ledger.models import Decision, Wish
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.sources import sources
from duban.ledger.refusals import Refused
from duban.people.models import Officer
from duban.web.acting import act_by
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.sources.sources import MeetingForm, NumberForm, TextsForm
from duban.web.ordering import Origin, order_by
from duban.web.requests import Request


@require_safe
def overview(request: Request) -> HttpResponse:
    """Show where matters come from, and what of it waits."""
    access.require(request.user, "see_sources")
    waiting = [(each, reverse(each.page)) for each in sources.waiting_for(request.user, request.today, all_lists=True)]
    context = {
        "waiting": waiting,
        "may_read_papers": access.may(request.user, "read_paper"),
        "may_register": access.may(request.user, "register_matter"),
        "may_instruct": access.may(request.user, "give_instruction"),
        "of": Governed.of(request.user.office).document,
    }
    return render(request, "sources/overview.html", context)


@require_safe
def index(request: Request) -> HttpResponse:
    """List the meetings."""
    access.require(request.user, "see_sources")
    context = listed(request, "meetings", sources.meetings_of)
    context["may_record"] = access.may(request.user, "record_meeting")
    return render(request, "sources/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Enter a meeting."""
    access.require(request.user, "record_meeting")
    jurisdiction = request.user.office
    made = []

    def perform(words: dict[str, Any]) -> None:
        file = words.pop("file")
        upload = (file.name, file.read()) if file else None
        made.append(meetings.record_meeting(jurisdiction=jurisdiction, by=request.by, upload=upload, **words))

    kinds = Governed.of(jurisdiction).words("meetings")
    form = MeetingForm(request.POST or None, request.FILES or None, initial={"held_on": request.today}, kinds=kinds)
    return act_by(
        request,
        form,
        perform,
        said="已登记，请逐条核对议定事项",
        to=lambda: reverse("meeting", args=[made[0].pk]),
        title="登记会议",
        uploads=True,
        button="登记",
        back=reverse("meetings"),
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show a meeting with every decision and where it stands."""
    access.require(request.user, "see_sources")
    meeting = access.sources.meeting_for(request.user, pk)
    context = {
        "meeting": meeting,
        "decisions": sources.decisions_of(meeting),
        "may_record": access.may(request.user, "record_meeting"),
        "adding": TextsForm(),
        "clause": Governed.of(meeting.jurisdiction).clause("meetings"),
    }
    return render(request, "sources/meeting.html", context)


@require_POST
def add_decisions(request: Request, pk: int) -> HttpResponse:
    """Add decisions that the reading did not find."""
    access.require(request.user, "record_meeting")
    meeting = access.sources.meeting_for(request.user, pk)
    form = TextsForm(request.POST)

    def perform(words: dict[str, Any]) -> None:
        meetings.add_decisions(meeting=meeting, texts=form.lines(), by=request.by)

    here = reverse("meeting", args=[pk])
    return act_by(request, form, perform, said="已补录", to=here, title="补录议定事项", button="补录", back=here)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: Request, pk: int) -> HttpResponse:
    """Make a matter out of a decision."""
    access.require(request.user, "record_meeting")
    decision = access.sources.decision_for(request.user, pk)
    meeting = decision.meeting
    found = prefills.prefill_of(meeting.jurisdiction, decision.text, meeting.held_on)
    regime = Governed.of(meeting.jurisdiction).document
    rule = "" if found.due_on else _rule(regime)
    return order_by(
        request,
        lambda form: meetings.register_decision(decision=decision, order=form.order(), by=request.by),
        initial={
            "title": found.title,
            "requirement": decision.text,
            "categories": ("meeting", "meeting_decision", "leader_meeting", "decision"),
            "source": "meeting",
            "source_text": f"{meeting.name} {meeting.held_on}",
            "due_on": found.due_on,
            "due_rule": rule,
            "counts_from": meeting.held_on,
            "lead": found.lead,
            "support": found.support,
        },
        title="议定事项立项",
        back=reverse("meeting", args=[meeting.pk]),
        back_word=meeting.name,
        origin=Origin("议定事项", decision.text, (("会议", meeting.name), ("召开", str(meeting.held_on)))),
        refusal=taken(decision),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: Request, pk: int) -> HttpResponse:
    """Note that a decision needs no matter, and why."""
    access.require(request.user, "record_meeting")
    decision = access.sources.decision_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        meetings.drop_decision(decision=decision, by=request.by, **words)

    here = reverse("meeting", args=[decision.meeting_id])
    return act_by(
        request,
        ReasonForm(request.POST or None),
        perform,
        said="已记明不立项",
        to=here,
        title="不立项",
        button="不立项",
        back=here,
        note=decision.text,
        refusal=taken(decision),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request, pk: int) -> HttpResponse:
    """Note which matter carries a decision out already."""
    access.require(request.user, "record_meeting")
    decision = access.sources.decision_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        meetings.join_decision(decision=decision, by=request.by, **words)

    here = reverse("meeting", args=[decision.meeting_id])
    return act_by(
        request,
        NumberForm(request.POST or None, matters=access.matters.matters(request.user)),
        perform,
        said="已并入",
        to=here,
        title="并入已有事项",
        button="并入",
        back=here,
        note=decision.text,
        refusal=taken(decision),
    )


def listed(
    request: Request, name: str, list_of: Callable[[Officer, str], QuerySet[Any]], *, per_page: int = 30
) -> dict[str, object]:
    """Return what a page with one of the lists shows: its pages, and the parts of it that may be asked for."""
    shows = sources.SHOWS[name]
    show = request.GET.get("show", "")
    show = show if show in shows else ""
    page = Paginator(list_of(request.user, show), per_page).get_page(request.GET.get("page"))
    return {"page": page, "shows": shows.items(), "show": show}


def taken(thing: Decision | Wish) -> Refused | None:
    """Say why nothing more is to be decided about a decision or a line of a form: it is a matter already."""
    return Refused(f"这一项已经登记为 {thing.matter.no}") if thing.matter else None


def _rule(regime: Regime) -> str:
    """Return the rule by which the document dates decisions of meetings, if it has one."""
    return next((rule.name for rule in deadlines.rules_of(regime) if rule.name == "meeting_decision"), "")
