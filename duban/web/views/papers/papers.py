"""Papers: read one in, see its tasks beside its text, put them right, register them."""

from functools import partial
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from duban.ledger import access, conditions
from duban.ledger.actions.papers import drafts
from duban.ledger.governed import Governed
from duban.ledger.models import Draft, SourcePaper
from duban.ledger.models.matters import State
from duban.ledger.queries.matters import rest_days
from duban.ledger.queries.papers import papers
from duban.ledger.queries.papers.questions import Question, questions_of
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.basis import basis_words
from duban.web.acting import act_by
from duban.web.asked import one_of
from duban.web.forms.papers.answers import BasisForm
from duban.web.forms.papers.papers import DraftForm, PaperForm, RegistrationForm, TableForm
from duban.web.http import Request
from duban.web.pages import form_page, page_of, read_page
from duban.web.submitting import carry_out


@read_page("read_paper")
def index(request: Request) -> HttpResponse:
    """List the papers read in."""
    page = page_of(request, papers.papers_of(request.user), 30)
    return render(request, "papers/index.html", {"page": page})


@form_page("read_paper")
def new(request: Request) -> HttpResponse:
    """Read a paper in: a file, or pasted text."""
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()
    if form.is_valid():

        def act() -> str:
            name, data = form.paper()
            paper = drafts.read_paper(
                jurisdiction=request.user.office,
                name=name,
                data=data,
                year=form.cleaned_data["year"],
                by=request.by,
            )
            return reverse("paper", args=[paper.pk])

        try:
            return carry_out(request, act, said="已读入，请逐条核对")
        except Refused as refusal:
            form.refuse(refusal)
    return render(request, "papers/new.html", {"form": form}, status=422 if form.is_bound else 200)


@form_page("read_paper")
def paste(request: Request) -> HttpResponse:
    """Read rows in that were pasted out of a spreadsheet, as drafts; what is wrong with a cell stands at the cell."""

    def perform(**words: Any) -> SourcePaper:
        name, data = form.paper()
        return drafts.read_paper(
            jurisdiction=request.user.office, name=name, data=data, year=request.today.year, by=request.by
        )

    form = TableForm(_sent(request), jurisdiction=request.user.office, today=request.today)
    return act_by(
        request,
        form,
        perform,
        said="已读入，请逐条核对",
        to=lambda made: reverse("paper", args=[made.pk]),
        template="papers/table.html",
    )


@require_safe
def show(request: Request, pk: int) -> HttpResponse:
    """Show the paper and its drafts side by side."""
    return _page(request, access.papers.paper_for(request.user, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, pk: int, order: int) -> HttpResponse:
    """Put a draft right, beside its passage."""
    paper, draft = _draft(request, pk, order)
    matcher = papers.Matcher(paper.jurisdiction)
    lead, support = ([matcher.named(each) for each in named] for named in (draft.lead, draft.support))
    initial = {
        "text": draft.text,
        "due_on": draft.due_on,
        "endless": draft.endless,
        "rhythm": draft.rhythm or drafts.offered_rhythm(draft),
        "lead": [each.unit for each in lead if each.unit],
        "support": [each.unit for each in support if each.unit],
    }
    mentioned = [] if lead else matcher.mentioned(draft.text)
    initial["lead"] = initial["lead"] or mentioned
    form = DraftForm(_sent(request), initial=initial, jurisdiction=paper.jurisdiction)
    if form.is_valid():

        def act() -> str:
            drafts.correct_draft(draft=draft, **form.cleaned_data, by=request.by)
            return f"{reverse('paper', args=[paper.pk])}#d{order}"

        try:
            resting = rest_days.remark_on(form.cleaned_data["due_on"], Governed.of(paper.jurisdiction).calendar)
            return carry_out(request, act, said=f"第 {order} 条已核对" + (f"。{resting}，照原文" if resting else ""))
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "paper": paper,
        "draft": draft,
        "form": form,
        "passage": paper.text[draft.start : draft.end],
        "mentioned": mentioned,
        "trouble": drafts.trouble_with(draft, request.today),
        "unmatched": [
            (word, each) for word, named in (("牵头", lead), ("配合", support)) for each in named if not each.unit
        ],
    }
    return render(request, "papers/draft.html", context, status=422 if form.is_bound else 200)


