"""Units and portfolios, for the administrator."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access
from duban.ledger.actions.office import units
from duban.ledger.governed import Governed
from duban.ledger.refusals import Refused
from duban.people import groups
from duban.people.models import Portfolio, Unit
from duban.web.forms import Form
from duban.web.forms.office.officers import PortfolioForm, UnitForm
from duban.web.http import Request
from duban.web.pages import form_page, read_page
from duban.web.submitting import carry_out

_OF_NO_GROUP = "不属于任何类别"


@read_page("manage_people")
def index(request: Request) -> HttpResponse:
    """List the units with group, portfolio, other names and number of accounts."""
    found = Unit.objects.filter(jurisdiction=request.user.office)
    asked, group = request.GET.get("q", "").strip()[:80], request.GET.get("group", "")
    if asked:
        found = found.filter(name__icontains=asked)
    if group:
        found = found.filter(group=group)
    found = found.select_related("portfolio").prefetch_related("aliases").annotate(people=Count("officers"))
    known = Governed.of(request.user.office).document.groups
    rows = [(unit, known.get(unit.group, _OF_NO_GROUP)) for unit in found.order_by("order", "id")]
    context = {
        "rows": rows,
        "lost": [unit for unit, kind in rows if kind == _OF_NO_GROUP and not unit.abolished_on],
        "adoption": access.office.adoptions(request.user).filter(document_id=request.user.office.document).last(),
        "groups": known.items(),
        "q": asked,
        "group": group,
    }
    return render(request, "office/people/units.html", context)


@form_page("manage_people")
def add(request: Request) -> HttpResponse:
    """Add a unit."""
    jurisdiction = request.user.office
    form = UnitForm(request.POST or None, jurisdiction=jurisdiction, is_new=True)

    def act() -> None:
        words = dict(form.cleaned_data)
        contact = words.pop("contact_leader", None)
        unit = units.add_unit(by=request.by, **words)
        if contact is not None:
            units.name_contact_leader(unit=unit, leader=contact, by=request.by)

    return _edited(request, form, act, said="单位已增加", to="units", title="增加单位", back_word="单位", button="增加")


@read_page("manage_people")
def suggest_group(request: Request) -> HttpResponse:
    """Say which group a unit's name speaks for, and why; nothing where it speaks for none."""
    known = Governed.of(request.user.office).document.groups
    likely = groups.suggested(request.GET.get("name", "")[:80], known)
    context = {"likely": likely, "word": known[likely.group] if likely else ""}
    return render(request, "office/people/group.html", context)


@form_page("manage_people")
def edit(request: Request, code: str) -> HttpResponse:
    """Change a unit."""
    unit = _own(Unit.objects.select_related("portfolio", "jurisdiction", "seat"), request, code=code)
    initial = {
        name: getattr(unit, name) for name in ("name", "group", "portfolio", "contact_leader", "ranked", "order")
    }
    initial["seat"] = unit.seat.slug if unit.seat else ""
    initial["aliases"] = "\n".join(unit.aliases.order_by("id").values_list("name", flat=True))
    form = UnitForm(
        request.POST or None, initial=initial, jurisdiction=request.user.office, is_new=False, own_group=unit.group
    )

    def act() -> None:
        words = dict(form.cleaned_data)
        if "contact_leader" in form.fields:
            units.name_contact_leader(unit=unit, leader=words.pop("contact_leader"), by=request.by)
        units.edit_unit(unit=unit, by=request.by, **words)

    said, title = f"{unit} 已保存", f"{unit}（{unit.code}）"
    return _edited(request, form, act, said=said, to="units", title=title, back_word="单位", button="保存")


@read_page("manage_people")
def portfolios(request: Request) -> HttpResponse:
    """List the portfolios with leader and units."""
    found = Portfolio.objects.filter(jurisdiction=request.user.office)
    found = found.select_related("leader").prefetch_related("units").order_by("id")
    return render(request, "office/people/portfolios.html", {"portfolios": found})


@form_page("manage_people")
def add_portfolio(request: Request) -> HttpResponse:
    """Add a portfolio."""
    jurisdiction = request.user.office
    form = PortfolioForm(request.POST or None, jurisdiction=jurisdiction)

    def act() -> None:
        units.add_portfolio(jurisdiction=jurisdiction, by=request.by, **form.cleaned_data)

    return _edited(
        request,
        form,
        act,
        said="已增加",
        to="portfolios",
        title="增加分管领域",
        back_word="分管",
        button="增加",
    )


@form_page("manage_people")
def edit_portfolio(request: Request, pk: int) -> HttpResponse:
    """Rename a portfolio, or give it to another leader."""
    portfolio = _own(Portfolio.objects.select_related("leader", "jurisdiction"), request, pk=pk)
    initial = {"name": portfolio.name, "leader": portfolio.leader}
    form = PortfolioForm(request.POST or None, initial=initial, jurisdiction=request.user.office)

    def act() -> None:
        units.edit_portfolio(portfolio=portfolio, by=request.by, **form.cleaned_data)

    said, title = f"{portfolio} 已保存", str(portfolio)
    words = {"back_word": "分管", "button": "保存", "drop": reverse("take_back", args=["portfolio", pk])}
    return _edited(request, form, act, said=said, to="portfolios", title=title, **words)


def _edited(
    request: Request, form: Form, act: Callable[[], object], *, said: str, to: str, **words: Any
) -> HttpResponse:
    """Carry out the act of a valid form and lead to its list; else show the form with what is wrong."""
    back = reverse(to)
    if request.method == "POST" and form.is_valid():

        def act_and_return() -> str:
            act()
            return back

        try:
            return carry_out(request, act_and_return, said=said)
        except Refused as refusal:
            form.refuse(refusal)
    status = 422 if form.is_bound else 200
    return render(request, "office/people/form.html", {"form": form, "back": back, **words}, status=status)


def _own(found: QuerySet[Any], request: Request, **what: object) -> Any:
    row = found.filter(jurisdiction=request.user.office, **what).first()
    if row is None:
        raise access.NotFound("没有这条记录，或者您无权查看")
    return row
