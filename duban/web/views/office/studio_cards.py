"""One clause of a draft at a time (制度工作室): its words beside what it does, sentences with blanks, offers, examples; every change is kept at once."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from duban.engine.studio.blanks import BlankError
from duban.ledger import access, conditions
from duban.ledger.actions.office import regime_drafts as acts
from duban.ledger.actions.office.regime_drafts import Overtaken
from duban.ledger.models import RegimeDraft
from duban.ledger.models.regime_drafts import Phase
from duban.ledger.queries.office.drafting import drafted_cards, drafted_contents
from duban.ledger.queries.office.drafting.drafted_arrangements import Arrangement
from duban.ledger.queries.office.drafting.drafted_cards import Pending
from duban.ledger.refusals import Refused
from duban.papers.reading.texts.folding import folded
from duban.web.forms.office import cards as filled
from duban.web.forms.office.regime_drafts import ReasonForm
from duban.web.http import Request
from duban.web.pages import form_taken, read_page
from duban.web.views.errors import status_of

_PAGE, _DESK = "office/studio/show.html", "office/studio/desk.html"


@read_page("see_regime_drafts", access.office.regime_draft_for)
def show(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Show a draft with the card of one clause, the first where none is asked for."""
    return _desk(request, draft, request.GET.get("clause", ""))


@form_taken("draft_regime", access.office.regime_draft_for)
def keep(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Keep one change of a clause: a sentence, an offer that was taken, what becomes of it, its words, an example."""
    number = request.POST.get("clause", "")
    if request.POST.get("preview"):
        return _desk(request, draft, number, pending=_pending(request, ""))

    def act() -> tuple[RegimeDraft, str]:
        clause = drafted_contents.part_of(draft.content, f"clause:{number}")
        if clause is None:
            raise Refused("没有这一条", possible="可能刚刚被改了编号，请刷新后再看。")
        changes = filled.changes_in(draft.content, clause, _own(request, draft, number))
        held = acts.change(draft=draft, changes=changes, revision=revision_of(request.POST), by=request.by)
        return held, number

    return _kept(request, draft, number, act)


@form_taken("draft_regime", access.office.regime_draft_for)
def arrange(request: Request, draft: RegimeDraft) -> HttpResponse:
    """Split, join, renumber, add or leave out a clause."""
    given = request.POST
    at = int(given["at"]) if given.get("at", "").isdecimal() else 0
    asked = Arrangement(
        given.get("act", ""), given.get("clause", ""), folded(given.get("number", "")), at, given.get("original", "")
    )

    def act() -> tuple[RegimeDraft, str]:
        return acts.arrange(draft=draft, asked=asked, revision=revision_of(given), by=request.by)

    return _kept(request, draft, asked.clause, act)


def frame_of(request: Request, draft: RegimeDraft) -> dict[str, Any]:
    """Return what stands above every page of a draft: where it stands, and what may be done with it by whom."""
    user, phase = request.user, Phase(draft.phase)
    checking = conditions.regime_drafts.checking(draft, user)
    adopting = conditions.regime_drafts.adopting(draft, user)
    return {
        "draft": draft,
        "phase": phase,
        "may_change": access.may(user, "draft_regime") and phase == Phase.DRAFTED,
        "may_check": access.may(user, "check_regime_draft") and phase == Phase.SUBMITTED and checking is None,
        "not_checked": checking if phase == Phase.SUBMITTED else None,
        "may_send_back": access.may(user, "check_regime_draft") and phase in (Phase.SUBMITTED, Phase.CHECKED),
        "may_adopt": access.may(user, "adopt_regime_draft") and adopting is None,
        "not_adopted": adopting if phase == Phase.CHECKED else None,
        "may_restore": access.may(user, "draft_regime") and phase == Phase.DISCARDED,
        "may_discard": access.may(user, "draft_regime") and phase not in (Phase.ADOPTED, Phase.DISCARDED),
        "reason_form": ReasonForm(),
    }


def _desk(
    request: Request,
    draft: RegimeDraft,
    number: str,
    *,
    refused: Refused | None = None,
    pending: Pending | None = None,
    saved: bool = False,
) -> HttpResponse:
    frame = frame_of(request, draft)
    found = drafted_cards.desk_of(
        draft, number, adding=request.GET.get("add", ""), pending=pending, is_open=frame["may_change"]
    )
    context = {**frame, **found, "refused": refused, "saved": saved}
    status = status_of(refused) if refused is not None else 200
    return render(request, _DESK if request.htmx else _PAGE, context, status=status)


def _kept(
    request: Request, draft: RegimeDraft, number: str, act: Callable[[], tuple[RegimeDraft, str]]
) -> HttpResponse:
    """Carry out a change and show the card as it is now; without scripts by leading there."""
    try:
        held, then = act()
    except Overtaken as conflict:
        return overtaken(request, draft, conflict)
    except BlankError as error:
        return _desk(request, draft, number, pending=_pending(request, f"没有保存：“{error.label}”{error.what}"))
    except Refused as refusal:
        if request.htmx:
            return render(request, "errors/toast.html", {"refusal": refusal}, status=status_of(refusal))
        return _desk(request, draft, number, refused=refusal)
    if request.htmx:
        return _desk(request, access.office.regime_draft_for(request.user, held.pk), then, saved=True)
    return redirect(f"{reverse('studio_draft', args=[held.pk])}?{urlencode({'clause': then, 'saved': '1'})}")


def _own(request: Request, draft: RegimeDraft, number: str) -> QueryDict:
    """What was sent; where oneself changed the clause last, a sentence is the one at its place, however it stood when it was drawn."""
    if draft.touched.get(f"clause:{number}", (0, ""))[1] != request.user.full_name:
        return request.POST
    given = request.POST.copy()
    given["was"] = ""
    return given


def _pending(request: Request, fault: str) -> Pending:
    is_example = request.POST.get("act") == "example"
    return Pending(filled.place_of(request.POST), filled.filled(request.POST), fault, is_example)


def overtaken(request: Request, draft: RegimeDraft, conflict: Overtaken) -> HttpResponse:
    """Show both versions of what two people changed at once, and let this one choose."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        **frame_of(request, draft),
        "conflict": conflict,
        "yours": drafted_cards.said_of(draft.content, conflict.part, conflict.yours),
        "current": drafted_cards.said_of(draft.content, conflict.part, conflict.current),
        "again": [(name, value) for name, value in fields if name not in ("revision", "csrfmiddlewaretoken")],
        "revision": conflict.revisions[1],
        "here": request.path,
        "clause": conflict.part.removeprefix(drafted_contents.CLAUSE),
    }
    name = "office/studio/both_toast.html" if request.htmx else "office/studio/overtaken.html"
    return render(request, name, context, status=409)


def revision_of(given: Mapping[str, Any]) -> int:
    try:
        return int(given.get("revision", ""))
    except ValueError:
        raise Refused("这张表单没有带上版本号，什么也没有保存；请重新打开页面后再改") from None
