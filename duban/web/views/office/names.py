"""What names mean: aliases of units and names for many units at once, all in one place."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from duban.ledger.actions.office import names
from duban.ledger.queries.office.names import collectives_of
from duban.ledger.refusals import Refused
from duban.people.models import Unit, UnitAlias
from duban.web.forms.papers.answers import CollectiveForm
from duban.web.http import Request
from duban.web.pages import form_taken, read_page
from duban.web.submitting import carry_out


@read_page("read_paper")
def index(request: Request) -> HttpResponse:
    """List what names mean."""
    return _page(request, CollectiveForm(jurisdiction=request.user.office))


@form_taken("read_paper")
def collective(request: Request) -> HttpResponse:
    """Say which units a name for many means, or that it means none any more."""
    office = request.user.office
    form = CollectiveForm(request.POST, jurisdiction=office)
    if form.is_valid():
        words = form.cleaned_data
        try:
            return carry_out(
                request,
                lambda: names.set_collective(jurisdiction=office, **words, by=request.by),
                said=f"“{words['name']}”已设定" if words["units"] else f"“{words['name']}”已删去",
                to=reverse("names"),
            )
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, form, status=422)


@form_taken("read_paper")
def forget(request: Request, pk: int) -> HttpResponse:
    """Take an alias back."""
    alias = get_object_or_404(UnitAlias.objects.select_related("unit"), pk=pk, jurisdiction=request.user.office)
    return carry_out(
        request,
        lambda: names.forget_name(alias=alias, by=request.by),
        said=f"“{alias.name}”不再对应{alias.unit.name}",
        to=reverse("names"),
    )


def _page(request: Request, form: CollectiveForm, status: int = 200) -> HttpResponse:
    office = request.user.office
    aliases = (
        UnitAlias.objects.filter(jurisdiction=office).select_related("unit").order_by("unit__order", "unit_id", "name")
    )
    context = {
        "form": form,
        "aliases": aliases,
        "collectives": collectives_of(office),
        "units": Unit.objects.filter(jurisdiction=office).order_by("order", "id"),
    }
    return render(request, "papers/names.html", context, status=status)
