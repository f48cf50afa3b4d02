"""Conclusions: drafted by the team, sealed until they are delivered, read, signed, handed to the unit."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.inspections import conclusions as actions
from duban.ledger.models import Conclusion
from duban.ledger.queries.inspections import conclusions
from duban.ledger.reorganised import heirs
from duban.people.models import Role
from duban.web.acting import act_by
from duban.web.asked import one_of
from duban.web.forms import Form
from duban.web.forms.inspections.findings import ConclusionForm, ForwardForm, OpinionForm
from duban.web.forms.matters.matters import EmptyForm, ReasonForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page


@read_page("see_inspections")
def index(request: Request) -> HttpResponse:
    """List the conclusions that the officer may see; `show` picks those that wait for them."""
    show = one_of(request, "show", dict(conclusions.SHOWS))
    page = page_of(request, conclusions.list_of(request.user, show, request.today), 30)
    return render(
        request, "inspections/conclusions/index.html", {"page": page, "show": show, "shows": conclusions.SHOWS}
    )


@form_page("see_inspections")
def draft(request: Request, pk: int, unit: str) -> HttpResponse:
    """Begin the conclusion of one unit with what the records already say."""
    inspection = access.findings.worked_inspection_for(request.user, pk)
    of = inspection.units.filter(code=unit).first()
    if of is None:
        raise access.NotFound("这次督查没有这个单位")
    initial = conclusions.words_for(inspection, of)
    form = ConclusionForm(request.POST or None, initial=initial, keep=f"conclusion-{pk}-{unit}")

    def perform(**words: Any) -> object:
        return actions.draft_conclusion(inspection=inspection, unit=of, words=form.words(), by=request.by)

    return act_by(
        request, form, perform, said="已保存草稿", to=lambda made: reverse("conclusion", args=[made.pk]), template="inspections/conclusions/edit.html",
        title=f"起草督查结论：{of}", button="保存草稿", back=reverse("inspection", args=[pk]), inspection=inspection,
        refusal=conditions.conclusions.drafting(inspection, of), asked=conditions.conclusions.elements_of(conditions.conclusions.regime_of(inspection)),
    )  # fmt: skip


@read_page("see_inspections", access.findings.conclusion_for)
def show(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Show a conclusion: its words to who may read them now, its way, its readers to the head of the office."""
    return render(request, "inspections/conclusions/show.html", context_of(request, conclusion))


