"""Handing over a post: what waits for who leaves, the successor, the sheet, and what waits for nobody."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from duban.ledger import access
from duban.ledger.actions.office import successions
from duban.ledger.models import Succession
from duban.ledger.queries.office import successions as known
from duban.ledger.queries.office import vacancies, waiting
from duban.ledger.wordings import sheets
from duban.people.models import Officer
from duban.web.acting import act_by
from duban.web.forms.office.successions import DeputyForm, SuccessionForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page
from duban.web.printing import as_file


@read_page("hand_over_post")
def index(request: Request) -> HttpResponse:
    """List what waits for nobody, everybody whose post can be handed over, and what was handed over."""
    found = access.office.successions(request.user).select_related("of", "to", "handed_by").order_by("-pk")
    words = request.GET.get("q", "").strip()[:40]
    people, count = known.people_of(request.user, words)
    context = {
        "vacant": vacancies.vacancies_of(request.user),
        "may_record_receipt": access.may(request.user, "record_receipt"),
        "page": page_of(request, found, 30),
        "people": people,
        "more": count - len(people),
        "q": words,
    }
    return render(request, "office/successions/index.html", context)


@form_page("hand_over_post", access.office.colleague_for)
def hand_over(request: Request, of: Officer) -> HttpResponse:
    """Show all that waits for an officer, and pass it on to a successor in one act."""
    successors = known.successors_for(of, request.user)
    form = SuccessionForm(request.POST or None, successors=successors)
    return act_by(
        request,
        form,
        partial(successions.hand_over, of=of, by=request.by),
        said="已办理交接",
        to=lambda made: reverse("succession", args=[made.pk]),
        template="office/successions/new.html",
        **_waiting(request, of),
        deputies=DeputyForm(successors=successors, initial={"deputy": of.deputy_id}),
    )


@form_taken("hand_over_post", access.office.colleague_for)
def name_deputy(request: Request, officer: Officer) -> HttpResponse:
    """Name the deputy of an officer (AB 岗)."""
    successors = known.successors_for(officer, request.user)
    form = DeputyForm(request.POST, successors=successors)
    return act_by(
        request,
        form,
        partial(successions.name_deputy, officer=officer, by=request.by),
        said="AB 岗已保存",
        to=reverse("succession_new", args=[officer.pk]),
        template="office/successions/new.html",
        **_waiting(request, officer),
        deputies=form,
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show what was handed over by whom to whom, and what stayed."""
    made = access.office.succession_for(request.user, pk)
    return render(request, "office/successions/show.html", _shown(request, made))


@form_taken("hand_over_post", access.office.succession_for)
def put_right(request: Request, made: Succession) -> HttpResponse:
    """Pass on to another what was given to the wrong person, or to one who held it for a time."""
    context = _shown(request, made)
    return act_by(
        request,
        context["correction"],
        partial(successions.put_right, succession=made, by=request.by),
        said="已转交",
        to=lambda done: reverse("succession", args=[done.pk]),
        template="office/successions/show.html",
        **context,
    )


@require_safe
def sheet(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out the handing over as a sheet to be signed by both and put into the file."""
    made = access.office.succession_for(request.user, pk)
    return as_file(sheets.succession_sheet_of(request.user, made), form, jurisdiction=made.jurisdiction)


def _waiting(request: Request, of: Officer) -> dict[str, Any]:
    stays = waiting.stays_of(of)
    return {
        "of": of,
        "groups": known.waiting_groups(request.user, of),
        "stays": stays,
        "delegates": known.delegates(of, request.today),
        "may_keep_people": access.may(request.user, "manage_people"),
    }


def _shown(request: Request, made: Succession) -> dict[str, Any]:
    passed, left = known.passed_groups(request.user, made)
    may_put_right = access.may(request.user, "hand_over_post") and bool(known.still_waiting(made))
    successors = known.successors_for(made.of, request.user).exclude(pk=made.to_id or 0)
    if made.of.is_active:
        successors = successors | Officer.objects.filter(pk=made.of_id).select_related("unit")
    return {
        "made": made,
        "passed": passed,
        "left": left,
        "may_put_right": may_put_right,
        "correction": SuccessionForm(
            request.POST if request.method == "POST" else None, successors=successors, is_needed=True
        ),
        "may_hand_over": access.may(request.user, "hand_over_post"),
    }
