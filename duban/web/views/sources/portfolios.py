"""The fields (分管领域): each leader's matters in one picture, and the sections' quarterly lists."""

from functools import partial

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.sources import quarterly_lists as actions
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, QuarterlyItem
from duban.ledger.queries.matters import filters, matters
from duban.ledger.queries.office import desks
from duban.ledger.queries.sources import quarterly_lists
from duban.ledger.queries.sources.quarterly_lists import Quarter
from duban.ledger.refusals import Refused
from duban.people.models import Portfolio
from duban.web.acting import act_here
from duban.web.asked import one_of, quarter_of
from duban.web.forms.sources.sources import QuarterlyItemForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, read_page
from duban.web.submitting import carry_out


@read_page("see_portfolios")
def index(request: Request) -> HttpResponse:
    """Show every field in one picture, and how the quarter's lists stand."""
    quarter = quarter_of(request)
    jurisdiction = request.user.office
    governed = Governed.of(jurisdiction)
    lines = quarterly_lists.summary_of(request.user, quarter)
    context = {
        "pictures": desks.pictures(request.user, request.today),
        "lines": lines,
        "quarter": quarter,
        "due": quarterly_lists.due_of(jurisdiction, quarter),
        "classes": governed.words("progress_classes"),
        "has_lists": bool(governed.words("quarterly_lists")),
        "clause": governed.clause("portfolios"),
        "summary_clause": governed.clause("quarterly_summary"),
    }
    return render(request, "sources/portfolios/index.html", context)


@read_page("see_portfolios")
def show(request: Request, pk: int) -> HttpResponse:
    """Show one field: its picture, its open matters, its lists of the quarter."""
    return render(
        request, "sources/portfolios/show.html", _context(request, access.office.portfolio_for(request.user, pk))
    )


@form_page("write_quarterly")
def add(request: Request, pk: int) -> HttpResponse:
    """Enter one thing in the quarter's lists."""
    portfolio = access.office.portfolio_for(request.user, pk)
    quarter = quarter_of(request)
    governed = Governed.of(request.user.office)
    form = QuarterlyItemForm(
        request.POST or None,
        initial={"heading": one_of(request, "heading", governed.words("quarterly_lists"))},
        headings=governed.words("quarterly_lists"),
        classes=governed.words("progress_classes"),
        matters=_matters(request, portfolio),
    )

    here = _address(portfolio, quarter)
    return act_here(
        request,
        form,
        partial(actions.add_item, portfolio=portfolio, quarter_end=quarter.end, by=request.by),
        here,
        f"列入{portfolio} {quarter.name}清单",
        said="已列入",
        button="列入",
    )


@form_taken("write_quarterly", access.sources.quarterly_item_for)
def drop(request: Request, item: QuarterlyItem) -> HttpResponse:
    """Take an entry out of the quarter's lists."""
    quarter = quarterly_lists.quarter_from("", item.of.quarter_end)

    return carry_out(
        request,
        partial(actions.drop_item, item=item, by=request.by),
        said="已移出",
        to=_address(item.of.portfolio, quarter),
    )


@form_taken("write_quarterly")
def hand_in(request: Request, pk: int) -> HttpResponse:
    """Hand the quarter's lists in."""
    portfolio = access.office.portfolio_for(request.user, pk)
    quarter = quarterly_lists.quarter_from(request.POST.get("quarter", ""), request.today)

    return carry_out(
        request,
        partial(actions.hand_in_list, portfolio=portfolio, quarter_end=quarter.end, by=request.by),
        said="已报送督查室",
        to=_address(portfolio, quarter),
    )


@form_taken("decide_quarterly")
def decide(request: Request, pk: int) -> HttpResponse:
    """Decide the classes of a field's entries."""
    portfolio = access.office.portfolio_for(request.user, pk)
    quarter = quarterly_lists.quarter_from(request.POST.get("quarter", ""), request.today)
    sheet = quarterly_lists.sheet_of(request.user, portfolio, quarter)

    def act() -> str:
        if sheet.held is None:
            raise Refused("科室还没有报送")
        keys = [item.pk for _, items in sheet.headings for item in items]
        classes = {key: request.POST.get(f"class_{key}", "") for key in keys}
        actions.decide_list(quarterly=sheet.held, classes=classes, by=request.by)
        return _address(portfolio, quarter)

    try:
        return carry_out(request, act, said="已认定")
    except Refused as refusal:
        context = {**_context(request, portfolio), "refused": refusal}
        return render(request, "sources/portfolios/show.html", context, status=422)


def _context(request: Request, portfolio: Portfolio) -> dict[str, object]:
    quarter = (
        quarterly_lists.quarter_from(request.POST.get("quarter", ""), request.today)
        if request.method == "POST"
        else quarter_of(request)
    )
    jurisdiction = request.user.office
    only = one_of(request, "class", Governed.of(jurisdiction).words("progress_classes"))
    open_matters = _matters(request, portfolio).order_by(F("due_on").asc(nulls_last=True), "id")[:30]
    return {
        "portfolio": portfolio,
        "quarter": quarter,
        "before": quarter.moved(-1),
        "after": quarter.moved(1),
        "due": quarterly_lists.due_of(jurisdiction, quarter),
        "sheet": quarterly_lists.sheet_of(request.user, portfolio, quarter, only),
        "only": only,
        "classes": Governed.of(jurisdiction).words("progress_classes"),
        "rows": matters.rows_of(request.user, open_matters),
        "asked": filters.Filter(portfolio=str(portfolio.pk), state="open"),
        "may_write": access.may(request.user, "write_quarterly"),
        "may_decide": access.may(request.user, "decide_quarterly"),
    }


def _matters(request: Request, portfolio: Portfolio) -> QuerySet[Matter]:
    asked = filters.Filter(portfolio=str(portfolio.pk), state="open")
    found = matters.found(request.user, asked, today=request.today)
    return Matter.objects.filter(pk__in=found.order_by().values("pk")).order_by("id")


def _address(portfolio: Portfolio, quarter: Quarter) -> str:
    return f"{reverse('field', args=[portfolio.pk])}?quarter={quarter.key}"
