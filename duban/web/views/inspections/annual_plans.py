"""The plan of a year: its items, its adoption, and the inspections drawn up from it."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import annual_plans as actions
from duban.ledger.governed import Governed
from duban.ledger.models import AnnualPlan, PlanItem
from duban.ledger.models.inspections import Phase
from duban.ledger.wordings import schemes
from duban.web.acting import act_by, act_here
from duban.web.forms.inspections.visits import AdoptionForm, PlanForm, PlanItemForm
from duban.web.forms.matters.matters import EmptyForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.printing import as_file


@read_page("see_annual_plan")
def index(request: Request) -> HttpResponse:
    """List the plans by year."""
    regime = Governed.of(request.user.office).document
    context = {
        "plans": access.inspections.annual_plans(request.user).prefetch_related("items").order_by("-year"),
        "may_keep": access.may(request.user, "keep_annual_plan"),
        "clause": conditions.inspections.plan_clause(regime),
    }
    return render(request, "inspections/plans.html", context)


@form_page("keep_annual_plan")
def new(request: Request) -> HttpResponse:
    """Open the plan of a year; what the document counts out by months is entered."""
    jurisdiction = request.user.office

    months = sorted(each.month for each in Governed.of(jurisdiction).document.lists if each.month)
    note = (
        f"办法规定的{'、'.join(f'{month}月' for month in months)}督查和各自的内容会自动列入，可以修改。"
        if months
        else ""
    )
    return act_by(
        request,
        PlanForm(request.POST or None, initial={"year": request.today.year}),
        partial(actions.open_plan, jurisdiction=jurisdiction, by=request.by),
        said="已建立，请逐项核对后审定",
        to=lambda made: reverse("annual_plan", args=[made.year]),
        back=reverse("annual_plans"),
        title="制定年度督查计划",
        button="制定",
        note=note,
    )


@read_page("see_annual_plan")
def show(request: Request, year: int) -> HttpResponse:
    """Show the plan of a year with what became of each item."""
    return render(request, "inspections/plan.html", _context(request, access.inspections.plan_for(request.user, year)))


@form_page("keep_annual_plan")
def add(request: Request, year: int) -> HttpResponse:
    """Enter an inspection in the plan."""
    plan = access.inspections.plan_for(request.user, year)

    form = PlanItemForm(request.POST or None, jurisdiction=plan.jurisdiction)
    to = reverse("annual_plan", args=[year])
    return act_here(
        request,
        form,
        partial(actions.add_item, plan=plan, by=request.by),
        to,
        f"列入{plan}",
        said="已列入",
        button="列入",
    )


@form_page("keep_annual_plan", access.inspections.plan_item_for)
def edit(request: Request, item: PlanItem) -> HttpResponse:
    """Change an item before the plan is adopted."""
    initial = {name: getattr(item, name) for name in ("title", "contents", "from_on", "to_on")}

    form = PlanItemForm(
        request.POST or None, jurisdiction=item.plan.jurisdiction, initial={**initial, "units": list(item.units.all())}
    )
    to = reverse("annual_plan", args=[item.plan.year])
    return act_here(
        request,
        form,
        partial(actions.edit_item, item=item, by=request.by),
        to,
        "修改计划项目",
        said="已保存",
        button="保存",
    )


@form_taken("keep_annual_plan", access.inspections.plan_item_for)
def drop(request: Request, item: PlanItem) -> HttpResponse:
    """Take an item out before the plan is adopted."""
    to = reverse("annual_plan", args=[item.plan.year])
    return act_here(
        request,
        EmptyForm(request.POST),
        partial(actions.drop_item, item=item, by=request.by),
        to,
        "移出计划",
        said="已移出",
        button="移出",
    )


@form_taken("adopt_annual_plan")
def adopt(request: Request, year: int) -> HttpResponse:
    """Adopt the plan."""
    plan = access.inspections.plan_for(request.user, year)

    context = {name: value for name, value in _context(request, plan).items() if name != "form"}
    to = reverse("annual_plan", args=[year])
    form = AdoptionForm(request.POST)
    return act_by(
        request,
        form,
        partial(actions.adopt_plan, plan=plan, by=request.by),
        said="已审定",
        to=to,
        template="inspections/plan.html",
        **context,
    )


@read_page("see_annual_plan")
def paper(request: Request, year: int, form: str) -> HttpResponse:
    """Hand out the plan as a paper."""
    plan = access.inspections.plan_for(request.user, year)
    if not plan.items.exists():
        raise access.NotFound("计划里还没有督查事项")
    return as_file(schemes.plan_paper_of(plan), form, jurisdiction=plan.jurisdiction)


def _context(request: Request, plan: AnnualPlan) -> dict[str, object]:
    governed = Governed.of(plan.jurisdiction)
    visible = access.inspections.inspections(request.user).exclude(phase=Phase.CANCELLED).filter(plan_item__plan=plan)
    made = {each.plan_item_id: each for each in visible}
    items = plan.items.prefetch_related("units").order_by("from_on", "order")
    return {
        "plan": plan,
        "items": [(item, made.get(item.pk)) for item in items],
        "may_keep": access.may(request.user, "keep_annual_plan"),
        "may_draft": access.may(request.user, "draft_inspection"),
        "form": AdoptionForm(initial={"made_with": plan.made_with})
        if plan.adopted_on is None and access.may(request.user, "adopt_annual_plan")
        else None,
        "clause": conditions.inspections.plan_clause(governed.document),
        "partners": governed.words("plan_partners"),
    }
