"""Suggestions (建议提案): the list, registration, countersigning, the answer, satisfaction, the report to the committees."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

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
from duban.web.ordering import order_by
from duban.web.requests import Request
from duban.web.submitting import carry_out
from duban.web.views.sources.meetings import listed


@require_safe
def index(request: Request) -> HttpResponse:
    """List the suggestions; printed, it is the report to the two standing committees."""
    access.require(request.user, "see_sources")
    context = listed(request, "suggestions", sources.suggestions_of)
    context |= {
        "may_register": access.may(request.user, "register_suggestion"),
        "clause": Governed.of(request.user.office).clause("suggestions"),
    }
    return render(request, "sources/suggestions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """Register a suggestion."""
    access.require(request.user, "register_suggestion")
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


@require_POST
def report(request: Request) -> HttpResponse:
    """Note which suggestions were told to the standing committees."""
    access.require(request.user, "register_suggestion")
    chosen = access.sources.suggestions(request.user).filter(matter__no__in=request.POST.getlist("no")[:200])

    def act() -> str:
        suggestions.report_suggestions(jurisdiction=request.user.office, suggestions=chosen, by=request.by)
        return reverse("suggestions")

    return carry_out(request, act, said="已记明报告常委会")


@require_http_methods(["GET", "HEAD", "POST"])
def countersign(request: Request, no: str) -> HttpResponse:
    """Put a cooperating unit's word to the answer."""
    access.require(request.user, "answer_suggestion")
    suggestion = access.sources.suggestion_for(request.user, no)
    assignment = access.matters.own_assignment_for(request.user, no)

    def perform(words: dict[str, Any]) -> None:
        suggestions.countersign_suggestion(suggestion=suggestion, assignment=assignment, by=request.by, **words)

    form = CountersignForm(request.POST or None)
    refusal = conditions.sources.countersigning(suggestion, assignment)
    return _act(request, form, perform, "已会签", no, suggestion, refusal, title="会签", button="会签")


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, no: str) -> HttpResponse:
    """Answer the author."""
    access.require(request.user, "answer_suggestion")
    suggestion = access.sources.suggestion_for(request.user, no)
    assignment = access.matters.own_assignment_for(request.user, no)

    def perform(words: dict[str, Any]) -> None:
        suggestions.answer_suggestion(suggestion=suggestion, assignment=assignment, by=request.by, **words)

    form = AnswerForm(request.POST or None)
    refusal = conditions.sources.answering(suggestion, assignment)
    return _act(request, form, perform, "已答复", no, suggestion, refusal, title="答复提出人", button="答复")


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: Request, no: str) -> HttpResponse:
    """Enter what the author said of the answer."""
    access.require(request.user, "register_suggestion")
    suggestion = access.sources.suggestion_for(request.user, no)

    def perform(words: dict[str, Any]) -> None:
        suggestions.rate_suggestion(suggestion=suggestion, by=request.by, **words)

    form = RatingForm(request.POST or None)
    refusal = conditions.sources.rating(suggestion)
    return _act(request, form, perform, "已登记", no, suggestion, refusal, title="登记满意度", button="登记")


def _act(
    request: Request,
    form: Form,
    perform: Callable[[dict[str, Any]], object],
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
