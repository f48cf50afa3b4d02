"""Teams and the roster: who goes out, who stands aside; units and matters drawn by lot."""

import secrets
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.engine import draws as engine
from duban.ledger import access, conditions
from duban.ledger.actions.inspections import draws, teams
from duban.ledger.governed import Governed
from duban.ledger.models import Draw, Inspection, Member, RosterEntry
from duban.ledger.queries.inspections import pools
from duban.web.acting import act_by, act_here
from duban.web.forms.inspections.visits import DrawForm, MemberForm, RosterForm
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


@form_page("draw_lots", access.inspections.inspection_for)
def draw(request: Request, inspection: Inspection) -> HttpResponse:
    """Draw units, matters or supervision officers by lot."""

    def perform(**words: Any) -> object:
        pool = pools.pool_of(request.user, inspection, words["what"])
        return draws.draw_lots(inspection=inspection, pool=pool, by=request.by, **words)

    return act_by(
        request,
        DrawForm(request.POST or None, initial={"seed": secrets.token_hex(8), "count": 1}),
        perform,
        said="已抽取",
        to=lambda made: reverse("draw", args=[made.pk]),
        back=reverse("inspection", args=[inspection.pk]),
        title="随机抽取",
        button="抽取",
        note="单位：全部被督查对象；事项：在办的全部事项；督查员：名册上在聘的。抽取范围、种子和结果都留存，随时可以重抽核对。",
    )


@form_taken("draw_lots", access.inspections.draw_for)
def use(request: Request, made: Draw) -> HttpResponse:
    """Take what was drawn into the inspection."""
    to = reverse("inspection", args=[made.inspection_id])
    form = EmptyForm(request.POST)
    return act_here(
        request,
        form,
        partial(draws.use_draw, draw=made, by=request.by),
        to,
        "采用抽取结果",
        said="已采用抽取结果",
        button="采用",
    )


@read_page("see_inspections", access.inspections.draw_for)
def drawn(request: Request, made: Draw) -> HttpResponse:
    """Show a draw, drawn again before one's eyes."""
    context = {
        "made": made,
        "what": draws.WHAT[made.what],
        "drawn": [(place, each, made.pool[each]) for place, each in enumerate(made.drawn, 1)],
        "again": engine.draw(made.pool, len(made.drawn), made.seed) == made.drawn,
        "may_use": access.may(request.user, "draw_lots")
        and made.inspection is not None
        and conditions.inspections.editing(made.inspection) is None,
        "clause": Governed.of(made.jurisdiction).clause("random_draw"),
    }
    return render(request, "inspections/draw.html", context)
