"""Teams and the roster: who goes out, who stands aside; units and matters drawn by lot."""

import secrets
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.engine import draws as engine
from duban.ledger import access, conditions
from duban.ledger.actions.inspections import draws, teams
from duban.ledger.governed import Governed
from duban.ledger.queries.inspections import pools
from duban.web.acting import act_by
from duban.web.forms.inspections.visits import DrawForm, MemberForm, RosterForm
from duban.web.forms.matters.matters import EmptyForm, ReasonForm
from duban.web.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, pk: int) -> HttpResponse:
    """Put somebody on the team."""
    access.require(request.user, "keep_team")
    inspection = access.inspections.inspection_for(request.user, pk)
    entries = pools.roster_on(request.user, inspection.from_on)
    form = MemberForm(request.POST or None, inspection=inspection, entries=entries)

    def perform(words: dict[str, Any]) -> None:
        teams.add_member(inspection=inspection, by=request.by, **words)

    here = reverse("inspection", args=[pk])
    note = "被督查单位的人应当回避，名单里不列。"
    return act_by(
        request, form, perform, said="已加入督查组", to=here, back=here, title="加入督查组", button="加入", note=note
    )


@require_POST
def remove(request: Request, pk: int) -> HttpResponse:
    """Take somebody off the team before the inspection begins."""
    access.require(request.user, "keep_team")
    member = access.inspections.member_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        teams.remove_member(member=member, by=request.by)

    to = reverse("inspection", args=[member.inspection_id])
    return act_by(
        request,
        EmptyForm(request.POST),
        perform,
        said="已退出督查组",
        to=to,
        back=to,
        title="退出督查组",
        button="退出",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: Request, pk: int) -> HttpResponse:
    """Let somebody stand aside."""
    access.require(request.user, "keep_team")
    member = access.inspections.member_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        teams.recuse_member(member=member, by=request.by, **words)

    to = reverse("inspection", args=[member.inspection_id])
    note = f"{member}回避以后，不再看到、也不再记录这次督查。"
    form = ReasonForm(request.POST or None)
    return act_by(
        request, form, perform, said="已登记回避", to=to, back=to, title=f"回避：{member}", button="登记回避", note=note
    )


@require_safe
def roster(request: Request) -> HttpResponse:
    """Show the roster of supervision officers, with how often each went out this year."""
    access.require(request.user, "see_annual_plan")
    context = {
        "entries": pools.roster_with_trips(request.user, request.today),
        "may_keep": access.may(request.user, "keep_roster"),
        "clause": Governed.of(request.user.office).clause("officers_roster"),
    }
    return render(request, "inspections/roster.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request: Request) -> HttpResponse:
    """Put somebody on the roster."""
    access.require(request.user, "keep_roster")
    jurisdiction = request.user.office

    def perform(words: dict[str, Any]) -> None:
        teams.appoint_officer(jurisdiction=jurisdiction, by=request.by, **words)

    form = RosterForm(request.POST or None, jurisdiction=jurisdiction, initial={"appointed_on": request.today})
    to = reverse("roster")
    return act_by(request, form, perform, said="已聘任", to=to, back=to, title="聘任政务督查员", button="聘任")


@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    """End somebody's time on the roster."""
    access.require(request.user, "keep_roster")
    entry = access.inspections.roster_entry_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        teams.end_appointment(entry=entry, by=request.by)

    to = reverse("roster")
    return act_by(
        request, EmptyForm(request.POST), perform, said="聘期已结束", to=to, back=to, title="结束聘期", button="结束"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: Request, pk: int) -> HttpResponse:
    """Draw units, matters or supervision officers by lot."""
    access.require(request.user, "draw_lots")
    inspection = access.inspections.inspection_for(request.user, pk)
    made = []

    def perform(words: dict[str, Any]) -> None:
        pool = pools.pool_of(request.user, inspection, words["what"])
        made.append(draws.draw_lots(inspection=inspection, pool=pool, by=request.by, **words))

    return act_by(
        request,
        DrawForm(request.POST or None, initial={"seed": secrets.token_hex(8), "count": 1}),
        perform,
        said="已抽取",
        to=lambda: reverse("draw", args=[made[0].pk]),
        back=reverse("inspection", args=[pk]),
        title="随机抽取",
        button="抽取",
        note="单位：全部被督查对象；事项：在办的全部事项；督查员：名册上在聘的。抽取范围、种子和结果都留存，随时可以重抽核对。",
    )


@require_POST
def use(request: Request, pk: int) -> HttpResponse:
    """Take what was drawn into the inspection."""
    access.require(request.user, "draw_lots")
    made = access.inspections.draw_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        draws.use_draw(draw=made, by=request.by)

    to = reverse("inspection", args=[made.inspection_id])
    form = EmptyForm(request.POST)
    return act_by(request, form, perform, said="已采用抽取结果", to=to, back=to, title="采用抽取结果", button="采用")


@require_safe
def drawn(request: Request, pk: int) -> HttpResponse:
    """Show a draw, drawn again before one's eyes."""
    access.require(request.user, "see_inspections")
    made = access.inspections.draw_for(request.user, pk)
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