@form_page("see_inspections", access.findings.written_conclusion_for)
def edit(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Change the words of a draft."""
    initial = {name: getattr(conclusion, name) for name in (*conditions.conclusions.PARTS, "version")}
    if not conditions.conclusions.has_opened(conclusion, request.user):
        initial = {"version": conclusion.version}
    form = ConclusionForm(
        request.POST or None, initial=initial, keep=f"conclusion-{conclusion.pk}-{conclusion.version}"
    )

    def perform(**words: Any) -> None:
        actions.edit_conclusion(conclusion=conclusion, words=form.words(), version=words["version"] or 0, by=request.by)

    here = reverse("conclusion", args=[conclusion.pk])
    unopened = conditions.conclusions.unopened(conclusion, request.user)
    return act_by(
        request, form, perform, said="已保存", to=here, template="inspections/conclusions/edit.html", title=f"修改督查结论：{conclusion.unit}",
        button="保存", back=here, inspection=conclusion.inspection, refusal=conditions.conclusions.editing(conclusion) or unopened,
        asked=conditions.conclusions.elements_of(conditions.conclusions.regime_of(conclusion.inspection)),
    )  # fmt: skip


@form_taken("see_inspections", access.findings.conclusion_for)
def open_seal(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Open a conclusion before its delivery: that is put on record."""
    return _act(
        request,
        conclusion,
        EmptyForm(request.POST),
        partial(actions.open_conclusion, conclusion=conclusion, by=request.by),
        "已打开，查阅已留下记录",
    )


@form_taken("see_inspections", access.findings.written_conclusion_for)
def forward(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Put it before the head of the team and the leader."""
    form = ForwardForm(request.POST, signers=conclusions.signers_for(conclusion))

    def perform(**words: Any) -> None:
        actions.forward_conclusion(conclusion=conclusion, to_sign=words["to_sign"], by=request.by)

    return _act(request, conclusion, form, perform, "已送审", forwarding=form)


@form_taken("see_inspections", access.findings.written_conclusion_for)
def recall(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Take it back before it is signed."""
    form = ReasonForm(request.POST)

    def perform(**words: Any) -> None:
        actions.recall_conclusion(conclusion=conclusion, reason=words["reason"], by=request.by)

    return _act(request, conclusion, form, perform, "已撤回", recalling=form)


@form_taken("see_inspections", access.findings.written_conclusion_for)
def read(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Read it as the head of the team."""
    form = OpinionForm(request.POST)

    def perform(**words: Any) -> None:
        agree = words["decision"] == "agree"
        actions.read_conclusion(conclusion=conclusion, agree=agree, opinion=words["opinion"], by=request.by)

    return _act(request, conclusion, form, perform, "已审阅", reading=form)


@form_taken("sign_conclusion", access.findings.conclusion_for)
def sign(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Sign it as the leader."""
    form = OpinionForm(request.POST)

    def perform(**words: Any) -> None:
        agree = words["decision"] == "agree"
        actions.sign_conclusion(conclusion=conclusion, agree=agree, opinion=words["opinion"], by=request.by)

    return _act(request, conclusion, form, perform, "已审阅", signing=form)


@form_taken("see_inspections", access.findings.led_conclusion_for)
def deliver(request: Request, conclusion: Conclusion) -> HttpResponse:
    """Deliver it to the unit."""
    return _act(
        request,
        conclusion,
        EmptyForm(request.POST),
        partial(actions.deliver_conclusion, conclusion=conclusion, by=request.by),
        "已编号送达，单位已得知",
    )


def context_of(request: Request, conclusion: Conclusion) -> dict[str, object]:
    """Return what the page of a conclusion shows this officer now."""
    officer = request.user
    regime = conditions.conclusions.regime_of(conclusion.inspection)
    works = conclusions.works_on(officer, conclusion)
    is_open = conditions.conclusions.has_opened(conclusion, officer)
    until = conditions.reviews.request_until(conclusion)
    context: dict[str, object] = {
        "conclusion": conclusion,
        "inspection": conclusion.inspection,
        "is_open": is_open,
        "parts": [(word, getattr(conclusion, name)) for name, word in conditions.conclusions.PARTS.items()]
        if is_open
        else [],
        "editions": list(conclusion.editions.select_related("notice__jurisdiction").order_by("order"))
        if is_open
        else [],
        "reviews": list(conclusion.reviews.select_related("made_by", "ruled_by").order_by("id"))
        if conclusion.is_delivered
        else [],
        "until": until,
        "reading_clause": conditions.conclusions.reading_clause(conclusion),
        "readers_clause": conditions.conclusions.readers_clause(regime),
        "readers": conclusions.readers_of(conclusion) if officer.role == Role.OFFICE_HEAD else None,
        "head": conditions.conclusions.head_of(conclusion.inspection),
        "may_edit": works and is_open and conditions.conclusions.editing(conclusion) is None,
        "incomplete": conditions.conclusions.complete(conclusion)
        if works and is_open and conditions.conclusions.editing(conclusion) is None
        else None,
        "recalling": ReasonForm() if works and conditions.conclusions.recalling(conclusion) is None else None,
        "form": EmptyForm(),
    }
    if context["may_edit"]:
        usual = conclusions.usual_signer(conclusion)
        signer = conclusion.to_sign or usual
        context["forwarding"] = ForwardForm(
            signers=conclusions.signers_for(conclusion), initial={"to_sign": signer.pk if signer else None}
        )
    if is_open and conditions.conclusions.reading_as_head(conclusion, officer) is None:
        context["reading"] = OpinionForm()
    if (
        is_open
        and access.may(officer, "sign_conclusion")
        and conditions.conclusions.signing(conclusion, officer, request.today) is None
    ):
        context["signing"] = OpinionForm()
    if access.findings.leads(officer, conclusion.inspection) and not conclusion.is_delivered:
        context["delivering"], context["no_delivery"] = True, conditions.conclusions.delivering(conclusion)
    if officer.is_unit and heirs.stands_for(officer.unit, conclusion.unit) and conclusion.is_delivered:
        context["asking"], context["no_review"] = True, conditions.reviews.requesting(conclusion, request.today)
    return context


def _act(
    request: Request,
    conclusion: Conclusion,
    form: Form,
    perform: Callable[..., object],
    said: str,
    **context: Any,
) -> HttpResponse:
    to = reverse("conclusion", args=[conclusion.pk])
    shown = {**context_of(request, conclusion), **context}
    shown.pop("form")
    return act_by(request, form, perform, said=said, to=to, template="inspections/conclusions/show.html", **shown)
