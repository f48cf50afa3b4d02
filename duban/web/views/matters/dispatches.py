"""Sending out: what would go to whom, in which papers; one matter or many, all or none of them, with progress where they are many."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duban.ledger import access, conditions
from duban.ledger.actions.matters import dispatches
from duban.ledger.governed import Governed
from duban.ledger.models import Matter, Proposal
from duban.ledger.models.matters import State
from duban.ledger.progress import Progress, untold
from duban.ledger.queries.matters import matters as ledgers
from duban.ledger.queries.matters.dispatches import Letters, counts_of, objections_until, usual_letters
from duban.web import jobs
from duban.web.acting import act_by, led_back
from duban.web.asked import numbers_of
from duban.web.forms.matters.dispatches import DispatchForm
from duban.web.http import Request
from duban.web.middleware import go
from duban.web.pages import form_page, read_page

# From so many matters on, they go out while the page tells how far it has come.
_MANY = 30


@form_page("dispatch_matter")
def dispatch(request: Request) -> HttpResponse:
    """Show what would go out to whom, and send it: one matter or many, all or none of them."""
    chosen = list(
        access.matters.matters(request.user)
        .filter(no__in=numbers_of(request))
        .select_related("jurisdiction")
        .prefetch_related("decisions")
        .order_by("registered_on", "id")
    )
    starts = conditions.requests.starts_of(chosen)
    rows = [
        (
            row,
            conditions.requests.dispatch(row.matter, request.today, starts[row.matter.pk]),
            conditions.sources.meeting_unknown(row.matter),
        )
        for row in ledgers.rows_of(request.user, chosen)
    ]
    ready = [row for row, refusal, _ in rows if refusal is None]
    sent = [row.matter for row in ready]
    counts = counts_of(sent, [each for row in ready for each in (*row.leads, *row.supports)])
    until = objections_until(Governed.of(request.user.office), request.today) if ready else None
    is_long = len(chosen) >= _MANY

    def perform(**words: Any) -> None:
        # In the form stands what was ready when it was shown: what is not any more stops all of it, and is named.
        if is_long:
            jobs.start(_job(request), lambda progress: _send(request, chosen, words, progress))
        else:
            _send(request, chosen, words)

    to = led_back(request, reverse("matter", args=[chosen[0].no]) if len(chosen) == 1 else reverse("matters"))
    said = f"已交办 {len(chosen)} 件" if len(chosen) != 1 else f"{chosen[0].no} 已交办"
    return act_by(
        request,
        DispatchForm(request.POST or None, counts=counts, usual=usual_letters(request.user.office), until=until),
        perform,
        said="已开始交办" if is_long else said,
        to=reverse("dispatch_progress") if is_long else to,
        template="matters/dispatch.html",
        begun_at=led_back(request, ""),
        rows=rows,
        ready=ready,
        unreachable=conditions.office.unreachable(each.unit for row in ready for each in (*row.leads, *row.supports)),
        letters=counts[Letters.EACH],
        paper=Governed.of(request.user.office).paper("dispatch"),
        unasked=_unasked(request, chosen, starts),
    )


def _unasked(request: Request, chosen: Sequence[Matter], starts: Mapping[int, Sequence[Proposal]]) -> list[Matter]:
    """Return the matters that nobody has put up for the approval that they need, where the reader may."""
    if not access.may(request.user, "request_start"):
        return []
    return [
        each for each in chosen if each.state == State.PROPOSED and conditions.requests.unasked(each, starts[each.pk])
    ]


@read_page("dispatch_matter")
def progress(request: Request) -> HttpResponse:
    """Tell how far a long dispatch has come; once it is done, lead back to the ledger."""
    job = jobs.job_of(_job(request))
    if job is None:
        return go(request, reverse("matters"))
    return render(request, "matters/dispatching.html", {"job": job, "refused": job.failed})


def _send(request: Request, chosen: Sequence[Matter], words: dict[str, Any], progress: Progress = untold) -> None:
    letters = words.get("letters") or Letters.EACH
    dispatches.dispatch_matters(
        matters=chosen, letters=letters, accept_by=words["accept_by"], by=request.by, progress=progress
    )


def _job(request: Request) -> str:
    return f"dispatch-{request.user.pk}"
