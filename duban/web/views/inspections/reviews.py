"""Review of conclusions: the unit applies, somebody without a part in the conclusion is named and decides."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import reviews as actions
from duban.ledger.models import Conclusion, JournalLine, Review
from duban.ledger.queries.inspections import reviews
from duban.ledger.queries.matters import timelines
from duban.ledger.reorganised import heirs
from duban.web.acting import act_by
from duban.web.asked import one_of
from duban.web.forms import Form
from duban.web.forms.inspections.findings import DecisionForm, NamingForm, ReviewForm
from duban.web.forms.matters.matters import EmptyForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page

_TABS = {"decide": "待我决定", "open": "复核中", "late": "超期未决定", "done": "已有结果"}


@read_page("see_inspections")
def index(request: Request) -> HttpResponse:
    """List the reviews that the officer may see."""
    tabs = {name: word for name, word in _TABS.items() if name != "decide" or access.may(request.user, "decide_review")}
    tab = one_of(request, "tab", tabs, next(iter(tabs)))
    page = page_of(request, reviews.reviews_in(request.user, tab, request.today), 30)
    return render(request, "inspections/reviews/index.html", {"page": page, "tab": tab, "tabs": tabs})


@form_page("request_review", access.findings.own_conclusion_for)
def ask(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Apply for the review of a conclusion."""
    until = conditions.reviews.request_until(conclusion)

    return act_by(
        request,
        ReviewForm,
        partial(actions.request_review, conclusion=conclusion, by=request.by),
        said="已申请复核",
        to=lambda made: reverse("review", args=[made.pk]),
        title="申请复核",
        button="提出申请",
        back=reverse("conclusion", args=[conclusion.pk]),
        refusal=conditions.reviews.requesting(conclusion, request.today),
        due={"why": f"可以在 {until.due} 前申请，由没有参与这份结论的人决定", "clause": until.clause}
        if until
        else None,
    )


@read_page("see_inspections")
def show(request: Request, pk: int) -> HttpResponse:
    """Show a review with what may be done now."""
    return render(
        request, "inspections/reviews/show.html", _context(request, access.findings.review_for(request.user, pk))
    )


@form_taken("name_reviewer", access.findings.review_for)
def name(request: Request, review: Review) -> HttpResponse:
    """Name who decides."""
    form = NamingForm(request.POST, deciders=reviews.free_deciders(review))

    def perform(**words: Any) -> None:
        actions.name_reviewer(review=review, officer=words["officer"], by=request.by)

    return _act(request, review, form, perform, "已指定", naming=form)


@form_page("decide_review", access.findings.review_for)
def decide(request: Request, review: Review) -> HttpResponse:
    """Keep the conclusion or change it."""
    conclusion = review.conclusion
    lines = [(line, _told(line)) for line in reviews.facts_since(conclusion)]
    initial = {part: getattr(conclusion, part) for part in conditions.conclusions.PARTS}
    form = DecisionForm(request.POST or None, lines=lines, initial=initial, keep=f"decision-{review.pk}")

    def perform(**words: Any) -> None:
        change = words["ruling"] == "changed"
        actions.decide_review(
            review=review,
            change=change,
            reason=words["reason"],
            words=form.words(),
            withdraw=form.withdrawn(),
            by=request.by,
        )

    return act_by(
        request, form, perform, said="复核决定已编号送达", to=reverse("review", args=[review.pk]), template="inspections/reviews/decision.html",
        title=f"复核决定：{conclusion.unit}", back=reverse("review", args=[review.pk]), review=review, conclusion=conclusion,
        refusal=conditions.reviews.deciding(review, request.user),
    )  # fmt: skip


@form_taken("request_review", access.findings.own_review_for)
def withdraw(request: Request, review: Review) -> HttpResponse:
    """Take an application back."""
    return _act(
        request,
        review,
        EmptyForm(request.POST),
        partial(actions.withdraw_review, review=review, by=request.by),
        "已撤回",
    )


def _context(request: Request, review: Review) -> dict[str, object]:
    officer, is_open = request.user, review.ruling == "open"
    decides = is_open and access.may(officer, "decide_review")
    names = is_open and access.may(officer, "name_reviewer")
    return {
        "review": review,
        "conclusion": review.conclusion,
        "decides": decides,
        "against": conditions.reviews.deciding(review, officer) if decides else None,
        "naming": NamingForm(deciders=reviews.free_deciders(review), initial={"officer": review.named_id})
        if names
        else None,
        "may_withdraw": is_open and officer.is_unit and heirs.stands_for(officer.unit, review.conclusion.unit),
        "editions": review.conclusion.editions.select_related("notice__jurisdiction").order_by("order"),
        "form": EmptyForm(),
    }


def _act(
    request: Request, review: Review, form: Form, perform: Callable[..., object], said: str, **context: Any
) -> HttpResponse:
    shown = {**_context(request, review), **context}
    shown.pop("form")
    return act_by(
        request,
        form,
        perform,
        said=said,
        to=reverse("review", args=[review.pk]),
        template="inspections/reviews/show.html",
        **shown,
    )


def _told(line: JournalLine) -> str:
    entry = timelines.entries_of([line])[0]
    about = f"（{line.matter.no}）" if line.matter else ""
    return f"{entry.said}{about}：{line.data.get('reason', '')}"[:200]
