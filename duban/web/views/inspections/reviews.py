"""Review of conclusions: the unit applies, somebody without a part in the conclusion is named and decides."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import reviews as actions
from duban.ledger.models import JournalLine, Review
from duban.ledger.queries.inspections import reviews
from duban.ledger.queries.matters import timelines
from duban.web.acting import act_by
from duban.web.forms import Form
from duban.web.forms.inspections.findings import DecisionForm, NamingForm, ReviewForm
from duban.web.forms.matters.matters import EmptyForm
from duban.web.requests import Request

_TABS = {"decide": "待我决定", "open": "复核中", "late": "超期未决定", "done": "已有结果"}


@require_safe
def index(request: Request) -> HttpResponse:
    """List the reviews that the officer may see."""
    access.require(request.user, "see_inspections")
    tabs = {name: word for name, word in _TABS.items() if name != "decide" or access.may(request.user, "decide_review")}
    tab = request.GET.get("tab", "")
    tab = tab if tab in tabs else next(iter(tabs))
    page = Paginator(reviews.reviews_in(request.user, tab, request.today), 30).get_page(request.GET.get("page"))
    return render(request, "inspections/reviews/index.html", {"page": page, "tab": tab, "tabs": tabs})


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, pk: int) -> HttpResponse:
    """Apply for the review of a conclusion."""
    access.require(request.user, "request_review")
    conclusion = access.findings.own_conclusion_for(request.user, pk)
    until = conditions.reviews.request_until(conclusion)
    made = []

    def perform(words: dict[str, Any]) -> None:
        made.append(actions.request_review(conclusion=conclusion, by=request.by, **words))

    return act_by(
        request,
        ReviewForm(request.POST or None),
        perform,
        said="已申请复核",
        to=lambda: reverse("review", args=[made[0].pk]),
        title="申请复核",
        button="提出申请",
        back=reverse("conclusion", args=[pk]),
        refusal=conditions.reviews.requesting(conclusion, request.today),
        due={"why": f"可以在 {until.due} 前申请，由没有参与这份结论的人决定", "clause": until.clause}
        if until
        else None,
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show a review with what may be done now."""
    access.require(request.user, "see_inspections")
    return render(
        request, "inspections/reviews/show.html", _context(request, access.findings.review_for(request.user, pk))
    )


@require_POST
def name(request: Request, pk: int) -> HttpResponse:
    """Name who decides."""
    access.require(request.user, "name_reviewer")
    review = access.findings.review_for(request.user, pk)
    form = NamingForm(request.POST, deciders=reviews.free_deciders(review))

    def perform(words: dict[str, Any]) -> None:
        actions.name_reviewer(review=review, officer=words["officer"], by=request.by)

    return _act(request, review, form, perform, "已指定", naming=form)


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Request, pk: int) -> HttpResponse:
    """Keep the conclusion or change it."""
    access.require(request.user, "decide_review")
    review = access.findings.review_for(request.user, pk)
    conclusion = review.conclusion
    lines = [(line, _told(line)) for line in reviews.facts_since(conclusion)]
    initial = {part: getattr(conclusion, part) for part in conditions.conclusions.PARTS}
    form = DecisionForm(request.POST or None, lines=lines, initial=initial, keep=f"decision-{pk}")

    def perform(words: dict[str, Any]) -> None:
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
        request, form, perform, said="复核决定已编号送达", to=reverse("review", args=[pk]), template="inspections/reviews/decision.html",
        title=f"复核决定：{conclusion.unit}", back=reverse("review", args=[pk]), review=review, conclusion=conclusion,
        refusal=conditions.reviews.deciding(review, request.user),
    )  # fmt: skip


@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Take an application back."""
    access.require(request.user, "request_review")
    review = access.findings.own_review_for(request.user, pk)

    def perform(words: dict[str, Any]) -> None:
        actions.withdraw_review(review=review, by=request.by)

    return _act(request, review, EmptyForm(request.POST), perform, "已撤回")


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
        "may_withdraw": is_open and officer.is_unit and officer.unit_id == review.conclusion.unit_id,
        "editions": review.conclusion.editions.select_related("notice__jurisdiction").order_by("order"),
        "form": EmptyForm(),
    }


def _act(
    request: Request, review: Review, form: Form, perform: Callable[[dict[str, Any]], object], said: str, **context: Any
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
