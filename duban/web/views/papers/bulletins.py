"""Bulletins: list, draft from the data, edit, forward, sign, issue, download."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from duban.ledger import access, scores
from duban.ledger.actions.papers import bulletins
from duban.ledger.governed import Governed
from duban.ledger.models import Bulletin, Ranking
from duban.ledger.models.bulletins import OPEN_PHASES, Phase
from duban.ledger.queries.papers import notices, numbering
from duban.ledger.queries.scoring import periods
from duban.ledger.wordings import catalogue, edits, figures, letters
from duban.web.acting import act_by
from duban.web.asked import leave_out
from duban.web.forms.matters.matters import EmptyForm
from duban.web.forms.papers.bulletins import BulletinForm, DraftForm, OpinionForm
from duban.web.http import Request
from duban.web.pages import form_page, form_taken, page_of, read_page
from duban.web.printing import as_file
from duban.web.views.scoring.rankings import cards_of


@read_page("see_bulletins")
def index(request: Request) -> HttpResponse:
    """List the bulletins: those in work, and those that went out."""
    found = access.papers.bulletins(request.user)
    going = found.filter(phase__in=OPEN_PHASES).select_related("prepared_by").order_by("-id")[:50]
    issued = found.filter(phase=Phase.ISSUED).select_related("issued_by").order_by("-issued_on", "-id")
    return render(
        request,
        "papers/bulletins/index.html",
        {
            "going": going,
            "page": page_of(request, issued, 50),
            "may_draft": access.may(request.user, "draft_bulletin"),
        },
    )


@form_page("draft_bulletin")
def draft(request: Request) -> HttpResponse:
    """Choose what to draft for which period."""
    jurisdiction = request.user.office
    regime = Governed.of(jurisdiction).document
    kinds = catalogue.kinds_of(regime)
    asked = request.GET.get("kind", "")
    kind = next((each for each in kinds if each.id == asked), kinds[0])
    leave_out(request, *["kind"] * (kind.id != asked))
    initial = {"kind": kind.id, "span": kind.spans[0], "on": request.today}
    form = DraftForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds,
        spans=catalogue.spans_of(regime),
        initial=initial,
    )

    def perform(**words: Any) -> object:
        span = words["span"]
        found = periods.span_of(span, words["on"], regime)
        return bulletins.draft_bulletin(
            jurisdiction=jurisdiction,
            kind=words["kind"],
            span=span,
            first=found.first,
            last=found.last,
            by=request.by,
        )

    return act_by(
        request,
        form,
        perform,
        said="已按数据起草，请核对修改",
        to=lambda made: reverse("bulletin_edit", args=[made.pk]),
        template="papers/bulletins/new.html",
        kinds=kinds,
    )


@read_page("see_bulletins")
def show(request: Request, pk: int) -> HttpResponse:
    """Show one bulletin as it is printed, with what can be done now."""
    return render(
        request, "papers/bulletins/show.html", _context(request, access.papers.bulletin_for(request.user, pk))
    )


@form_page("draft_bulletin", access.papers.bulletin_for)
def edit(request: Request, bulletin: Bulletin) -> HttpResponse:
    """Edit the words of a draft, the paper beside them."""
    paper = bulletins.paper_of(bulletin)
    initial = {
        "version": bulletin.version,
        "title": paper.title,
        "addressees": "，".join(paper.addressees),
        "text": edits.text_of(paper),
        "audience": bulletin.audience,
        "is_public": bulletin.is_public,
        "media": bulletin.media,
    }
    form = BulletinForm(request.POST if request.method == "POST" else None, initial=initial)

    to = reverse("bulletin", args=[bulletin.pk])
    return act_by(
        request,
        form,
        partial(bulletins.edit_bulletin, bulletin=bulletin, by=request.by),
        said="已保存",
        to=to,
        template="papers/bulletins/edit.html",
        **_context(request, bulletin),
    )


@require_POST
def forward(request: Request, pk: int) -> HttpResponse:
    """Put a draft before whoever signs."""
    return _act(request, pk, "draft_bulletin", bulletins.forward_bulletin, "已送审")


@require_POST
def issue(request: Request, pk: int) -> HttpResponse:
    """Issue an approved bulletin."""
    return _act(request, pk, "draft_bulletin", bulletins.issue_bulletin, "已编号印发并归档")


@require_POST
def drop(request: Request, pk: int) -> HttpResponse:
    """Give up a bulletin that was not issued."""
    return _act(request, pk, "draft_bulletin", bulletins.drop_bulletin, "已作废")


@form_taken("sign_bulletin", access.papers.bulletin_for)
def sign(request: Request, bulletin: Bulletin) -> HttpResponse:
    """Approve a bulletin or send it back."""

    def perform(**words: Any) -> None:
        agree = words["decision"] == "agree"
        bulletins.sign_bulletin(bulletin=bulletin, agree=agree, opinion=words["opinion"], by=request.by)

    to = reverse("bulletin", args=[bulletin.pk])
    context = _context(request, bulletin)
    return act_by(
        request,
        OpinionForm(request.POST),
        perform,
        said="已审签",
        to=to,
        template="papers/bulletins/show.html",
        **context,
    )


@read_page("see_bulletins")
def download(request: Request, pk: int, form: str) -> HttpResponse:
    """Hand out a bulletin as .docx or PDF."""
    bulletin = access.papers.bulletin_for(request.user, pk)
    paper = letters.stamped(bulletins.paper_of(bulletin), bulletin)
    return as_file(paper, form, jurisdiction=bulletin.jurisdiction, of=f"bulletin:{bulletin.kind}")


def _act(request: Request, pk: int, verb: str, action: Callable[..., object], said: str) -> HttpResponse:
    access.require(request.user, verb)
    bulletin = access.papers.bulletin_for(request.user, pk)

    to = reverse("bulletin", args=[bulletin.pk])
    context = _context(request, bulletin)
    return act_by(
        request,
        EmptyForm(request.POST),
        partial(action, bulletin=bulletin, by=request.by),
        said=said,
        to=to,
        template="papers/bulletins/show.html",
        **context,
    )


def _context(request: Request, bulletin: Bulletin) -> dict[str, object]:
    paper = letters.stamped(bulletins.paper_of(bulletin), bulletin)
    fate = numbering.fate_of(bulletin)
    is_open = bulletin.phase in OPEN_PHASES
    return {
        "bulletin": bulletin,
        **fate,
        "may_void": bulletin.is_issued and fate["annulment"] is None and access.may(request.user, "void_bulletin"),
        "shown": notices.shown(paper),
        "known": frozenset(bulletin.figures) if is_open else "",
        **_basis(request, bulletin),
        "strangers": figures.strangers(paper, bulletin.figures) if is_open else [],
        "may_draft": access.may(request.user, "draft_bulletin"),
        "may_sign": access.may(request.user, "sign_bulletin")
        and not request.user.is_person_of(bulletin.prepared_by_id),
        "is_own": request.user.is_person_of(bulletin.prepared_by_id),
    }


def _basis(request: Request, bulletin: Bulletin) -> dict[str, object]:
    """Give from where the figures of a bulletin come: the published ranking of its period, with the units' score cards."""
    found = Ranking.objects.filter(jurisdiction=bulletin.jurisdiction, from_on=bulletin.from_on, to_on=bulletin.to_on)
    ranking = found.select_related("jurisdiction").order_by("-number", "-id").first()
    sees = {
        "sees_matters": access.may(request.user, "see_matters"),
        "inspected": bulletin.inspection_id is not None
        and access.may(request.user, "see_inspections")
        and access.inspections.inspections(request.user).filter(pk=bulletin.inspection_id).exists(),
    }
    if ranking is None:
        return {**sees, "ranking": None}
    board = scores.board_of(ranking)
    names = {unit.unit: unit.name for unit in board.units}
    scored = [
        (each.unit, names.get(each.unit, ""), each.grade if each.total is None else f"{each.total:.2f}", each.rank)
        for each in board.scores
    ]
    return {**sees, "ranking": ranking, "scored": scored, "cards": cards_of(request.user)}
