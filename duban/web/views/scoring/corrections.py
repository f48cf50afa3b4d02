"""Corrections of published rankings: what would change, the reason, and what a record in a published period brings about."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.scoring import corrections, signing
from duban.ledger.governed import Governed
from duban.ledger.models import Ranking, RankingRequest
from duban.ledger.queries.scoring import corrections as known
from duban.ledger.queries.scoring import periods
from duban.ledger.refusals import Refused
from duban.web.acting import act_by
from duban.web.forms.scoring.rankings import CorrectionForm
from duban.web.http import Request
from duban.web.pages import form_page


@form_page("publish_ranking", access.scoring.ranking_for)
def correct(request: Request, ranking: Ranking) -> HttpResponse:
    """Show what the period comes to with the facts that are known now; with a reason, correct it or put that up for signature."""
    changes = known.pending_of(ranking)
    span = known.span_of(ranking)
    refusal = conditions.scoring.correcting(ranking)
    if refusal is None and changes.is_same:
        refusal = Refused(
            "按现有记录重新计算，与已发布的结果相同，不需要更正",
            possible="请先补记、撤销或认定有关记录，再来更正。",
        )
    unsigned = conditions.scoring.unsigned(request.user.office, "correction")
    called = periods.called(Governed.of(request.user.office, span.first))
    waiting = known.waiting_of(request.user.office, span)
    act = signing.ask_for_correction if unsigned else corrections.correct_ranking

    def to(made: Ranking | RankingRequest) -> str:
        page = "ranking_published" if isinstance(made, Ranking) else "ranking_request"
        return reverse(page, args=[made.pk])

    return act_by(
        request,
        CorrectionForm(request.POST or None),
        partial(act, ranking=ranking, by=request.by),
        said=f"已提请签发{span.name}{called}的更正" if unsigned else f"已更正{span.name}{called}",
        to=to,
        template="scoring/rankings/correction.html",
        ranking=ranking,
        span=span,
        called=called,
        changes=changes,
        refusal=refusal,
        unsigned=unsigned,
        pending=waiting,
    )
