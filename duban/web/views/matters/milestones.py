"""Milestones: the plan of a matter, what was reached of it, and the office's node templates."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions
from duban.ledger.actions.matters import milestones
from duban.ledger.models import MilestoneTemplate
from duban.ledger.queries.matters import plans
from duban.web.acting import act_by
from duban.web.forms.reports.recurrences import PlanForm, ReachForm, TemplateForm
from duban.web.requests import Request
from duban.web.submitting import carry_out


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: Request, no: str) -> HttpResponse:
    """Set the dates on the way; a template of the office fills the form, counted from a day."""
    access.require(request.user, "plan_milestones")
    matter = access.matters.matter_for(request.user, no)
    stand = matter.milestones.order_by("on", "id")
    text = "\n".join(f"{each.on} {each.text}" for each in stand if each.reached_on is None)
    templates = list(access.reports.milestone_templates(request.user).order_by("name"))
    chosen = next((each for each in templates if str(each.pk) == request.GET.get("template", "")), None)
    start = _day(request.GET.get("from", "")) or matter.dispatched_on or request.today
    if chosen is not None:
        text = "\n".join(f"{start + datetime.timedelta(days=days)} {step}" for days, step in chosen.steps)

    def perform(words: dict[str, Any]) -> None:
        steps = words["milestones"]
        milestones.plan_milestones(matter=matter, steps=steps, by=request.by)

    return act_by(
        request,
        PlanForm(request.POST or None, initial={"milestones": text}),
        perform,
        said="推进计划已保存",
        to=_tab(no),
        template="matters/plan.html",
        matter=matter,
        refusal=plans.plan_of(request.user, matter, request.today).planning,
        reached=[each for each in stand if each.reached_on is not None],
        templates=templates,
        chosen=chosen,
        start=start,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: Request, no: str, pk: int) -> HttpResponse:
    """Note that a milestone was reached."""
    access.require(request.user, "plan_milestones")
    milestone = access.reports.milestone_for(request.user, no, pk)

    def perform(words: dict[str, Any]) -> None:
        milestones.reach_milestone(milestone=milestone, by=request.by, **words)

    return act_by(
        request,
        ReachForm(request.POST or None, initial={"on": request.today}),
        perform,
        said="节点已登记到达",
        to=_tab(no),
        matter=milestone.matter,
        refusal=conditions.matters.reaching(milestone.matter),
        title="登记节点到达",
        button="登记",
        note=f"节点：{milestone.on} {milestone.text}",
    )


@require_safe
def templates(request: Request) -> HttpResponse:
    """Show the office's node templates."""
    access.require(request.user, "keep_templates")
    found = access.reports.milestone_templates(request.user).order_by("name")
    return render(request, "matters/templates.html", {"templates": found})


@require_http_methods(["GET", "HEAD", "POST"])
def add_template(request: Request) -> HttpResponse:
    """Keep a new node template."""
    access.require(request.user, "keep_templates")
    return _template(request, None, {})


@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: Request, pk: int) -> HttpResponse:
    """Change a node template."""
    access.require(request.user, "keep_templates")
    template = access.reports.milestone_template_for(request.user, pk)
    steps = "\n".join(f"{days} {text}" for days, text in template.steps)
    return _template(request, template, {"name": template.name, "steps": steps})


@require_POST
def remove_template(request: Request, pk: int) -> HttpResponse:
    """Take a node template away."""
    access.require(request.user, "keep_templates")
    template = access.reports.milestone_template_for(request.user, pk)

    def act() -> str:
        milestones.remove_template(template=template, by=request.by)
        return reverse("milestone_templates")

    return carry_out(request, act, said="模板已删除，已制定的计划不变")


def _template(request: Request, template: MilestoneTemplate | None, initial: dict[str, str]) -> HttpResponse:
    def perform(words: dict[str, Any]) -> None:
        milestones.save_template(jurisdiction=request.user.office, template=template, by=request.by, **words)

    here = reverse("milestone_templates")
    return act_by(
        request,
        TemplateForm(request.POST or None, initial=initial),
        perform,
        said="模板已保存",
        to=here,
        back=here,
        title="修改节点模板" if template else "新建节点模板",
        button="保存",
    )


def _tab(no: str) -> str:
    return f"{reverse('matter', args=[no])}?tab=plan#tabs"


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
