"""Suggestions (建议提案): the list, registration, countersigning, the answer, satisfaction, the report to the committees."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.sources import suggestions
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Suggestion
from duban.ledger.queries.sources import sources
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.forms import Form
from duban.web.forms.matters.matters import OrderForm
from duban.web.forms.sources.sources import AnswerForm, CountersignForm, RatingForm, SuggestionOrderForm
from duban.web.http import Request
from duban.web.ordering import order_by
from duban.web.pages import form_page, form_taken, read_page
from duban.web.submitting import carry_out
from duban.web.views.sources.meetings import listed


@read_page("see_sources")
def index(request: Request) -> HttpResponse:
    """List the suggestions; printed, it is the report to the two standing committees."""
    context = listed(request, "suggestions", sources.suggestions_of)
    context |= {
        "may_register": access.may(request.user, "register_suggestion"),
        "clause": Governed.of(request.user.office).clause("suggestions"),
    }
    return render(request, "sources/suggestions.html", context)


@form_page("register_suggestion")
def new(request: Request) -> HttpResponse:
    """Register a suggestion."""
    jurisdiction = request.user.office
    rules = {rule.name for rule in Governed.of(jurisdiction).deadlines}

    def make(form: OrderForm) -> Matter:
        assert isinstance(form, SuggestionOrderForm)
        made = suggestions.register_suggestion(
            jurisdiction=jurisdiction,
            order=form.order(),
            letter=form.letter(),
            date_reason=form.cleaned_data["date_reason"],
            by=request.by,
        )
        return made.matter

    return order_by(
        request,
        make,
        initial={
            "categories": ("proposal", "other", "key_work"),
            "source": "proposal",
            "due_rule": "proposal" if "proposal" in rules else "",
        },
        form_class=SuggestionOrderForm,
        title="登记建议提案",
        back=reverse("suggestions"),
        back_word="建议提案",
    )


@form_taken("register_suggestion")
def report(request: Request) -> HttpResponse:
    """Note which suggestions were told to the standing committees."""
    chosen = access.sources.suggestions(request.user).filter(matter__no__in=request.POST.getlist("no")[:200])

    return carry_out(
        request,
        partial(suggestions.report_suggestions, jurisdiction=request.user.office, suggestions=chosen, by=request.by),
        said="已记明报告常委会",
        to=reverse("suggestions"),
    )


@form_page("answer_suggestion")
def countersign(request: Request, no: str) -> HttpResponse:
    """Put a cooperating unit's word to the answer."""
    suggestion = access.sources.suggestion_for(request.user, no)
    assignment = access.matters.own_assignment_for(request.user, no)

    form = CountersignForm(request.POST or None)
    refusal = conditions.sources.countersigning(suggestion, assignment)
    return _act(
        request,
        form,
        partial(suggestions.countersign_suggestion, suggestion=suggestion, assignment=assignment, by=request.by),
        "已会签",
        no,
        suggestion,
        refusal,
        title="会签",
        button="会签",
    )


@form_page("answer_suggestion")
def answer(request: Request, no: str) -> HttpResponse:
    """Answer the author."""
    suggestion = access.sources.suggestion_for(request.user, no)
    assignment = access.matters.own_assignment_for(request.user, no)

    form = AnswerForm(request.POST or None)
    refusal = conditions.sources.answering(suggestion, assignment)
    return _act(
        request,
        form,
        partial(suggestions.answer_suggestion, suggestion=suggestion, assignment=assignment, by=request.by),
        "已答复",
        no,
        suggestion,
        refusal,
        title="答复提出人",
        button="答复",
    )


@form_page("register_suggestion")
def rate(request: Request, no: str) -> HttpResponse:
    """Enter what the author said of the answer."""
    suggestion = access.sources.suggestion_for(request.user, no)

    form = RatingForm(request.POST or None)
    refusal = conditions.sources.rating(suggestion)
    return _act(
        request,
        form,
        partial(suggestions.rate_suggestion, suggestion=suggestion, by=request.by),
        "已登记",
        no,
        suggestion,
        refusal,
        title="登记满意度",
        button="登记",
    )


def _act(
    request: Request,
    form: Form,
    perform: Callable[..., object],
    said: str,
    no: str,
    suggestion: Suggestion,
    refusal: Refused | None,
    **words: Any,
) -> HttpResponse:
    return act_by(
        request,
        form,
        perform,
        said=said,
        to=reverse("matter", args=[no]),
        matter=suggestion.matter,
        refusal=refusal,
        note=f"{suggestion}（{suggestion.author}）" + (f"：{suggestion.answer_text}" if suggestion.answer_text else ""),
        **words,
    )
