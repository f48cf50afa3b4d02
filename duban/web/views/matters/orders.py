"""Orders (任务书): registered, put right before they go out, their deadline worked out."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.engine import deadlines
from duban.ledger import access, conditions
from duban.ledger.actions.matters import matters, row_edits
from duban.ledger.governed import Governed
from duban.ledger.models import Matter
from duban.ledger.models.matters import Source
from duban.ledger.queries.papers import prefills
from duban.papers.reading.texts.basis import basis_words
from duban.web.acting import act_by
from duban.web.asked import leave_out
from duban.web.forms.matters.deadlines import DeadlineForm, DueForm
from duban.web.forms.matters.matters import OrderForm, initial_of
from duban.web.forms.matters.rows import RowForm
from duban.web.http import Request
from duban.web.pages import form_page, read_page


@form_page("register_matter")
def register(request: Request) -> HttpResponse:
    """Enter a matter in the ledger."""

    def perform(**words: Any) -> object:
        return matters.register_matter(jurisdiction=request.user.office, order=form.order(), by=request.by)

    form = _order_form(request, {"parent": request.GET.get("parent", ""), **_unread(request)})
    words = {"title": "登记事项", "button": "登记", "back": reverse("matters"), "back_word": "台账"}
    return act_by(
        request,
        form,
        perform,
        said="已登记，尚未交办",
        to=lambda made: reverse("matter", args=[made.no]),
        template="matters/order.html",
        **words,
    )


@form_page("register_matter", access.matters.matter_for)
def edit(request: Request, matter: Matter) -> HttpResponse:
    """Change a matter that has not gone out."""

    def perform(**words: Any) -> None:
        matters.edit_matter(matter=matter, order=form.order(), by=request.by, version=words["version"])

    form = _order_form(request, initial_of(matter), edits=True)
    here = reverse("matter", args=[matter.no])
    return act_by(
        request,
        form,
        perform,
        said="任务书已保存",
        to=here,
        template="matters/order.html",
        matter=matter,
        refusal=conditions.matters.editing(matter),
        now=matter
        if request.method == "POST" and request.POST.get("version") not in ("", str(matter.version))
        else None,
        title=f"修改任务书 {matter.no}",
        button="保存",
        back=here,
        back_word=matter.no,
    )


@form_page("register_matter", access.matters.matter_for)
def edit_row(request: Request, matter: Matter) -> HttpResponse:
    """Change what stands in a matter's row of the list, in the row where a script asks for it, else on a page of its own; then the list again."""

    def perform(version: int, **changed: Any) -> None:
        row_edits.edit_row(matter=matter, changed=changed, by=request.by, version=version)

    here = _list_of(request)
    return act_by(
        request,
        RowForm(request.POST or None, matter=matter),
        perform,
        said=f"{matter.no} 已保存",
        to=here,
        template="matters/row.html" if request.htmx else "matters/act.html",
        matter=matter,
        refusal=conditions.matters.editing(matter),
        title=f"修改 {matter.no}",
        button="保存",
        back=here,
    )


def _list_of(request: Request) -> str:
    """Return the list from which the request comes, with its filter; else the whole ledger."""
    came, ledger = urlsplit(request.headers.get("Referer", "")), reverse("matters")
    return f"{ledger}?{came.query}" if came.path == ledger and came.query else ledger


@read_page("register_matter")
def deadline(request: Request) -> HttpResponse:
    """Say the date that a rule sets, with its clause, or that a date typed in is a rest day, for the form that asks."""
    form = DeadlineForm(request.GET)
    found, why, on = None, "", None
    if "due_on" in request.GET:
        asked = DueForm(request.GET)
        on = asked.cleaned_data["due_on"] if asked.is_valid() else None
    elif form.is_valid():
        governed, words = Governed.of(request.user.office), form.cleaned_data
        try:
            found = deadlines.due(
                governed.document,
                words["due_rule"],
                words["counts_from"],
                governed.calendar,
                set_to=words["due_number"],
            )
        except ValueError as error:
            why = str(error)
    return render(request, "matters/deadline.html", {"found": found, "why": why, "on": on})


def _unread(request: Request) -> dict[str, object]:
    """Return what a sentence that was not read as a task says for an order: `paper` and its place there from 1, `unread`."""
    pk, place = request.GET.get("paper", ""), request.GET.get("unread", "")
    if not (pk.isdecimal() and place.isdecimal()):
        leave_out(request, "paper", "unread")
        return {}
    paper = access.papers.paper_for(request.user, int(pk[:9]))
    sentences = paper.unparsed[int(place[:9]) - 1 : int(place[:9])] if int(place[:9]) else []
    if not sentences:
        leave_out(request, "unread")
        return {}
    found = prefills.prefill_of(paper.jurisdiction, sentences[0], paper.basis_on or request.today)
    return {
        "title": found.title,
        "requirement": sentences[0],
        "source": Source.PAPER,
        "source_text": basis_words(paper.basis, paper.basis_no, paper.basis_on)[:200],
        "due_on": found.due_on,
        "lead": found.lead,
        "support": found.support,
    }


def _order_form(request: Request, initial: Mapping[str, object], *, edits: bool = False) -> OrderForm:
    governed = Governed.of(request.user.office)
    return OrderForm(
        request.POST or None,
        initial={"counts_from": request.today, **initial},
        jurisdiction=governed.office,
        regime=governed.document,
        calendar=governed.calendar,
        parents=access.matters.matters(request.user),
        edits=edits,
    )
