"""Merging, splitting and abolishing units: the list of what moves before it is done, the act, the record, and taking it back."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.office import reorganisations
from duban.ledger.models import Reorganisation
from duban.ledger.queries.office import reorganisations as known
from duban.ledger.queries.office import reorganising
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.forms.office.reorganisations import ReorganisationForm, RevocationForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page

_NEW = "office/reorganisations/new.html"


@read_page("see_reorganisations")
def index(request: Request) -> HttpResponse:
    """List the reorganisations of the office, the last first."""
    page = page_of(request, access.office.reorganisations(request.user).order_by("-pk"), 30)
    names = known.names_of(request.user.office)
    context = {
        "page": page,
        "rows": [(each, known.said_of(each, names)) for each in page],
        "may_reorganise": access.may(request.user, "reorganise"),
    }
    return render(request, "office/reorganisations/index.html", context)


@form_page("reorganise")
def reorganise(request: Request) -> HttpResponse:
    """Take what is asked, list what would move, and do it once it was listed."""
    form = ReorganisationForm(request.POST or None, jurisdiction=request.user.office)
    listed = _listed(request, form) if request.method == "POST" and form.is_valid() else {}
    if "list" in request.POST:
        return render(request, _NEW, {"form": form, **listed}, status=200 if listed.get("plan") else 422)

    def perform(paper: str, number: str, **_: Any) -> Reorganisation:
        return reorganisations.reorganise(asked=form.asked(), paper=paper, number=number, by=request.by)

    return act_by(
        request,
        form,
        perform,
        said="单位变更已办理",
        to=lambda made: reverse("reorganisation", args=[made.pk]),
        template=_NEW,
        **{name: value for name, value in listed.items() if name != "refused"},
    )


@read_page("see_reorganisations", access.office.reorganisation_for)
def show(request: Request, made: Reorganisation) -> HttpResponse:
    """Show what was done by which paper, and what moved to whom."""
    return render(request, "office/reorganisations/show.html", {**_shown(request, made), "form": RevocationForm()})


@form_taken("reorganise", access.office.reorganisation_for)
def revoke(request: Request, made: Reorganisation) -> HttpResponse:
    """Take back what was wrong; it is done anew afterwards, if it is to be."""
    return act_by(
        request,
        RevocationForm(request.POST),
        partial(reorganisations.revoke, reorganisation=made, by=request.by),
        said="单位变更已撤回",
        to=reverse("reorganisation", args=[made.pk]),
        template="office/reorganisations/show.html",
        **_shown(request, made),
    )


def _listed(request: Request, form: ReorganisationForm) -> dict[str, Any]:
    asked = form.asked()
    found = conditions.reorganising.reorganising(
        request.user.office, asked.kind, asked.of, asked.to, asked.on, request.by.today
    )
    if found is not None:
        return _refused(form, found)
    plan = reorganising.plan_of(asked)
    is_split = len(asked.to) > 1
    return {
        "plan": plan,
        "groups": plan.groups(),
        "rules": known.rules_of(asked.kind, asked.points),
        "successors": asked.to if is_split else (),
        "ended": [each.pk for each in asked.of],
        "lacks": 0 if asked.to else len(plan.open_work),
    }


def _refused(form: ReorganisationForm, refusal: Refused) -> dict[str, Any]:
    if refusal.field in form.fields and "list" in form.data:
        form.add_error(refusal.field, refusal.why)
    return {"refused": refusal}


def _shown(request: Request, made: Reorganisation) -> dict[str, Any]:
    names = known.names_of(made.jurisdiction)
    may = access.may(request.user, "reorganise") and conditions.reorganising.revoking(made) is None
    return {
        "made": made,
        "sentence": known.said_of(made, names),
        "groups": known.groups_of(request.user, made, names),
        "rules": known.rules_of(made.kind, made.points),
        "may_revoke": may,
        "left": sum(bool(each.get("left")) for each in made.items),
    }
