"""Marks that the office enters: the scoring sheets or the grades of a period, all units in one table."""

from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from duban.ledger import access, conditions
from duban.ledger.actions.scoring import facts
from duban.ledger.governed import Governed
from duban.ledger.queries.scoring import entered_marks, evidence, grade_standards, rankings
from duban.ledger.queries.scoring.entered_marks import Column, Scheme
from duban.ledger.refusals import Refused
from duban.web.asked import known_of, one_of, span_of
from duban.web.forms.scoring.rankings import MarksForm
from duban.web.http import Request
from duban.web.submitting import carry_out
from duban.web.views.scoring.rankings import picker


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Request) -> HttpResponse:
    """Enter the scoring sheets or the grades of a period, all units in one table."""
    access.require(request.user, "record_fact")
    jurisdiction = request.user.office
    span = span_of(request, jurisdiction)
    governed = Governed.of(jurisdiction, span.first)
    scheme = entered_marks.scheme_of(governed.document, governed.choices)
    if scheme is None:
        raise Http404
    kinds = ("grade",) if scheme.scale else ("sheet", "figure")
    before = entered_marks.standing(jurisdiction, kinds, span)
    classes = grade_standards.classes_of(governed)
    chosen = one_of(request, "class", classes)
    columns = [Column(chosen, classes[chosen])] if chosen else _columns(request, scheme, before)
    units = entered_marks.marked_units(jurisdiction, governed.held)
    # A table for each department has columns that no unit here has.
    columns = [each for each in columns if not units or any(each.has(governed.held, unit) for unit in units)] or columns
    form = MarksForm(
        request.POST if request.method == "POST" else None,
        scheme=scheme,
        units=units,
        before=before,
        columns=columns,
        held=governed.held,
    )
    if form.is_valid():

        def act() -> str:
            facts.enter_marks(
                jurisdiction=jurisdiction,
                span=span,
                entries=form.entries(),
                reason=form.cleaned_data["reason"],
                by=request.by,
            )
            return f"{reverse('ranking_marks')}?{span.query}" if chosen else f"{reverse('rankings')}?{span.query}"

        try:
            return carry_out(
                request,
                act,
                said=f"已登记{span.name}的{classes[chosen] + '等次' if chosen else '等次' if scheme.scale else '评分和数据' if scheme.has_figures else '评分'}",
            )
        except Refused as refusal:
            refusal.field = form.named(refusal.field)
            form.refuse(refusal)
    context = {
        **picker(jurisdiction, governed.document, span, request.today),
        "form": form,
        "scheme": scheme,
        "columns": columns,
        "classes": classes,
        "chosen": chosen,
        "standard": grade_standards.in_force(jurisdiction, chosen, span.last) if chosen else None,
        "by_class": grade_standards.grades_of(jurisdiction, span, classes) if classes and not chosen else {},
        "not_begun": conditions.scoring.not_begun(span.name, span.first, request.today),
        "published": rankings.published(jurisdiction, span),
        "known": evidence.evidence_of(jurisdiction, span, request.today, chosen),
    }
    return render(request, "scoring/rankings/marks.html", context, status=422 if form.is_bound else 200)


def _columns(request: Request, scheme: Scheme, before: Iterable[tuple[str, str]]) -> list[Column]:
    """Give the columns: the document's; where it names none, those in use and the one to be added (`section` in the address)."""
    columns, more = list(scheme.columns), request.GET.get("section", "")
    known_of(request, [("section", "taken" if scheme.is_open else "")])
    if scheme.is_open:
        used = list(dict.fromkeys(section for _, section in before))
        columns = [Column(section, section) for section in used] or columns
        if more.strip() and more.strip() not in used:
            columns.append(Column(more.strip()[:20], more.strip()[:20]))
    return columns
