"""Ratings (满意度): by unit and in all, the callback on a matter, and the word why a result stands."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.public import ratings
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Rating
from duban.ledger.models.ratings import Satisfaction
from duban.ledger.queries.public import appeals as lists
from duban.ledger.queries.public import ratings as queries
from duban.people.models import Unit
from duban.web.acting import act_by
from duban.web.asked import known_of, leave_out, one_of, quarter_of
from duban.web.forms.matters.matters import ReasonForm
from duban.web.forms.public.appeals import CallbackForm
from duban.web.http import Request
from duban.web.pages import form_page, page_of, read_page

_WORDS = {"": "全部", **dict(Satisfaction.choices), "waiting": "不满意待处理"}


@read_page("see_ratings")
def index(request: Request) -> HttpResponse:
    """Show a quarter's ratings: the rates by unit, what came from the public, and the list behind each number."""
    jurisdiction = request.user.office
    word = one_of(request, "word", _WORDS) or one_of(request, "show", _WORDS)
    quarter = quarter_of(request)
    # What waits for the office waits whenever it was said.
    always = word == "waiting"
    unit = Unit.objects.filter(jurisdiction=jurisdiction, code=request.GET.get("unit", "")[:40]).first()
    known_of(request, [("unit", unit.code if unit else "")])
    asked = queries.Asked(
        unit.code if unit else "", word, None if always else quarter.first, None if always else quarter.end
    )
    whole, rates = queries.rates_of(request.user, queries.Asked(first=quarter.first, last=quarter.end))
    context = {
        "page": page_of(request, queries.ratings_of(request.user, asked), 30),
        "whole": whole,
        "rates": rates,
        "figures": lists.figures_of(jurisdiction, quarter.first, quarter.end, request.today),
        "quarter": quarter,
        "before": quarter.moved(-1),
        "after": quarter.moved(1),
        "words": _WORDS.items(),
        "word": word,
        "unit": unit,
        "always": always,
        "waiting": queries.waiting_count(request.user),
        "may_rate": access.may(request.user, "rate_matter"),
        "may_see_appeals": access.may(request.user, "see_appeals"),
        "clauses": lists.clauses_of(jurisdiction, "satisfaction"),
        "reopening": Governed.of(jurisdiction).clause("reopening"),
    }
    return render(request, "public/ratings/index.html", context)


@form_page("rate_matter", access.matters.matter_for)
def rate(request: Request, matter: Matter) -> HttpResponse:
    """Enter what was said when the office called back about a matter that is done."""
    unrated = access.public.appeals(request.user).filter(matter=matter).exclude(ratings__is_current=True)
    appeal = unrated.filter(number=request.GET.get("appeal", "")[:20]).first()
    leave_out(request, *["appeal"] * (appeal is None))
    form = CallbackForm(
        request.POST or None,
        initial={
            "rated_on": request.today,
            "called_by": request.user.pk,
            "manner": "phone",
            "appeal": appeal,
        },
        jurisdiction=matter.jurisdiction,
        appeals=unrated.order_by("id"),
    )

    def to(made: Rating) -> str:
        return f"{reverse('ratings')}?word=waiting" if made.is_dissatisfied else reverse("matter", args=[matter.no])

    return act_by(
        request,
        form,
        partial(ratings.rate_matter, matter=matter, actor=request.user, at=request.at),
        said="已登记",
        to=to,
        title="登记回访",
        button="登记",
        matter=matter,
        refusal=conditions.public.rating(matter),
        due=_cited(matter),
    )


@form_page("rate_matter", access.public.rating_for)
def keep(request: Request, rating: Rating) -> HttpResponse:
    """Say why a result with which somebody is dissatisfied stands."""
    return act_by(
        request,
        ReasonForm,
        partial(ratings.keep_result, rating=rating, by=request.by),
        said="已记明理由",
        to=f"{reverse('ratings')}?word=waiting",
        title="不再重新办理",
        button="记明理由",
        matter=rating.matter,
        note=f"{rating.rated_on} {rating.get_satisfaction_display()}：{rating.note}",
        refusal=conditions.public.keeping(rating),
    )


def _cited(matter: Matter) -> dict[str, str] | None:
    """Give the sentence with the clause that asks for the callback; None where the document has none."""
    clause = Governed.of(matter).clause("satisfaction")
    return {"why": "回访群众是否满意；不满意的，可以重新办理", "clause": clause} if clause else None