@require_POST
def drop(request: Request, pk: int, order: int) -> HttpResponse:
    """Set a draft aside."""
    paper, draft = _draft(request, pk, order)

    return carry_out(
        request,
        partial(drafts.drop_draft, draft=draft, by=request.by),
        said=f"第 {order} 条不登记",
        to=f"{reverse('paper', args=[paper.pk])}#d{order}",
    )


@require_POST
def register(request: Request, pk: int) -> HttpResponse:
    """Register the drafts without open doubt as proposed matters, all or none."""
    paper = access.papers.paper_for(request.user, pk)
    access.require(request.user, "register_matter")
    regime = Governed.of(paper.jurisdiction).document
    form = RegistrationForm(request.POST, regime=regime)
    if form.is_valid():
        due_on = form.cleaned_data["due_on"]
        ready = [
            draft
            for draft in paper.drafts.filter(state="open")
            if not drafts.trouble_with(draft, request.today, due_on)
        ]

        def act() -> str:
            drafts.register_drafts(paper=paper, drafts=ready, **form.cleaned_data, by=request.by)
            return f"{reverse('paper', args=[paper.pk])}?show=registered#drafts"

        try:
            return carry_out(request, act, said=f"已登记 {len(ready)} 件为拟立项事项")
        except Refused as refusal:
            form.refuse(refusal)
    return _page(request, paper, form, status=422)


def _page(
    request: Request, paper: SourcePaper, form: RegistrationForm | None = None, status: int = 200
) -> HttpResponse:
    regime = Governed.of(paper.jurisdiction).document
    reading = papers.reading_of(paper, request.today, drafts.trouble_with)
    drafts_read = [card.draft for card in reading.cards]
    questions = questions_of(paper, drafts_read, reading.matcher, request.today)
    asked = {order for each in questions for order in each.orders}
    show = one_of(request, "show", papers.SHOWS)
    proposed = [
        card.draft.matter for card in reading.cards if card.draft.matter and card.draft.matter.state == State.PROPOSED
    ]
    starts = conditions.requests.starts_of(proposed)
    may_start = access.may(request.user, "request_start")
    undated = sum(card.shown_as == "doubtful" and card.trouble == drafts.NO_DEADLINE for card in reading.cards)
    return render(
        request,
        "papers/show.html",
        {
            "paper": paper,
            "reading": reading,
            "cards": [card for card in reading.cards if show in ("", card.shown_as)],
            "shows": [(name, word, reading.counts[name]) for name, word in papers.SHOWS.items()],
            "show": show,
            "open_only": one_of(request, "text", ("open",)) == "open",
            "open": sum(piece.is_open for piece in reading.passages),
            "form": form or RegistrationForm(regime=regime),
            "questions": [(each, _answered_at(paper, each)) for each in questions],
            "cleared": len(asked),
            "singly": sum(card.shown_as == "doubtful" and card.draft.order not in asked for card in reading.cards),
            "units": list(reading.matcher.units.values()),
            "basis": BasisForm(initial={"basis": paper.basis, "basis_no": paper.basis_no, "basis_on": paper.basis_on}),
            "basis_words": basis_words(paper.basis, paper.basis_no, paper.basis_on),
            "ready": reading.counts["ready"],
            "undated": undated,
            "proposed": proposed,
            "unasked": [each for each in proposed if may_start and conditions.requests.unasked(each, starts[each.pk])],
            "may_register": access.may(request.user, "register_matter"),
            "may_dispatch": access.may(request.user, "dispatch_matter"),
        },
        status=status,
    )


def _answered_at(paper: SourcePaper, question: Question) -> str:
    """Return the address to which the answer to a question goes."""
    names = {
        "unit": "paper_name",
        "group": "paper_name",
        "day": "paper_day",
        "finished": "paper_selection",
        "past": "paper_selection",
    }
    name = names.get(question.kind, "paper_doubt")
    return reverse(name, args=[paper.pk])


def _sent(request: Request) -> QueryDict | None:
    """Give what was sent: an empty form is one, too."""
    return request.POST if request.method == "POST" else None


def _draft(request: Request, pk: int, order: int) -> tuple[SourcePaper, Draft]:
    paper = access.papers.paper_for(request.user, pk)
    return paper, get_object_or_404(Draft.objects.select_related("paper__jurisdiction"), paper=paper, order=order)
