"""Meetings and their decisions; the page that gathers all sources."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.engine import deadlines
from duban.engine.clauses import Regime
from duban.ledger import access
from duban.ledger.actions.sources import meetings
from duban.ledger.governed import Governed
from duban.ledger.models import Decision, Meeting, Wish
from duban.ledger.queries.papers import prefills
from duban.ledger.queries.sources import sources
from duban.ledger.refusals import Refused
from duban.people.models import Officer
from duban.web.acting import act_by, act_here
from duban.web.asked import one_of
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.sources.sources import DecisionsForm, MeetingForm, NumberForm
from duban.web.http import Request
from duban.web.ordering import Origin, order_by
from duban.web.pages import form_page, form_taken, page_of, read_page


@read_page("see_sources")
def overview(request: Request) -> HttpResponse:
    """Show where matters come from, and what of it waits."""
    waiting = [(each, reverse(each.page)) for each in sources.waiting_for(request.user, request.today, all_lists=True)]
    context = {
        "waiting": waiting,
        "may_read_papers": access.may(request.user, "read_paper"),
        "may_register": access.may(request.user, "register_matter"),
        "may_instruct": access.may(request.user, "give_instruction"),
        "of": Governed.of(request.user.office).document,
    }
    return render(request, "sources/overview.html", context)


@read_page("see_sources")
def index(request: Request) -> HttpResponse:
    """List the meetings."""
    context = listed(request, "meetings", sources.meetings_of)
    context["may_record"] = access.may(request.user, "record_meeting")
    return render(request, "sources/meetings.html", context)


@form_page("record_meeting")
def new(request: Request) -> HttpResponse:
    """Enter a meeting."""
    jurisdiction = request.user.office

    def perform(**words: Any) -> object:
        file = words.pop("file")
        upload = (file.name, file.read()) if file else None
        return meetings.record_meeting(jurisdiction=jurisdiction, by=request.by, upload=upload, **words)

    kinds = Governed.of(jurisdiction).words("meetings")
    form = MeetingForm(request.POST or None, request.FILES or None, initial={"held_on": request.today}, kinds=kinds)
    return act_by(
        request,
        form,
        perform,
        said="已登记，请逐条核对议定事项",
        to=lambda made: reverse("meeting", args=[made.pk]),
        title="登记会议",
        uploads=True,
        button="登记",
        back=reverse("meetings"),
    )


@read_page("see_sources", access.sources.meeting_for)
def show(request: Request, meeting: Meeting) -> HttpResponse:
    """Show a meeting with every decision and where it stands."""
    context = {
        "meeting": meeting,
        "decisions": sources.decisions_of(meeting),
        "may_record": access.may(request.user, "record_meeting"),
        "may_read": access.may(request.user, "read_paper"),
        "adding": DecisionsForm(),
        "clause": Governed.of(meeting.jurisdiction).clause("meetings"),
    }
    return render(request, "sources/meeting.html", context)


@form_taken("record_meeting", access.sources.meeting_for)
def add_decisions(request: Request, meeting: Meeting) -> HttpResponse:
    """Add decisions that the reading did not find."""
    form = DecisionsForm(request.POST)

    def perform(**words: Any) -> None:
        meetings.add_decisions(meeting=meeting, texts=form.lines(), by=request.by)

    here = reverse("meeting", args=[meeting.pk])
    return act_here(request, form, perform, here, "补录议定事项", said="已补录", button="补录")


@form_page("record_meeting", access.sources.decision_for)
def register(request: Request, decision: Decision) -> HttpResponse:
    """Make a matter out of a decision."""
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


@form_page("record_meeting", access.sources.decision_for)
def drop(request: Request, decision: Decision) -> HttpResponse:
    """Note that a decision needs no matter, and why."""
    here = reverse("meeting", args=[decision.meeting_id])
    return act_here(
        request,
        ReasonForm,
        partial(meetings.drop_decision, decision=decision, by=request.by),
        here,
        "不立项",
        said="已记明不立项",
        note=decision.text,
        refusal=taken(decision),
    )


@form_page("record_meeting", access.sources.decision_for)
def join(request: Request, decision: Decision) -> HttpResponse:
    """Note which matter carries a decision out already."""
    here = reverse("meeting", args=[decision.meeting_id])
    return act_here(
        request,
        NumberForm(request.POST or None, matters=access.matters.matters(request.user)),
        partial(meetings.join_decision, decision=decision, by=request.by),
        here,
        "并入已有事项",
        said="已并入",
        button="并入",
        note=decision.text,
        refusal=taken(decision),
    )


def listed(
    request: Request, name: str, list_of: Callable[[Officer, str], QuerySet[Any]], *, per_page: int = 30
) -> dict[str, object]:
    """Return what a page with one of the lists shows: its pages, and the parts of it that may be asked for."""
    shows = sources.SHOWS[name]
    show = one_of(request, "show", shows)
    page = page_of(request, list_of(request.user, show), per_page)
    return {"page": page, "shows": shows.items(), "show": show}


def taken(thing: Decision | Wish) -> Refused | None:
    """Say why nothing more is to be decided about a decision or a line of a form: it is a matter already."""
    return Refused(f"这一项已经登记为 {thing.matter.no}") if thing.matter else None


def _rule(regime: Regime) -> str:
    """Return the rule by which the document dates decisions of meetings, if it has one."""
    return next((rule.name for rule in deadlines.rules_of(regime) if rule.name == "meeting_decision"), "")
