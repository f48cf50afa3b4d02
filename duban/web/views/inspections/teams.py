"""Teams and the roster: who goes out, who stands aside; units and matters drawn by lot."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.inspections import teams
from duban.ledger.governed import Governed
from duban.ledger.models import Inspection, Member, RosterEntry
from duban.ledger.queries.inspections import pools
from duban.web.acting import act_here
from duban.web.forms.inspections.visits import MemberForm, RosterForm
from duban.web.forms.matters.matters import EmptyForm, ReasonForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page


@form_page("keep_team", access.inspections.inspection_for)
def add(request: Request, inspection: Inspection) -> HttpResponse:
    """Put somebody on the team."""
    entries = pools.roster_on(request.user, inspection.from_on)
    form = MemberForm(request.POST or None, inspection=inspection, entries=entries)

    here = reverse("inspection", args=[inspection.pk])
    note = "被督查单位的人应当回避，名单里不列。"
    return act_here(
        request,
        form,
        partial(teams.add_member, inspection=inspection, by=request.by),
        here,
        "加入督查组",
        said="已加入督查组",
        button="加入",
        note=note,
    )


@form_taken("keep_team", access.inspections.member_for)
def remove(request: Request, member: Member) -> HttpResponse:
    """Take somebody off the team before the inspection begins."""
    to = reverse("inspection", args=[member.inspection_id])
    return act_here(
        request,
        EmptyForm(request.POST),
        partial(teams.remove_member, member=member, by=request.by),
        to,
        "退出督查组",
        said="已退出督查组",
        button="退出",
    )


@form_page("keep_team", access.inspections.member_for)
def recuse(request: Request, member: Member) -> HttpResponse:
    """Let somebody stand aside."""
    to = reverse("inspection", args=[member.inspection_id])
    note = f"{member}回避以后，不再看到、也不再记录这次督查。"
    form = ReasonForm(request.POST or None)
    return act_here(
        request,
        form,
        partial(teams.recuse_member, member=member, by=request.by),
        to,
        f"回避：{member}",
        said="已登记回避",
        button="登记回避",
        note=note,
    )


@read_page("see_annual_plan")
def roster(request: Request) -> HttpResponse:
    """Show the roster of supervision officers, with how often each went out this year."""
    context = {
        "entries": pools.roster_with_trips(request.user, request.today),
        "may_keep": access.may(request.user, "keep_roster"),
        "clause": Governed.of(request.user.office).clause("officers_roster"),
    }
    return render(request, "inspections/roster.html", context)


@form_page("keep_roster")
def appoint(request: Request) -> HttpResponse:
    """Put somebody on the roster."""
    jurisdiction = request.user.office

    form = RosterForm(request.POST or None, jurisdiction=jurisdiction, initial={"appointed_on": request.today})
    to = reverse("roster")
    return act_here(
        request,
        form,
        partial(teams.appoint_officer, jurisdiction=jurisdiction, by=request.by),
        to,
        "聘任政务督查员",
        said="已聘任",
        button="聘任",
    )


@form_taken("keep_roster", access.inspections.roster_entry_for)
def end(request: Request, entry: RosterEntry) -> HttpResponse:
    """End somebody's time on the roster."""
    to = reverse("roster")
    return act_here(
        request,
        EmptyForm(request.POST),
        partial(teams.end_appointment, entry=entry, by=request.by),
        to,
        "结束聘期",
        said="聘期已结束",
        button="结束",
    )
