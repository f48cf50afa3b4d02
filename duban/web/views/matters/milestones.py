"""Milestones: the plan of a matter, what was reached of it, and the office's node templates."""

import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import milestones
from duban.ledger.models import Matter, MilestoneTemplate
from duban.ledger.queries.matters import plans
from duban.web.acting import act_by, act_here
from duban.web.asked import leave_out
from duban.web.forms.days import day_of
from duban.web.forms.reports.recurrences import PlanForm, ReachForm, TemplateForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.submitting import carry_out


@form_page("plan_milestones", access.matters.matter_for)
def plan(request: Request, matter: Matter) -> HttpResponse:
    """Set the dates on the way; a template of the office fills the form, counted from a day."""
    stand = matter.milestones.order_by("on", "id")
    text = "\n".join(f"{each.on} {each.text}" for each in stand if each.reached_on is None)
    templates = list(access.reports.milestone_templates(request.user).order_by("name"))
    chosen = next((each for each in templates if str(each.pk) == request.GET.get("template", "")), None)
    leave_out(request, *["template"] * (chosen is None), *["from"] * (day_of(request.GET.get("from", "")) is None))
    start = day_of(request.GET.get("from", "")) or matter.dispatched_on or request.today
    if chosen is not None:
        text = "\n".join(f"{start + datetime.timedelta(days=days)} {step}" for days, step in chosen.steps)

    def perform(**words: Any) -> None:
        steps = words["milestones"]
        milestones.plan_milestones(matter=matter, steps=steps, by=request.by)

    return act_by(
        request,
        PlanForm(request.POST or None, initial={"milestones": text}),
        perform,
        said="推进计划已保存",
        to=_tab(matter.no),
        template="matters/plan.html",
        matter=matter,
        refusal=plans.plan_of(request.user, matter, request.today).planning,
        reached=[each for each in stand if each.reached_on is not None],
        templates=templates,
        chosen=chosen,
        start=start,
    )


@form_page("plan_milestones")
def reach(request: Request, no: str, pk: int) -> HttpResponse:
    """Note that a milestone was reached."""
    milestone = access.reports.milestone_for(request.user, no, pk)

    return act_by(
        request,
        ReachForm(request.POST or None, initial={"on": request.today}),
        partial(milestones.reach_milestone, milestone=milestone, by=request.by),
        said="节点已登记到达",
        to=_tab(no),
        matter=milestone.matter,
        refusal=conditions.matters.reaching(milestone.matter),
        title="登记节点到达",
        button="登记",
        note=f"节点：{milestone.on} {milestone.text}",
    )


@read_page("keep_templates")
def templates(request: Request) -> HttpResponse:
    """Show the office's node templates."""
    found = access.reports.milestone_templates(request.user).order_by("name")
    return render(request, "matters/milestone_templates.html", {"templates": found})


@form_page("keep_templates")
def add_template(request: Request) -> HttpResponse:
    """Keep a new node template."""
    return _template(request, None, {})


@form_page("keep_templates", access.reports.milestone_template_for)
def edit_template(request: Request, template: MilestoneTemplate) -> HttpResponse:
    """Change a node template."""
    steps = "\n".join(f"{days} {text}" for days, text in template.steps)
    return _template(request, template, {"name": template.name, "steps": steps})


@form_taken("keep_templates", access.reports.milestone_template_for)
def remove_template(request: Request, template: MilestoneTemplate) -> HttpResponse:
    """Take a node template away."""

    return carry_out(
        request,
        partial(milestones.remove_template, template=template, by=request.by),
        said="模板已删除，已制定的计划不变",
        to=reverse("milestone_templates"),
    )


def _template(request: Request, template: MilestoneTemplate | None, initial: dict[str, str]) -> HttpResponse:

    here = reverse("milestone_templates")
    return act_here(
        request,
        TemplateForm(request.POST or None, initial=initial),
        partial(milestones.save_template, jurisdiction=request.user.office, template=template, by=request.by),
        here,
        "修改节点模板" if template else "新建节点模板",
        said="模板已保存",
        button="保存",
    )


def _tab(no: str) -> str:
    return f"{reverse('matter', args=[no])}?tab=plan#tabs"
